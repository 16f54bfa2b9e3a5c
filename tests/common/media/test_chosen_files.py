"""A file chosen in a form survives mistakes elsewhere in the form."""

import time

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from common.media import chosen_files
from profile.models import Profile
from publications.models import Publication, PublicationLink
from tests import cast
from tests.admin_forms import admin_url, errors_in, submitted
from tests.page import Page
from tests.pictures import jpeg, upload
from website.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads")]

ADD = admin_url(Publication, "add")
WRONG_DOI = {"title": "Nash Learning", "slug": "nash", "doi": "nonsense"}
ONE_LINK = {"links-TOTAL_FORMS": "1", "links-0-position": "1", "links-0-kind": "slides"}


def pdf(name: str = "nash.pdf", data: bytes = b"%PDF-1.7 first") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def refused(desk: Client, form: str, **values) -> Page:
    """Send the form of a page with a mistake in it; return the page that comes back."""
    response = desk.post(form, submitted(Page(form, desk)) | values)
    assert response.status_code == 200
    return Page.of(response)


def saved(desk: Client, form: str, page: Page, **values) -> None:
    response = desk.post(form, submitted(page) | values)
    assert response.status_code == 302, errors_in(response)


def put_aside() -> list[str]:
    try:
        return default_storage.listdir(chosen_files.FOLDER)[1]
    except FileNotFoundError:
        return []


class TestAfterAWrongDOI:
    def test_the_pdf_is_shown_as_chosen_and_stored_with_the_corrected_form(self, desk):
        page = refused(desk, ADD, **WRONG_DOI, pdf=pdf())
        assert "nash.pdf, 14 bytes, is kept until you save." in page.text
        saved(desk, ADD, page, doi="")
        assert Publication.objects.get().pdf.read() == b"%PDF-1.7 first"
        assert Publication.objects.get().pdf.name.startswith("papers/nash-")

    def test_the_picture_is_made_from_the_kept_upload(self, desk):
        page = refused(desk, ADD, **WRONG_DOI, thumbnail=upload(jpeg()), thumbnail_alt="A chart")
        saved(desk, ADD, page, doi="")
        assert Publication.objects.get().thumbnail.dimensions == (60, 40)

    def test_the_file_of_a_new_link_comes_with_its_row(self, desk):
        page = refused(desk, ADD, **WRONG_DOI, **ONE_LINK, **{"links-0-file": pdf("talk.pdf")})
        assert "talk.pdf, 14 bytes, is kept" in page.text
        saved(desk, ADD, page, doi="")
        assert PublicationLink.objects.get().file.read() == b"%PDF-1.7 first"

    def test_it_survives_being_refused_again_and_again(self, desk):
        page = refused(desk, ADD, **WRONG_DOI, pdf=pdf())
        for doi in ("worse", "worst"):
            page = Page.of(desk.post(ADD, submitted(page) | {"doi": doi}))
        assert len(put_aside()) == 1
        saved(desk, ADD, page, doi="")
        assert Publication.objects.get().pdf.read() == b"%PDF-1.7 first"

    def test_the_choice_can_be_taken_back(self, desk):
        page = refused(desk, ADD, **WRONG_DOI, pdf=pdf())
        saved(desk, ADD, page, doi="", **{"pdf-forget": "on"})
        assert not Publication.objects.get().pdf

    def test_another_file_takes_its_place(self, desk):
        page = refused(desk, ADD, **WRONG_DOI, pdf=pdf())
        saved(desk, ADD, page, doi="", pdf=pdf("b.pdf", b"%PDF-1.7 second"))
        assert Publication.objects.get().pdf.read() == b"%PDF-1.7 second"

    def test_a_file_that_is_itself_refused_is_not_kept(self, desk):
        page = refused(desk, ADD, **WRONG_DOI, pdf=pdf(data=b"<html>"))
        assert "is kept until" not in page.text
        assert put_aside() == []

    def test_nothing_is_put_aside_if_nothing_is_wrong(self, desk):
        saved(desk, ADD, Page(ADD, desk), title="Nash", slug="nash", pdf=pdf())
        assert put_aside() == []


def test_a_file_survives_an_error_in_a_row(desk):
    bad = {"title": "Nash", "slug": "nash", **ONE_LINK, "links-0-url": "no address"}
    page = refused(desk, ADD, **bad, pdf=pdf())
    saved(desk, ADD, page, **{"links-0-url": "https://example.org/"})
    assert Publication.objects.get().pdf


def test_a_file_survives_what_was_saved_in_another_window(desk):
    form = admin_url(Publication, "change", cast.paper().pk)
    saved(desk, form, Page(form, desk))
    behind = submitted(Page(form, desk))
    saved(desk, form, Page(form, desk), note="Oral")
    page = Page.of(desk.post(form, behind | {"pdf": pdf()}))
    assert "nash.pdf, 14 bytes, is kept" in page.text
    saved(desk, form, page)
    assert Publication.objects.get().pdf


