"""Files of deleted rows are kept for a while, served to nobody, restored, and at last removed."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import F
from django.test import Client
from reversion.models import Version

from common.media.pictures import PictureFormField
from common.models import DeletedFile
from profile.models import Profile
from publications.models import Publication, PublicationLink
from tests import cast
from tests.admin_forms import admin_url, submitted
from tests.page import Page
from tests.pictures import jpeg, upload
from tests.website.export.copies import make_copy
from website import content_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def uploads(uploads):
    return uploads


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """A transaction that commits: ``with committed(): ...``."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def pdf(name: str = "nash.pdf") -> ContentFile:
    return ContentFile(b"%PDF-1.7", name)


def uploaded(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7")


def picture():
    return PictureFormField().clean(upload(jpeg((400, 300))))


def paper_with_files() -> Publication:
    """Return a paper with a picture, a PDF, and slides at a link."""
    paper = cast.paper(pdf=pdf(), thumbnail=picture(), thumbnail_alt="A chart")
    PublicationLink.objects.create(publication=paper, kind="slides", file=pdf("slides.pdf"))
    return paper


def names_of(paper: Publication) -> set[str]:
    return {paper.pdf.name, paper.thumbnail.name, *paper.thumbnail.names_of_sizes}


@pytest.fixture
def nothing_kept_of_files(settings) -> None:
    """The owner wants files removed as soon as their rows are deleted."""
    settings.KEEP_DELETED_FILES = 0


def days_later(days: float) -> None:
    """Pretend that all files were deleted so many days ago."""
    DeletedFile.objects.update(deleted_at=F("deleted_at") - timedelta(days=days))


def is_public(name: str) -> bool:
    response = Client().get(f"/uploads/{name}")
    response.close()
    return response.status_code == 200


class TestTheFilesOfWhatIsDeleted:
    def test_stay_in_the_storage_and_are_served_to_nobody(self, desk, uploads, committed):
        paper = paper_with_files()
        before = uploads()
        assert len(before) == 3 + len(paper.thumbnail.names_of_sizes)
        assert all(map(is_public, before))
        with committed():
            paper.delete()
        assert uploads() == before
        assert not any(map(is_public, before))
        assert all(desk.get(f"/uploads/{name}").status_code == 404 for name in before)

    def test_are_not_in_a_static_copy(self, committed, tmp_path):
        paper = paper_with_files()
        with committed():
            paper.delete()
        make_copy(tmp_path / "copy")
        assert (tmp_path / "copy" / "index.html").exists()
        copied = {file.name for file in (tmp_path / "copy").rglob("*.pdf")}
        assert copied == {"cv.pdf", "cv-short.pdf"}

    def test_are_removed_at_the_next_deletion_after_their_time_is_up(self, uploads, committed):
        with committed():
            paper_with_files().delete()
        days_later(89)
        other = cast.paper("Other", pdf=pdf("other.pdf"))
        with committed():
            other.delete()
        assert len(uploads()) > 1
        days_later(1.1)
        with committed():
            link = PublicationLink(publication=cast.paper("Third"), kind="slides", file=pdf())
            link.save()
            link.delete()
        assert uploads() == {other.pdf.name, link.file.name}
        assert {file.name for file in DeletedFile.objects.all()} == uploads()

    def test_are_removed_at_once_if_the_owner_wants_none_kept(
        self, uploads, committed, nothing_kept_of_files
    ):
        paper = paper_with_files()
        with committed():
            paper.delete()
        assert uploads() == set()
        assert not DeletedFile.objects.exists()

    def test_those_of_links_that_are_deleted_alone_are_served_no_more(self, committed):
        paper = paper_with_files()
        slides = paper.links.get().file.name
        with committed():
            paper.links.all().delete()
        assert not is_public(slides)
        assert is_public(paper.pdf.name)

    def test_those_of_papers_that_are_deleted_from_the_list_are_kept(
        self, desk, uploads, committed
    ):
        papers = [paper_with_files(), paper_with_files()]
        before = uploads()
        chosen = {"action": "delete_selected", "_selected_action": [p.pk for p in papers]}
        with committed():
            desk.post(admin_url(Publication, "changelist"), chosen | {"post": "yes"})
        assert not Publication.objects.exists()
        assert uploads() == before
        assert not any(map(is_public, before))

    def test_the_page_before_deleting_says_for_how_long_they_are_kept(self, desk, settings):
        page = admin_url(Publication, "delete", paper_with_files().pk)
        assert "Its uploaded files are kept for 90 days" in Page(page, desk).text
        settings.KEEP_DELETED_FILES = 0
        assert "Its uploaded files do not come back" in Page(page, desk).text


def test_nothing_changes_until_the_transaction_commits(uploads, nothing_kept_of_files):
    paper = paper_with_files()
    before = uploads()
    paper.delete()
    assert uploads() == before


def test_nothing_changes_if_the_transaction_is_rolled_back(
    uploads, committed, nothing_kept_of_files
):
    paper = paper_with_files()
    before = uploads()
    with committed(), transaction.atomic():
        paper.delete()
        transaction.set_rollback(True)
    with committed(), transaction.atomic():
        paper = Publication.objects.get()
        paper.pdf = paper.thumbnail = ""
        paper.save()
        transaction.set_rollback(True)
    assert uploads() == before
    assert all(map(is_public, before))


def test_a_replaced_file_is_served_no_more(uploads, committed):
    paper = paper_with_files()
    before = names_of(paper)
    paper.pdf, paper.thumbnail = pdf(), picture()
    with committed():
        paper.save()
    slides = {PublicationLink.objects.get().file.name}
    assert uploads() == before | names_of(paper) | slides
    assert not any(map(is_public, before))
    assert all(map(is_public, names_of(paper) | slides))


def test_a_photo_that_is_cleared_in_its_form_is_served_no_more(desk, uploads, committed):
    content_file.load("[profile]\nname = 'Wei Xiong'")
    page = admin_url(Profile, "change", 1)
    with committed():
        desk.post(page, submitted(Page(page, desk)) | {"photo": upload(jpeg())})
    assert all(map(is_public, uploads()))
    with committed():
        desk.post(page, submitted(Page(page, desk)) | {"photo-clear": "on"})
    assert not Profile.objects.get().photo
    assert not any(map(is_public, uploads()))


def test_a_row_that_is_saved_as_it_was_keeps_its_files(desk, uploads, committed):
    paper = paper_with_files()
    before = uploads()
    page = admin_url(Publication, "change", paper.pk)
    with committed():
        assert desk.post(page, submitted(Page(page, desk))).status_code == 302
        paper.save(update_fields=["title"])
    assert uploads() == before


def test_a_file_that_another_row_has_too_stays_public(uploads, committed, nothing_kept_of_files):
    paper = cast.paper(pdf=pdf())
    link = PublicationLink.objects.create(
        publication=cast.paper("Other"), kind="paper", file=paper.pdf.name
    )
    with committed():
        paper.delete()
    assert uploads() == {link.file.name}
    assert is_public(link.file.name)
    with committed():
        link.delete()
    assert uploads() == set()


def test_a_picture_that_another_row_has_too_stays_in_all_its_sizes(
    uploads, committed, nothing_kept_of_files
):
    paper = cast.paper(thumbnail=picture(), thumbnail_alt="A chart")
    other = cast.paper("Other", thumbnail=paper.thumbnail.name, thumbnail_alt="The same")
    before = uploads()
    with committed():
        paper.delete()
    assert uploads() == before == {other.thumbnail.name, *other.thumbnail.names_of_sizes}
    assert all(map(is_public, before))


def test_links_that_a_content_file_recreates_keep_their_files(
    uploads, committed, nothing_kept_of_files
):
    paper_with_files()
    before = uploads()
    text = content_file.dump().replace('kind = "slides"', 'kind = "poster"')
    with committed():
        content_file.load(text)
    assert PublicationLink.objects.get().kind == "poster"
    assert uploads() == before
    assert all(map(is_public, before))


def test_a_storage_failure_is_logged_and_undoes_nothing(
    monkeypatch, caplog, committed, nothing_kept_of_files
):
    paper = paper_with_files()
    monkeypatch.setattr(type(default_storage._wrapped), "delete", None)
    with committed():
        paper.delete()
    assert not Publication.objects.exists()
    assert "remove_expired_files" in caplog.text


class TestARowWhoseFilesAreGone:
    """For example after restoring a database without its uploads."""

    @pytest.fixture
    def paper(self, uploads) -> Publication:
        paper = paper_with_files()
        Profile(name="Wei Xiong", photo=picture()).save()
        for name in uploads():
            default_storage.delete(name)
        return paper

    @pytest.mark.parametrize("page", ["/", "/publications/", "/cv/"])
    def test_its_pages_are_still_shown(self, paper, page):
        assert "Nash Learning" in Page(page).text
        assert "Nash Learning" in Page(paper.get_absolute_url()).text

    def test_it_is_opened_and_saved_in_the_admin(self, paper, desk):
        for row in (paper, Profile.objects.get()):
            page = admin_url(type(row), "change", row.pk)
            assert desk.post(page, submitted(Page(page, desk))).status_code == 302

    def test_it_accepts_new_files(self, paper, desk, uploads):
        page = admin_url(Publication, "change", paper.pk)
        values = submitted(Page(page, desk)) | {"thumbnail": upload(jpeg())}
        assert desk.post(page, values).status_code == 302
        paper.refresh_from_db()
        assert uploads() == {paper.thumbnail.name, *paper.thumbnail.names_of_sizes}

    def test_it_is_deleted(self, paper, committed):
        with committed():
            paper.delete()
        assert not Publication.objects.exists()


class TestTheHistoryOfARow:
    """It restores files along with their rows, as long as they are kept."""

    @pytest.fixture
    def change(self, desk, committed):
        def change(row, **values) -> None:
            page = admin_url(type(row), "change", row.pk)
            with committed():
                answer = desk.post(page, submitted(Page(page, desk)) | values)
                assert answer.status_code == 302
            row.refresh_from_db()

        return change

    @pytest.fixture
    def go_back(self, desk, committed):
        def go_back(row, steps: int = 1) -> str:
            versions = Version.objects.get_for_object(row)
            page = admin_url(type(row), "revision", row.pk, versions[steps].pk)
            with committed():
                text = Page.of(desk.post(page, follow=True)).text
            assert "went back to" in text
            row.refresh_from_db()
            return text

        return go_back

    @pytest.fixture
    def bring_back(self, desk, committed):
        def bring_back(model) -> str:
            version = Version.objects.get_deleted(model).get()
            with committed():
                recover = admin_url(model, "recover", version.pk)
                return Page.of(desk.post(recover, follow=True)).text

        return bring_back

    @pytest.fixture
    def delete(self, desk, committed):
        def delete(row) -> None:
            with committed():
                desk.post(admin_url(type(row), "delete", row.pk), {"post": "yes"})

        return delete

    def test_a_deleted_paper_comes_back_with_pdf_picture_and_slides(
        self, uploads, delete, bring_back
    ):
        paper = paper_with_files()
        before = uploads()
        delete(paper)
        text = bring_back(Publication)
        assert "brought back after it was deleted" in text
        assert "could not be brought back" not in text
        paper = Publication.objects.get()
        assert paper.thumbnail.dimensions == (400, 300)
        assert names_of(paper) | {paper.links.get().file.name} == uploads() == before
        assert all(map(is_public, before))
        assert Page(paper.get_absolute_url()).all("img")

    def test_what_came_back_is_never_removed(self, uploads, delete, bring_back, committed):
        paper = paper_with_files()
        before = uploads()
        delete(paper)
        bring_back(Publication)
        days_later(100)
        with committed():
            other = cast.paper("Other", pdf=pdf())
            other.delete()
        assert before <= uploads()
        assert all(map(is_public, before))

    def test_a_file_deleted_again_is_kept_for_the_full_time_again(
        self, uploads, delete, bring_back
    ):
        paper = paper_with_files()
        before = uploads()
        delete(paper)
        days_later(80)
        bring_back(Publication)
        delete(Publication.objects.get())
        days_later(80)
        bring_back(Publication)
        assert uploads() == before
        assert all(map(is_public, before))

    def test_a_draft_that_comes_back_shows_its_files_to_staff_alone(self, desk, delete, bring_back):
        paper = cast.paper(pdf=pdf(), is_draft=True)
        delete(paper)
        bring_back(Publication)
        assert not is_public(paper.pdf.name)
        response = desk.get(f"/uploads/{paper.pdf.name}")
        assert response.status_code == 200
        response.close()

    def test_files_that_could_not_come_back_are_named(self, uploads, delete, bring_back, desk):
        paper = paper_with_files()
        pdf_name, size = paper.pdf.name, len(uploads())
        delete(paper)
        default_storage.delete(pdf_name)
        text = bring_back(Publication)
        assert f"The file {pdf_name} could not be brought back: it no longer exists." in text
        assert text.count("could not be brought back") == 1
        paper = Publication.objects.get()
        assert (paper.pdf.name, bool(paper.thumbnail), len(uploads())) == ("", True, size - 1)
        history = Page(admin_url(Publication, "history", paper.pk), desk).text
        assert f"The file {pdf_name} of this version no longer exists" in history

    def test_going_back_restores_the_pdf_and_the_picture_of_that_version(
        self, uploads, change, go_back
    ):
        paper = cast.paper()
        first, second = uploaded("first.pdf"), uploaded("second.pdf")
        change(paper, pdf=first, thumbnail=upload(jpeg()), thumbnail_alt="The first")
        was = names_of(paper)
        second_picture = {"thumbnail": upload(jpeg((80, 40))), "thumbnail_alt": "The second"}
        change(paper, pdf=second, note="Oral", **second_picture)
        now = names_of(paper)
        assert "could not" not in go_back(paper)
        assert names_of(paper) == was
        assert (paper.note, paper.thumbnail_alt) == ("", "The first")
        assert paper.thumbnail.dimensions == (60, 40)
        assert all(map(is_public, was))
        assert not any(map(is_public, now))
        go_back(paper)
        assert (names_of(paper), paper.note) == (now, "Oral")
        assert uploads() == was | now

    def test_slides_that_were_replaced_come_back(self, change, go_back):
        paper = paper_with_files()
        change(paper, note="Oral")
        slides = paper.links.get().file.name
        change(paper, **{"links-0-file": uploaded("new.pdf")})
        assert not is_public(slides)
        go_back(paper)
        assert paper.links.get().file.name == slides
        assert is_public(slides)

    def test_the_profile_gets_the_photo_of_that_version(self, change, go_back):
        content_file.load("[profile]\nname = 'Wei Xiong'")
        profile = Profile.objects.get()
        change(profile, photo=upload(jpeg()))
        first = profile.photo.name
        change(profile, **{"photo-clear": "on"})
        go_back(profile)
        assert profile.photo.name == first
        assert is_public(first)

    def test_a_version_whose_picture_is_gone_keeps_the_present_one(self, uploads, change, go_back):
        paper = cast.paper()
        change(paper, thumbnail=upload(jpeg()), thumbnail_alt="The first")
        gone = paper.thumbnail.name
        change(paper, thumbnail=upload(jpeg((80, 40))), thumbnail_alt="The second", note="Oral")
        default_storage.delete(gone)
        assert f"The file {gone} could not be brought back" in go_back(paper)
        assert (paper.note, paper.thumbnail_alt) == ("", "The second")
        assert paper.thumbnail.dimensions == (80, 40)

    def test_a_picture_survives_going_back_before_it_and_forth_again(
        self, uploads, change, go_back
    ):
        paper = cast.paper()
        change(paper, note="Oral")
        change(paper, thumbnail=upload(jpeg()), thumbnail_alt="A chart")
        before = uploads()
        go_back(paper)
        assert not paper.thumbnail
        go_back(paper)
        assert paper.thumbnail.dimensions == (60, 40)
        assert uploads() == before

    def test_a_paper_whose_files_are_gone_comes_back_without_a_picture(
        self, uploads, change, delete, bring_back
    ):
        paper = cast.paper()
        change(paper, thumbnail=upload(jpeg()), thumbnail_alt="A chart", pdf=uploaded("a.pdf"))
        delete(paper)
        for name in uploads():
            default_storage.delete(name)
        bring_back(Publication)
        page = Page(Publication.objects.get().get_absolute_url())
        assert page.texts("h1") == ["Nash Learning"]
        assert page.all("img") == []

    def test_the_history_does_not_list_picture_sizes(self, desk, change):
        paper = cast.paper()
        change(paper, thumbnail=upload(jpeg()), thumbnail_alt="A chart")
        text = Page(admin_url(Publication, "history", paper.pk), desk).text
        assert "Picture" in text
        assert "width" not in text
