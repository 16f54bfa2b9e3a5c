"""An import is undone in one step, after a preview, without harm to what was changed since."""

from dataclasses import replace
from io import StringIO

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.test import Client
from reversion.models import Version

from common.history.recording import note, record_revision
from publications import bibtex
from publications.importing import applying
from publications.models import Author, Import, Publication, Venue
from tests import cast
from tests.admin_forms import admin_url, submitted
from tests.page import Page
from tests.publications.importing.test_importing import RAFT
from website.models import User

pytestmark = pytest.mark.django_db
IMPORT = "/admin/publications/publication/import/"
TWO = """
@article{one, title = {First}, author = {Roe, Jane and Xiong, Wei}, journal = {TMLR}, year = 2024}
@article{two, title = {Second}, author = {Roe, Jane}, journal = {TMLR}, year = 2023}
"""


def import_(text: str, *, replace: bool = False) -> Import:
    proposals = applying.propose(bibtex.read(text).entries)
    for proposal in proposals:
        proposal.replace = replace
    made = applying.apply(proposals)
    assert made is not None
    return made


def undo_url(made: Import) -> str:
    return f"/admin/imports/{made.pk}/undo/"


def undo(desk: Client, made: Import) -> str:
    return Page.of(desk.post(undo_url(made), follow=True)).text


def change(desk: Client, row, **values: str) -> None:
    page = admin_url(type(row), "change", row.pk)
    assert desk.post(page, submitted(Page(page, desk)) | values).status_code == 302


def state_of(paper: Publication) -> dict[str, object]:
    names = [f.name for f in paper._meta.concrete_fields if f.name not in {"changed_at"}]
    row = Publication.objects.get(pk=paper.pk)
    authors = [str(authorship) for authorship in row.authorships.all()]
    links = [link.url for link in row.links.all()]
    return {name: getattr(row, name) for name in names} | {"authors": authors, "links": links}


class TestTheWayThere:
    def test_the_message_after_an_import_leads_to_it(self, desk):
        page = Page.of(desk.post(IMPORT, {"text": TWO, "apply": "1", "entry": ["one", "two"]}))
        page = Page(admin_url(Publication, "changelist"), desk)
        assert page.links()["Undo this import"] == undo_url(Import.objects.get())

    def test_the_upkeep_page_lists_imports_those_of_the_command_too(self, desk, tmp_path):
        file = tmp_path / "papers.bib"
        file.write_text(TWO)
        call_command("import_publications", file, stdout=StringIO())
        page = Page("/admin/upkeep/", desk)
        assert "2 papers added" in page.text
        assert undo_url(Import.objects.get()) in page.links().values()

    def test_an_import_that_did_nothing_offers_nothing(self, desk):
        import_(TWO)
        desk.post(IMPORT, {"text": TWO, "apply": "1", "entry": []})
        assert Import.objects.count() == 1
        assert "Undo this import" not in Page(admin_url(Publication, "changelist"), desk).links()


def test_the_preview_tells_what_goes_and_changes_nothing(desk):
    cast.author("Wei Xiong")
    made = import_(TWO)
    versions = Version.objects.count()
    page = Page(undo_url(made), desk)
    names = page.texts("li")
    assert {"First", "Second", "Jane Roe", "TMLR"} <= set(names)
    assert "Wei Xiong" not in names
    assert Publication.objects.count() == 2
    assert Version.objects.count() == versions
    assert Import.objects.get().undone_at is None


def test_papers_that_it_added_are_deleted_with_authors_and_venues_of_their_own(desk):
    kept = cast.paper("Kept", "Wei Xiong", venue=cast.venue("ICLR"))
    made = import_(TWO)
    assert "2 papers deleted, 0 restored" in undo(desk, made)
    assert list(Publication.objects.all()) == [kept]
    assert [str(author) for author in Author.objects.all()] == ["Wei Xiong"]
    assert [venue.short_name for venue in Venue.objects.all()] == ["ICLR"]


def test_a_deleted_paper_can_be_brought_back_with_its_authors_and_venue(desk):
    made = import_(TWO)
    undo(desk, made)
    version = Version.objects.get_deleted(Publication).get(object_repr="First")
    desk.post(admin_url(Publication, "recover", version.pk))
    paper = Publication.objects.get()
    assert [str(a) for a in paper.authorships.all()] == ["Jane Roe", "Wei Xiong"]
    assert paper.venue.short_name == "TMLR"


def test_authors_and_venues_that_something_else_uses_by_now_stay(desk):
    made = import_(TWO)
    cast.paper("Later", "Jane Roe", venue=Venue.objects.get())
    text = undo(desk, made)
    assert [paper.title for paper in Publication.objects.all()] == ["Later"]
    assert "Left as it is: Author Jane Roe: used elsewhere." in text
    assert "Left as it is: Venue TMLR: used elsewhere." in text


def test_an_author_that_the_owner_has_edited_since_stays(desk):
    made = import_(TWO)
    change(desk, Author.objects.get(family_name="Roe"), homepage="https://roe.example")
    assert "Author Jane Roe: changed since the import." in undo(desk, made)
    assert [str(author) for author in Author.objects.all()] == ["Jane Roe"]


