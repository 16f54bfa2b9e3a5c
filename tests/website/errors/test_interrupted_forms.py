"""What was typed into a form of the admin survives being signed out before it was saved."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from profile.models import Section
from publications.models import Publication, Topic
from tests import cast
from tests.admin_forms import admin_url, errors_in, submitted
from tests.page import Page
from website.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads")]

ADD = admin_url(Publication, "add")
HERE, EVIL = {"Origin": "http://testserver"}, {"Origin": "https://evil.example"}


@pytest.fixture
def browser(owner) -> Client:
    """A browser with CSRF checks, with the owner signed in by password."""
    client = Client(enforce_csrf_checks=True, headers=HERE)
    sign_in_again(client)
    return client


def sign_in_again(client: Client, name: str = "owner") -> None:
    """Sign in as in another tab of the browser, which invalidates the tokens of older forms."""
    Session.objects.all().delete()
    page = Page("/admin/login/", client)
    token = submitted(page)["csrfmiddlewaretoken"]
    values = {"login": name, "password": "correct horse battery", "next": "/admin/"}
    assert client.post("/admin/login/", values | {"csrfmiddlewaretoken": token}).status_code == 302


def form_of(page: Page) -> dict[str, object]:
    """Return what the button of the page sends, repeated fields too."""
    values: dict[str, object] = {}
    (form,) = (f for f in page.all("form") if f.get("id") != "logout-form")
    for field in form.iter("input"):
        values.setdefault(field.get("name"), []).append(field.get("value", ""))
    return values


def sign_out(browser: Client) -> None:
    token = submitted(Page(ADD, browser))["csrfmiddlewaretoken"]
    browser.post("/admin/logout/", {"csrfmiddlewaretoken": token})


def delete_sessions(browser: Client) -> None:
    Session.objects.all().delete()


def change_password(browser: Client) -> None:
    user = User.objects.get()
    user.end_sessions()


@pytest.fixture
def typed(browser) -> dict[str, object]:
    """A long form, filled in: multi-line text, several topics, authors as rows."""
    topics = [str(Topic.objects.create(name=name).pk) for name in ("Bandits", "Games")]
    rows = {"authorships-TOTAL_FORMS": "2"}
    for n, name in enumerate(("Chi Jin", "Nan Jiang")):
        author = cast.author(name)
        row = {"author": author.pk, "role": "author", "position": n + 1}
        rows |= {f"authorships-{n}-{key}": str(value) for key, value in row.items()}
    text = {"title": 'Nash "&" <b>', "slug": "nash", "summary": "One.\r\n\r\nTwo.", "note": "熊伟"}
    return submitted(Page(ADD, browser)) | {"topics": topics} | rows | text


class TestAFormOfAUserWhoWasSignedOut:
    @pytest.mark.parametrize("ended", [sign_out, delete_sessions, change_password])
    def test_goes_on_after_the_password_with_all_that_was_typed(self, browser, typed, ended):
        ended(browser)
        response = browser.post(ADD, typed)
        assert response.status_code == 403
        kept = Page.of(response)
        assert "You are signed out. What you typed is on this page" in kept.text
        assert kept.links()["sign in in another tab"] == "/admin/login/"
        sign_in_again(browser)
        again = Page.of(browser.post(ADD, form_of(kept)))  # too old by now
        assert "You signed in again after this form was opened." in again.text
        filled = browser.post(ADD, form_of(again))
        assert filled.status_code == 200
        [message] = Page.of(filled).texts("li", class_="warning")
        assert message.startswith("You were signed out, so nothing of this is saved yet.")
        assert "Please correct" not in Page.of(filled).text
        assert not Publication.objects.exists()
        assert browser.post(ADD, submitted(Page.of(filled))).status_code == 302
        paper = Publication.objects.get()
        assert (paper.title, paper.summary, paper.note) == (
            *('Nash "&" <b>', "One.\n\nTwo.", "熊伟"),
        )
        assert {topic.name for topic in paper.topics.all()} == {"Bandits", "Games"}
        authors = paper.authorships.order_by("position")
        assert [row.author.family_name for row in authors] == ["Jin", "Jiang"]

    def test_stays_where_its_button_is_pressed_too_early(self, browser, typed):
        sign_out(browser)
        kept = Page.of(browser.post(ADD, typed))
        again = Page.of(browser.post(ADD, form_of(kept)))
        assert "You are signed out" in again.text
        kept_fields = {k: v for k, v in form_of(kept).items() if k != "csrfmiddlewaretoken"}
        assert form_of(again).items() >= kept_fields.items()

    def test_says_which_files_have_to_be_chosen_again(self, browser, typed):
        sign_out(browser)
        chosen = {"pdf": SimpleUploadedFile("nash.pdf", b"%PDF-1.7")}
        kept = Page.of(browser.post(ADD, typed | chosen))
        assert "Choose them again in the form: nash.pdf." in kept.text
        sign_in_again(browser)
        again = Page.of(browser.post(ADD, form_of(kept)))
        filled = browser.post(ADD, form_of(again))
        [message] = Page.of(filled).texts("li", class_="warning")
        assert message.endswith("These files have to be chosen again: nash.pdf.")

    def test_is_only_shown_to_another_account(self, browser, typed):
        User.objects.create_superuser("editor", password="correct horse battery")
        sign_out(browser)
        kept = Page.of(browser.post(ADD, typed))
        sign_in_again(browser, "editor")
        filled = browser.post(ADD, form_of(Page.of(browser.post(ADD, form_of(kept)))))
        assert submitted(Page.of(filled))["note"] == "熊伟"
        assert not Publication.objects.exists()

    def test_is_not_lost_on_an_account_that_may_not_save_it(self, browser, typed):
        User.objects.create_user("guest", password="correct horse battery", is_staff=True)
        sign_out(browser)
        kept = Page.of(browser.post(ADD, typed))
        sign_in_again(browser, "guest")
        again = Page.of(browser.post(ADD, form_of(kept)))
        refused = browser.post(ADD, form_of(again))
        assert refused.status_code == 403
        assert "Your account may not save this." in Page.of(refused).text
        assert form_of(Page.of(refused))["note"] == ["熊伟"]

    def test_is_refused_while_it_is_behind_what_others_saved(self, browser):
        paper = cast.paper()
        form = admin_url(Publication, "change", paper.pk)
        browser.post(form, submitted(Page(form, browser)))
        behind = submitted(Page(form, browser)) | {"note": "Oral"}
        browser.post(form, submitted(Page(form, browser)) | {"summary": "From elsewhere"})
        sign_in_again(browser)
        filled = browser.post(form, form_of(Page.of(browser.post(form, behind))))
        refused = browser.post(form, submitted(Page.of(filled)))
        assert "This was changed by owner" in errors_in(refused)[0]
        assert browser.post(form, submitted(Page.of(refused))).status_code == 302
        assert Publication.objects.get().note == "Oral"


def test_a_form_from_before_another_sign_in_is_not_lost_either(browser, typed):
    sign_in_again(browser)
    kept = browser.post(ADD, typed)
    assert kept.status_code == 403
    filled = browser.post(ADD, form_of(Page.of(kept)))
    assert submitted(Page.of(filled))["summary"] == "One.\n\nTwo."


def test_the_typed_order_of_a_list_is_sent_again(browser):
    for title in "AB":
        Section.objects.create(title=title)
    listing = admin_url(Section, "changelist")
    typed = submitted(Page(listing, browser)) | {"form-1-position": "1", "_save": "Save"}
    sign_in_again(browser)
    kept = Page.of(browser.post(listing, typed))
    assert browser.post(listing, form_of(kept)).status_code == 302
    assert [section.title for section in Section.objects.all()] == ["B", "A"]


def test_the_choices_of_an_import_are_sent_again(browser):
    page = admin_url(Publication, "import")
    text = {"text": "@misc{a, title={Mirrors}, author={Chi Jin}}", "entry": "a", "apply": "on"}
    sent = text | {"csrfmiddlewaretoken": submitted(Page(page, browser))["csrfmiddlewaretoken"]}
    sign_in_again(browser)
    assert browser.post(page, form_of(Page.of(browser.post(page, sent)))).status_code == 302
    assert Publication.objects.get().title == "Mirrors"


class TestWhatIsNotKept:
    def test_a_form_with_a_password(self, browser):
        page = admin_url(User, "add")
        secret = {"username": "a", "password1": "tulip-vase-9", "password2": "tulip-vase-9"}
        token = {"csrfmiddlewaretoken": submitted(Page(page, browser))["csrfmiddlewaretoken"]}
        delete_sessions(browser)
        response = browser.post(page, secret | token)
        assert response.headers["Location"].startswith("/admin/login/")
        assert b"tulip" not in response.content

    def test_a_button_that_deletes(self, browser):
        page = admin_url(Publication, "delete", cast.paper().pk)
        sent = submitted(Page(page, browser)) | {"post": "yes"}
        delete_sessions(browser)
        assert browser.post(page, sent).headers["Location"].startswith("/admin/login/")
        assert Publication.objects.exists()

    @pytest.mark.parametrize("headers", [EVIL, {"Origin": "null"}])
    def test_what_another_site_sends(self, browser, headers):
        for client in (browser, Client(enforce_csrf_checks=True)):
            response = client.post(ADD, {"title": "Planted"}, headers=headers)
            assert response.status_code == 403
            assert "Planted" not in response.content.decode()

    def test_it_is_in_no_cache_and_nowhere_on_the_server(self, browser, typed):
        delete_sessions(browser)
        response = browser.post(ADD, typed)
        assert response.headers["Cache-Control"] == "no-store"
        assert not Session.objects.exists()


def test_the_rights_of_an_account_are_never_saved_before_they_were_seen(browser):
    guest = User.objects.create_user("guest")
    form = admin_url(User, "change", guest.pk)
    sent = submitted(Page(form, browser)) | {"is_superuser": "on", "_resumed": ""}
    assert browser.post(form, sent).status_code == 200
    guest.refresh_from_db()
    assert not guest.is_superuser


def test_markup_in_what_was_typed_stays_text(browser, typed):
    delete_sessions(browser)
    response = browser.post(ADD, typed | {"note": '"><script>alert(1)</script>'})
    assert not re.search(r"<script>alert", response.content.decode())


def test_a_long_text_is_kept_up_to_what_a_visitor_may_send(browser, typed):
    delete_sessions(browser)
    kept = Page.of(browser.post(ADD, typed | {"abstract": "Long. " * 10_000}))
    assert len(form_of(kept)["abstract"][0]) == 60_000
