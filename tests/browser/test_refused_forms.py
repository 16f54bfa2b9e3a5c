"""A refused form comes back with everything that was typed and chosen."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from publications.models import Publication
from tests.sign_in import PASSWORD

ADD = "/admin/publications/publication/add/"
PDF = {"name": "mirrors.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 mirrors"}


@pytest.fixture
def form(desk) -> Page:
    """The form of a new paper with a title and a PDF."""
    desk.goto(ADD)
    desk.locator("#id_title").fill("Mirrors of Regret")
    desk.locator("#id_pdf").set_input_files(PDF)
    return desk


def save(page: Page) -> None:
    page.locator("[name='_save']").first.click()


def test_a_pdf_is_kept_until_a_wrong_doi_is_corrected(form):
    form.locator("#id_doi").fill("nonsense")
    save(form)
    kept = form.locator(".field-pdf .chosen-file")
    expect(kept).to_contain_text("mirrors.pdf, 16\xa0bytes, is kept until you save.")
    form.locator("#id_doi").fill("")
    save(form)
    expect(form.locator(".messagelist .success")).to_be_visible()
    with Publication.objects.get(title="Mirrors of Regret").pdf.open() as stored:
        assert stored.read() == PDF["buffer"]


def test_a_form_goes_on_after_signing_in_in_another_tab(form, context):
    Session.objects.all().delete()
    save(form)
    expect(form.locator("#content")).to_contain_text("You are signed out.")
    with form.expect_popup() as opened:
        form.get_by_role("link", name="sign in in another tab").click()
    tab = opened.value
    tab.get_by_label("Username").fill("owner")
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Log in").click()
    expect(tab.locator("#user-tools")).to_be_visible()
    go_on = form.get_by_role("button", name="Go on with what I typed")
    go_on.click()
    expect(form.locator("#content")).to_contain_text("You signed in again")
    go_on.click()
    expect(form.locator(".messagelist .resumed")).to_contain_text(
        "These files have to be chosen again: mirrors.pdf."
    )
    assert form.locator("#id_title").input_value() == "Mirrors of Regret"
    save(form)
    expect(form.locator(".messagelist .success")).to_be_visible()


def test_the_page_that_keeps_what_was_typed_asks_before_it_is_left(form):
    Session.objects.all().delete()
    save(form)
    expect(form.locator("#content")).to_contain_text("You are signed out.")
    asked: list[str] = []
    form.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    form.goto("/")
    assert asked == ["beforeunload"]


def test_the_preview_says_that_you_are_signed_out(form):
    Session.objects.all().delete()
    form.locator("#id_summary").press_sequentially("a *bound*")
    preview = form.locator(".field-summary .markdownx-preview")
    expect(preview).to_contain_text("You are signed out, so there is no preview.")
