"""The status of a paper follows its venue, visibly, and the two do not contradict each other."""

import pytest

from publications import bibtex
from publications.content_checks import find_findings
from publications.importing import applying
from publications.models import Publication
from tests import cast
from tests.admin_forms import admin_url, submitted
from tests.findings import sentences
from tests.page import Page

pytestmark = pytest.mark.django_db

Status, Kind = Publication.Status, Publication.Kind


@pytest.fixture
def preprint():
    return cast.paper("GEC", when="2023", arxiv_id="2211.01962")


def save(desk, paper: Publication, **values) -> Page:
    """Save the form of the paper with these values, and return the page that follows."""
    form = admin_url(Publication, "change", paper.pk)
    page = Page.of(desk.post(form, submitted(Page(form, desk)) | values, follow=True))
    paper.refresh_from_db()
    return page


def save_at_tmlr(desk, paper: Publication, **values) -> Page:
    return save(desk, paper, venue=cast.venue("TMLR").short_name, **values)


def test_a_preprint_that_gets_a_venue_is_published_and_the_owner_is_told(desk, preprint):
    page = save_at_tmlr(desk, preprint)
    assert preprint.status == Status.PUBLISHED
    assert "The status is now “Published”, because the paper has a venue." in page.text
    form = admin_url(Publication, "change", preprint.pk)
    assert page.links()["Change it"] == f"{form}#id_status"


@pytest.mark.parametrize(
    ("values", "given"),
    [({"volume": "7"}, "a volume"), ({"doi": "https://doi.org/10.1287/moor.1"}, "a DOI")],
)
def test_so_is_one_that_gets_a_volume_or_a_doi(desk, preprint, values, given):
    assert f"because the paper has {given}." in save(desk, preprint, **values).text
    assert preprint.status == Status.PUBLISHED


@pytest.mark.parametrize(
    "doi", ["10.48550/arXiv.2211.01962", "10.1101/2020.01.02.123456", "10.31234/osf.io/abc12"]
)
def test_a_doi_of_a_preprint_server_leaves_it_a_preprint(desk, preprint, doi):
    assert "The status is now" not in save(desk, preprint, doi=doi).text
    assert preprint.status == Status.PREPRINT


def test_a_doi_of_a_journal_whose_publisher_has_a_preprint_server_counts(desk, preprint):
    save(desk, preprint, doi="10.1101/gr.277640.122")
    assert preprint.status == Status.PUBLISHED


def test_what_is_to_appear_is_accepted(desk, preprint):
    assert "“Accepted”" in save_at_tmlr(desk, preprint, when="2099").text
    assert preprint.status == Status.ACCEPTED


def test_the_kind_preprint_becomes_an_article(desk, preprint):
    preprint.kind = Kind.PREPRINT
    preprint.save()
    save_at_tmlr(desk, preprint)
    assert preprint.kind == Kind.ARTICLE


def test_a_new_paper_is_published_if_it_has_a_venue(desk):
    form = admin_url(Publication, "add")
    values = {"title": "GEC", "venue": cast.venue("TMLR").short_name}
    page = Page.of(desk.post(form, submitted(Page(form, desk)) | values, follow=True))
    assert Publication.objects.get().status == Status.PUBLISHED
    assert "The status is now “Published”" in page.text


def test_the_owner_can_make_it_a_preprint_again(desk, preprint):
    save_at_tmlr(desk, preprint)
    page = save(desk, preprint, status=Status.PREPRINT)
    assert preprint.status == Status.PREPRINT
    assert "The status is now" not in page.text
    save(desk, preprint, note="Workshop version")
    assert preprint.status == Status.PREPRINT


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.IN_PREPARATION, Status.IN_PRESS])
def test_a_status_that_was_chosen_stays(desk, preprint, status):
    assert "The status is now" not in save_at_tmlr(desk, preprint, status=status).text
    assert preprint.status == status
    save(desk, preprint, venue=cast.venue("JMLR").short_name)
    assert preprint.status == status


class TestWhatContradicts:
    def findings(self, **fields) -> list[str]:
        cast.paper("GEC", **{"when": "2023", "doi": "10.1000/gec", **fields})
        return sentences(find_findings())

    @pytest.mark.parametrize("status", [Status.PREPRINT, Status.SUBMITTED])
    @pytest.mark.parametrize("field", ["volume", "pages", "article_number"])
    def test_a_volume_or_pages_of_what_has_not_appeared(self, status, field):
        assert self.findings(status=status, **{field: "7"}) == [
            "GEC has a volume or pages, but by its status it has not appeared"
        ]

    def test_an_article_that_appeared_nowhere(self):
        assert self.findings(status=Status.PUBLISHED) == [
            "GEC has appeared by its status, but has no venue"
        ]

    def test_other_kinds_need_no_venue(self):
        assert self.findings(status=Status.PUBLISHED, kind=Kind.BOOK) == []

    def test_a_preprint_by_kind_that_has_appeared(self):
        assert self.findings(status=Status.PUBLISHED, kind=Kind.PREPRINT) == [
            "GEC is a preprint by its kind, but has appeared by its status"
        ]

    def test_a_venue_that_readers_do_not_see(self):
        assert self.findings(venue=cast.venue("TMLR")) == [
            "GEC has a venue that readers do not see while its status is “Preprint”"
        ]

    def test_what_fits_together_is_not_mentioned(self):
        venue = cast.venue("TMLR")
        assert self.findings(status=Status.PUBLISHED, venue=venue, volume="7") == []


ENTRY = "@misc{gec, title = {GEC}, author = {Wei Xiong}, year = 2023, eprint = {2211.01962}, "


@pytest.mark.parametrize("is_new", [True, False])
def test_an_import_leaves_the_status_and_reports_it(preprint, is_new):
    if is_new:
        preprint.delete()
    text = ENTRY + "archiveprefix = {arXiv}, doi = {10.1287/moor.1}}"
    (proposal,) = applying.propose(bibtex.read(text).entries)
    assert any("stays a preprint" in note for note in proposal.notes)
    applying.apply([proposal])
    paper = Publication.objects.get()
    assert (paper.doi, paper.status) == ("10.1287/moor.1", Status.PREPRINT)


def test_an_import_of_a_mere_preprint_reports_nothing():
    text = ENTRY + "archiveprefix = {arXiv}, doi = {10.48550/arXiv.2211.01962}}"
    (proposal,) = applying.propose(bibtex.read(text).entries)
    assert not proposal.notes
