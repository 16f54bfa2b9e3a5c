"""The browser asks before unsaved changes are lost: typed, chosen or dragged."""

import pytest
from playwright.sync_api import Page, expect

from publications.models import Publication

ADD = "/admin/publications/publication/add/"
LIST = "/admin/publications/publication/"
IMPORT = "/admin/publications/publication/import/"
ENTRY = "@misc{mirrors, title={Mirrors of Regret}, author={Wei Xiong}, year={2024}}"


@pytest.fixture
def asked(desk) -> list[str]:
    """The questions that the browser asks; each is answered with leaving."""
    questions: list[str] = []
    desk.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.accept()))
    return questions


def leave(page: Page) -> None:
    page.get_by_role("link", name="View site").click()
    page.wait_for_url("**/")


def save(page: Page) -> None:
    page.locator("[name='_save']").first.click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def type_title(page: Page) -> None:
    page.locator("#id_title").fill("Mirrors of Regret")


def choose_pdf(page: Page) -> None:
    pdf = {"name": "mirrors.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    page.locator("#id_pdf").set_input_files(pdf)


def tick(page: Page) -> None:
    page.locator("#id_is_selected").check()


def add_a_link(page: Page) -> None:
    page.get_by_role("heading", name="Links", exact=True).click()
    page.get_by_text("Add another Link").click()


@pytest.mark.parametrize("change", [type_title, choose_pdf, tick, add_a_link])
def test_a_form_that_was_changed_asks(desk, asked, change):
    desk.goto(ADD)
    change(desk)
    leave(desk)
    assert asked == ["beforeunload"]


def test_a_form_that_was_looked_at_does_not_ask(desk, asked):
    desk.goto(ADD)
    desk.locator("#id_title").click()
    leave(desk)
    assert asked == []


def test_what_was_typed_and_taken_back_does_not_ask(desk, asked):
    desk.goto(ADD)
    type_title(desk)
    desk.locator("#id_title").fill("")
    leave(desk)
    assert asked == []


def test_a_form_that_is_saved_does_not_ask(desk, asked):
    desk.goto(ADD)
    type_title(desk)
    save(desk)
    leave(desk)
    assert asked == []


def test_a_form_that_came_back_refused_asks(desk, asked):
    desk.goto(ADD)
    type_title(desk)
    desk.locator("#id_doi").fill("nonsense")
    desk.locator("[name='_save']").first.click()
    expect(desk.locator(".errornote")).to_be_visible()
    leave(desk)
    assert asked == ["beforeunload"]


def test_a_row_that_is_deleted_does_not_ask(desk, asked):
    desk.goto(f"{LIST}{Publication.objects.first().pk}/delete/")
    desk.locator("#content input[type='submit']").click()
    expect(desk.locator(".messagelist .success")).to_be_visible()
    assert asked == []


class TestAList:
    @pytest.fixture
    def papers(self, desk) -> Page:
        desk.goto(LIST)
        return desk

    def test_in_a_new_order_asks(self, papers, asked):
        papers.locator(".order-handle").nth(2).press("Home")
        leave(papers)
        assert asked == ["beforeunload"]

    def test_with_a_typed_number_asks_before_a_search(self, papers, asked):
        papers.locator("#id_form-3-position").fill("1")
        papers.locator("#searchbar").fill("regret")
        papers.locator("#searchbar").press("Enter")
        papers.wait_for_url("**/?q=regret**")
        assert asked == ["beforeunload"]

    def test_asks_before_an_action_that_would_drop_the_new_order(self, papers, asked):
        papers.locator(".order-handle").nth(2).press("Home")
        papers.locator(".action-select").nth(4).check()
        papers.locator("select[name='action']").select_option("withdraw")
        papers.locator("[name='index']").click()
        expect(papers.locator(".messagelist")).to_be_visible()
        assert asked == ["confirm"]

    def test_with_only_ticked_rows_does_not_ask(self, papers, asked):
        papers.locator(".action-select").nth(4).check()
        leave(papers)
        assert asked == []

    def test_that_is_saved_does_not_ask(self, papers, asked):
        papers.locator(".order-handle").nth(2).press("Home")
        save(papers)
        leave(papers)
        assert asked == []


def test_an_import_asks_if_choices_were_made_in_its_preview(desk, asked):
    desk.goto(IMPORT)
    desk.get_by_label("Type a DOI").fill(ENTRY)
    desk.get_by_role("button", name="Show what would change").click()
    desk.get_by_label("Import Mirrors of Regret").uncheck()
    leave(desk)
    assert asked == ["beforeunload"]


def test_a_popup_that_is_saved_closes_and_its_choice_counts_as_a_change(desk, asked):
    desk.goto(ADD)
    with desk.expect_popup() as opened:
        desk.locator("#add_id_topics").click()
    popup = opened.value
    popup.locator("#id_name").fill("Games")
    with popup.expect_event("close"):
        popup.locator("[name='_save']").first.click()
    expect(desk.locator("#id_topics option:checked")).to_contain_text("Games")
    leave(desk)
    assert asked == ["beforeunload"]


def test_signing_in_never_asks(page, site):
    questions: list[str] = []
    page.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.accept()))
    page.goto("/admin/login/")
    page.get_by_label("Username").fill("somebody")
    page.goto("/")
    assert questions == []
