"""An uploaded file goes with its row, when that is sure, and only if no other row has it."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from reversion.models import Version

from common.pictures import PictureFormField
from profile.models import Profile
from publications.models import Publication, PublicationLink
from tests import cast
from tests.admin_forms import address, submitted
from tests.page import Page
from tests.pictures import jpeg, upload
from website import content

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


def picture():
    return PictureFormField().clean(upload(jpeg((400, 300))))


def paper_with_files() -> Publication:
    """Return a paper with a picture, a PDF, and slides at a link."""
    paper = cast.paper(pdf=pdf(), thumbnail=picture(), thumbnail_alt="A chart")
    PublicationLink.objects.create(publication=paper, kind="slides", file=pdf("slides.pdf"))
    return paper


def names_of(paper: Publication) -> set[str]:
    return {paper.pdf.name, paper.thumbnail.name, *paper.thumbnail.names_of_sizes}


def test_every_file_of_a_paper_goes_with_it(uploads, committed):
    paper = paper_with_files()
    assert len(uploads()) == 3 + len(paper.thumbnail.names_of_sizes)
    with committed():
        paper.delete()
    assert uploads() == set()


def test_those_of_papers_that_are_deleted_from_the_list_go(desk, uploads, committed):
    papers = [paper_with_files(), paper_with_files()]
    chosen = {"action": "delete_selected", "_selected_action": [p.pk for p in papers]}
    with committed():
        desk.post(address(Publication, "changelist"), chosen | {"post": "yes"})
    assert not Publication.objects.exists()
    assert uploads() == set()


def test_those_of_a_link_that_is_deleted_go(uploads, committed):
    paper = paper_with_files()
    with committed():
        paper.links.all().delete()
    assert uploads() == names_of(paper)


def test_nothing_goes_while_the_transaction_may_yet_fail(uploads):
    paper = paper_with_files()
    before = uploads()
    paper.delete()
    assert uploads() == before


def test_nothing_goes_where_the_transaction_is_rolled_back(uploads, committed):
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


def test_a_replaced_file_goes(uploads, committed):
    paper = paper_with_files()
    before = names_of(paper)
    paper.pdf, paper.thumbnail = pdf(), picture()
    with committed():
        paper.save()
    slides = {PublicationLink.objects.get().file.name}
    assert uploads() == names_of(paper) | slides
    assert not before & names_of(paper)


def test_a_photo_that_is_cleared_in_its_form_goes(desk, uploads, committed):
    content.load("[profile]\nname = 'Wei Xiong'")
    page = address(Profile, "change", 1)
    with committed():
        desk.post(page, submitted(Page(page, desk)) | {"photo": upload(jpeg())})
    assert uploads()
    with committed():
        desk.post(page, submitted(Page(page, desk)) | {"photo-clear": "on"})
    assert not Profile.objects.get().photo
    assert uploads() == set()


def test_a_row_that_is_saved_as_it_was_keeps_its_files(desk, uploads, committed):
    paper = paper_with_files()
    before = uploads()
    page = address(Publication, "change", paper.pk)
    with committed():
        assert desk.post(page, submitted(Page(page, desk))).status_code == 302
        paper.save(update_fields=["title"])
    assert uploads() == before


def test_a_file_that_another_row_has_too_stays(uploads, committed):
    paper = cast.paper(pdf=pdf())
    link = PublicationLink.objects.create(
        publication=cast.paper("Other"), kind="paper", file=paper.pdf.name
    )
    with committed():
        paper.delete()
    assert uploads() == {link.file.name}
    with committed():
        link.delete()
    assert uploads() == set()


def test_a_picture_that_another_row_has_too_stays_in_all_its_sizes(uploads, committed):
    paper = cast.paper(thumbnail=picture(), thumbnail_alt="A chart")
    other = cast.paper("Other", thumbnail=paper.thumbnail.name, thumbnail_alt="The same")
    before = uploads()
    with committed():
        paper.delete()
    assert uploads() == before == {other.thumbnail.name, *other.thumbnail.names_of_sizes}


def test_links_that_a_content_file_writes_anew_keep_their_files(uploads, committed):
    paper_with_files()
    before = uploads()
    text = content.dump().replace('kind = "slides"', 'kind = "poster"')
    with committed():
        content.load(text)
    assert PublicationLink.objects.get().kind == "poster"
    assert uploads() == before


def test_a_storage_that_fails_is_noted_and_undoes_nothing(monkeypatch, caplog, committed):
    paper = paper_with_files()
    monkeypatch.setattr(type(default_storage._wrapped), "delete", None)
    with committed():
        paper.delete()
    assert not Publication.objects.exists()
    assert "remove_unused" in caplog.text


class TestARowWhoseFilesAreGone:
    """As after a restore without uploads, or where a deleted row was brought back."""

    @pytest.fixture
    def paper(self, uploads) -> Publication:
        paper = paper_with_files()
        Profile(name="Wei Xiong", photo=picture()).save()
        for name in uploads():
            default_storage.delete(name)
        return paper

    @pytest.mark.parametrize("page", ["/", "/publications/", "/cv/"])
    def test_its_pages_are_whole(self, paper, page):
        assert "Nash Learning" in Page(page).text
        assert "Nash Learning" in Page(paper.get_absolute_url()).text

    def test_it_is_opened_and_saved_in_the_admin(self, paper, desk):
        for row in (paper, Profile.objects.get()):
            page = address(type(row), "change", row.pk)
            assert desk.post(page, submitted(Page(page, desk))).status_code == 302

    def test_it_takes_new_ones(self, paper, desk, uploads):
        page = address(Publication, "change", paper.pk)
        values = submitted(Page(page, desk)) | {"thumbnail": upload(jpeg())}
        assert desk.post(page, values).status_code == 302
        paper.refresh_from_db()
        assert uploads() == {paper.thumbnail.name, *paper.thumbnail.names_of_sizes}

    def test_it_is_deleted(self, paper, committed):
        with committed():
            paper.delete()
        assert not Publication.objects.exists()


class TestTheHistoryOfARow:
    """Its versions name files that may be gone; going back and forth loses none that is there."""

    @pytest.fixture
    def change(self, desk, committed):
        def change(row, **values) -> None:
            page = address(type(row), "change", row.pk)
            with committed():
                answer = desk.post(page, submitted(Page(page, desk)) | values)
                assert answer.status_code == 302
            row.refresh_from_db()

        return change

    @pytest.fixture
    def go_back(self, desk, committed):
        def go_back(row, steps: int = 1) -> None:
            versions = Version.objects.get_for_object(row)
            page = address(type(row), "revision", row.pk, versions[steps].pk)
            with committed():
                assert "went back to" in Page.of(desk.post(page, follow=True)).text
            row.refresh_from_db()

        return go_back

    def test_a_version_whose_picture_was_replaced_keeps_the_present_one(
        self, uploads, change, go_back
    ):
        paper = cast.paper()
        change(paper, thumbnail=upload(jpeg()), thumbnail_alt="The first")
        change(paper, thumbnail=upload(jpeg((80, 40))), thumbnail_alt="The second", note="Oral")
        go_back(paper)
        assert (paper.note, paper.thumbnail_alt) == ("", "The second")
        assert paper.thumbnail.dimensions == (80, 40)
        assert uploads() == {paper.thumbnail.name, *paper.thumbnail.names_of_sizes}

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

    def test_a_paper_that_is_brought_back_shows_no_picture(self, desk, change, committed):
        paper = cast.paper()
        change(paper, thumbnail=upload(jpeg()), thumbnail_alt="A chart", pdf=pdf())
        with committed():
            desk.post(address(Publication, "delete", paper.pk), {"post": "yes"})
        version = Version.objects.get_deleted(Publication).get()
        desk.post(address(Publication, "recover", version.pk))
        page = Page(Publication.objects.get().get_absolute_url())
        assert page.texts("h1") == ["Nash Learning"]
        assert page.all("img") == []

    def test_it_says_nothing_of_pixels(self, desk, change):
        paper = cast.paper()
        change(paper, thumbnail=upload(jpeg()), thumbnail_alt="A chart")
        text = Page(address(Publication, "history", paper.pk), desk).text
        assert "Picture" in text
        assert "width" not in text