def test_a_photo_survives_a_missing_name(desk):
    Profile(name="Wei Xiong").save()
    form = admin_url(Profile, "change", 1)
    page = refused(desk, form, name="", photo=upload(jpeg()))
    saved(desk, form, page, name="Wei Xiong")
    assert Profile.objects.get().photo.dimensions == (60, 40)


def test_a_file_both_chosen_and_cleared_is_kept_until_the_owner_decides(desk):
    form = admin_url(Publication, "change", cast.paper(pdf=pdf("old.pdf")).pk)
    page = refused(desk, form, pdf=pdf(data=b"%PDF-1.7 new"), **{"pdf-clear": "on"})
    assert "not both" in page.text
    values = submitted(page)
    del values["pdf-clear"]
    assert desk.post(form, values).status_code == 302
    assert Publication.objects.get().pdf.read() == b"%PDF-1.7 new"


class TestWhatIsPutAside:
    @pytest.fixture
    def page(self, desk) -> Page:
        return refused(desk, ADD, **WRONG_DOI, pdf=pdf())

    def test_no_url_leads_to_it(self, page, desk):
        (name,) = put_aside()
        for browser in (Client(), desk):
            assert browser.get(f"/uploads/{chosen_files.FOLDER}/{name}").status_code == 404

    def test_it_does_not_count_as_an_upload(self, page):
        from website.backup.uploads import list_uploads

        assert put_aside()
        assert list(list_uploads()) == []

    def test_another_account_cannot_take_it_up(self, page):
        User.objects.create_superuser("other", password="correct horse battery")
        other = Client()
        other.force_login(User.objects.get(username="other"))
        answer = other.post(ADD, submitted(page) | {"doi": ""})
        assert "choose it again" in " ".join(errors_in(answer))

    def test_one_that_is_gone_is_reported_even_if_there_is_an_older_file(self, desk):
        form = admin_url(Publication, "change", cast.paper(pdf=pdf("old.pdf")).pk)
        page = refused(desk, form, doi="nonsense", pdf=pdf())
        for name in put_aside():
            default_storage.delete(f"{chosen_files.FOLDER}/{name}")
        response = desk.post(form, submitted(page) | {"doi": ""})
        assert "choose it again" in " ".join(errors_in(response))

    def test_another_field_cannot_take_it_up(self, page, desk):
        values = submitted(page) | {"doi": ""}
        values["thumbnail-kept"] = values.pop("pdf-kept")
        assert "choose it again" in " ".join(errors_in(desk.post(ADD, values)))

    @pytest.mark.parametrize("token", ["nonsense", "a:b:c", "../../secret-key", "\0"])
    def test_a_forged_token_is_refused_with_a_sentence(self, desk, page, token):
        values = submitted(page) | {"doi": "", "pdf-kept": token}
        response = desk.post(ADD, values)
        assert "choose it again" in " ".join(errors_in(response))

    def test_after_a_day_it_must_be_chosen_again(self, page, desk, monkeypatch):
        later = time.time() + chosen_files.SECONDS_KEPT + 60
        monkeypatch.setattr("time.time", lambda: later)
        response = desk.post(ADD, submitted(page) | {"doi": "", "summary": "Typed"})
        assert "choose it again" in " ".join(errors_in(response))
        again = Page.of(response)
        assert submitted(again)["summary"] == "Typed"
        assert "pdf-kept" not in submitted(again)

    def test_files_older_than_a_day_are_removed_when_the_next_is_put_aside(
        self, page, desk, monkeypatch
    ):
        before = put_aside()
        later = time.time() + chosen_files.SECONDS_KEPT + 60
        monkeypatch.setattr("time.time", lambda: later)
        refused(desk, ADD, **WRONG_DOI, pdf=pdf())
        assert len(put_aside()) == 1
        assert put_aside() != before

    def test_it_is_checked_again_when_it_is_taken_up(self, page, desk):
        (name,) = put_aside()
        default_storage.delete(f"{chosen_files.FOLDER}/{name}")
        default_storage.save(f"{chosen_files.FOLDER}/{name}", pdf(data=b"<html>"))
        response = desk.post(ADD, submitted(page) | {"doi": ""})
        assert "This file is not a PDF" in " ".join(errors_in(response))

    def test_a_name_with_markup_stays_text(self, desk):
        page = refused(desk, ADD, **WRONG_DOI, pdf=pdf("<b>&'\".pdf"))
        assert "<b>&'\".pdf, 14 bytes" in page.text


def test_if_it_cannot_be_put_aside_the_form_says_so_and_keeps_the_rest(desk, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    page = submitted(Page(ADD, desk))
    monkeypatch.setattr("django.core.files.storage.InMemoryStorage.save", full)
    again = Page.of(desk.post(ADD, page | WRONG_DOI | {"pdf": pdf(), "summary": "Typed"}))
    assert "nash.pdf could not be kept: choose it again." in again.text
    assert submitted(again)["summary"] == "Typed"