def test_the_preview_tells_which_added_papers_were_edited_since(desk):
    made = import_(TWO)
    change(desk, Publication.objects.get(title="First"), note="Oral")
    names = Page(undo_url(made), desk).texts("li")
    assert "First (with what was changed since)" in names
    assert "Second" in names


class TestAPaperThatItChanged:
    @pytest.fixture
    def paper(self) -> Publication:
        return cast.paper("Another title", "Wei Xiong", arxiv_id="2304.06767", citation_key="mine")

    def test_is_again_as_it_was(self, paper, desk):
        before = state_of(paper)
        made = import_(RAFT, replace=True)
        assert state_of(paper) != before
        page = Page(undo_url(made), desk).text
        assert "Another title: " in page
        assert "title" in page
        assert "0 papers deleted, 1 restored" in undo(desk, made)
        assert state_of(paper) == before

    def test_keeps_what_was_changed_since_and_it_says_so(self, paper, desk):
        made = import_(RAFT, replace=True)
        year = Publication.objects.get().when
        change(desk, paper, title="A third title")
        text = undo(desk, made)
        assert "Left as it is: A third title: changed since the import: title." in text
        paper.refresh_from_db()
        assert paper.title == "A third title"
        assert paper.when != year
        assert [str(a) for a in paper.authorships.all()] == ["Wei Xiong"]

    def test_keeps_authors_that_were_changed_since(self, paper, desk):
        made = import_(RAFT, replace=True)
        change(desk, paper, author_line="Wei Xiong, Ada Lovelace")
        assert "changed since the import: authors." in undo(desk, made)
        paper.refresh_from_db()
        assert [str(a) for a in paper.authorships.all()] == ["Wei Xiong", "Ada Lovelace"]
        assert paper.title == "Another title"

    def test_was_deleted_since_and_stays_so(self, paper, desk):
        made = import_(RAFT, replace=True)
        desk.post(admin_url(Publication, "delete", paper.pk), {"post": "yes"})
        assert "it was deleted" in undo(desk, made)
        assert not Publication.objects.exists()

    def test_is_in_the_history_as_a_change(self, paper, desk):
        made = import_(RAFT, replace=True)
        undo(desk, made)
        assert "Undid an import." in Page(admin_url(Publication, "history", paper.pk), desk).text


def test_an_import_that_cannot_be_undone_changes_nothing_and_says_why(desk):
    venue = cast.venue("ICLR")
    paper = cast.paper("RAFT", "Wei Xiong", arxiv_id="2304.06767", venue=venue)
    made = import_(RAFT, replace=True)
    paper.refresh_from_db()
    if paper.venue == venue:
        pytest.fail("the import should have replaced the venue")
    venue.delete()
    text = undo(desk, made)
    assert "This import cannot be undone, and nothing was changed. RAFT" in text
    paper.refresh_from_db()
    assert paper.title != "RAFT"


def test_an_orcid_id_that_it_gave_an_author_is_taken_back(desk):
    author = cast.author("Jane Roe")
    with record_revision("first"):
        note([author])
    entry = bibtex.read(TWO).entries[1]
    proposals = applying.propose([replace(entry, orcids=("0000-0002-1825-0097",))])
    made = applying.apply(proposals)
    author.refresh_from_db()
    assert author.orcid
    assert "Jane Roe: ORCID" in Page(undo_url(made), desk).texts("li")
    undo(desk, made)
    author.refresh_from_db()
    assert author.orcid == ""


def test_it_is_undone_once(desk):
    made = import_(TWO)
    undo(desk, made)
    cast.paper("Later")
    assert "This import was undone already." in undo(desk, made)
    assert "undone" in Page("/admin/upkeep/", desk).text


def test_undoing_the_earlier_of_two_imports_leaves_the_later(desk):
    first = import_(TWO)
    import_(TWO.replace("two, title = {Second}", "three, title = {Third}"))
    undo(desk, first)
    assert [paper.title for paper in Publication.objects.all()] == ["Third"]


@pytest.mark.parametrize("missing", ["delete_publication", "delete_author", "delete_venue"])
def test_it_needs_the_right_to_delete_what_it_deletes(missing):
    made = import_(TWO)
    user = User.objects.create_user("helper", is_staff=True)
    user.user_permissions.set(Permission.objects.exclude(codename=missing))
    client = Client()
    client.force_login(user)
    assert client.get(undo_url(made)).status_code == 403
    assert client.post(undo_url(made)).status_code == 403
    assert Publication.objects.count() == 2


def test_papers_that_the_history_has_already_get_no_lasting_harm(desk):
    paper = cast.paper("Another title", "Wei Xiong", arxiv_id="2304.06767")
    with record_revision("first"):
        note([paper])
    before = state_of(paper)
    undo(desk, import_(RAFT, replace=True))
    assert state_of(paper)["title"] == before["title"]
