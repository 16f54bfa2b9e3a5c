"""The dashboard says what papers lack, and which records are possible duplicates."""

from typing import Any

import pytest

from publications.authors.index import AuthorIndex
from publications.content_checks import find_findings
from publications.models import Author, Publication, PublicationLink
from tests import cast
from tests.findings import sentences

pytestmark = pytest.mark.django_db

TWICE = "is a possible duplicate"
MERGE = f"{TWICE}: merge them in the list, or give each an ORCID iD or homepage"


def paper(title: str = "GEC", authors: str = "Wei Xiong", **fields: Any) -> Publication:
    """Return a complete paper, except for what the fields remove."""
    return cast.paper(title, authors, **{"when": "2023", "doi": f"10.1000/{title}", **fields})


def published_at(venue: str) -> dict[str, Any]:
    return {"status": Publication.Status.PUBLISHED, "venue": cast.venue(venue)}


def test_a_paper_that_has_everything_is_not_mentioned():
    paper()
    assert sentences(find_findings()) == []


class TestWhatIsMissing:
    def test_a_year(self):
        paper(when="")
        assert sentences(find_findings()) == ["GEC has no year"]

    def test_the_authors(self):
        paper(authors="")
        assert sentences(find_findings()) == ["GEC names no authors"]

    def test_a_link(self):
        paper(doi="")
        assert sentences(find_findings()) == [
            "GEC has no link: no arXiv id, DOI, PDF or other link"
        ]

    @pytest.mark.parametrize("field", [{"arxiv_id": "2304.06767"}, {"pdf": "papers/gec.pdf"}])
    def test_an_arxiv_id_or_a_pdf_counts_as_a_link(self, field):
        paper(doi="", **field)
        assert sentences(find_findings()) == []

    def test_a_label_alone_does_not_count_as_a_link(self):
        gec = paper(doi="")
        link = PublicationLink.objects.create(publication=gec, label="Code on request")
        assert len(sentences(find_findings())) == 1
        link.url = "https://example.org"
        link.save()
        assert sentences(find_findings()) == []

    def test_an_on_going_project_needs_neither_year_nor_link(self):
        paper(when="", doi="", status=Publication.Status.IN_PREPARATION)
        assert sentences(find_findings()) == []

    def test_a_draft_is_only_reported_as_a_draft(self):
        paper(when="", doi="", authors="", is_draft=True)
        assert sentences(find_findings()) == ["GEC is a draft of a paper: only editors see it"]


class TestTheOwner:
    def test_a_paper_without_the_owner_is_found(self):
        paper(authors="Tong Zhang, Nan Jiang")
        assert sentences(find_findings()) == ["GEC does not name you among its authors"]

    def test_without_an_owner_only_that_is_reported(self):
        paper(authors="Tong Zhang")
        Author.objects.update(is_owner=False)
        assert sentences(find_findings()) == [
            "Your own entry among the authors is not marked as the owner of this site"
        ]

    def test_a_paper_without_authors_is_not_reported_for_the_owner(self):
        assert sentences(find_findings()) == []


class TestPossibleDuplicatesOfPapers:
    def test_the_same_doi_whatever_its_case(self):
        paper("One", doi="10.1000/ABC")
        paper("Two", doi="10.1000/abc")
        assert sentences(find_findings()) == [f"Two (same DOI as “One”) {TWICE}"]

    def test_the_same_arxiv_id_in_another_version(self):
        paper("One", arxiv_id="2304.06767v1")
        paper("Two", arxiv_id="2304.06767v3")
        assert sentences(find_findings()) == [f"Two (same arXiv id as “One”) {TWICE}"]

    def test_the_same_title_whatever_its_case_accents_and_signs(self):
        paper("On Erdős–Rényi Graphs", doi="10.1000/a")
        paper("On Erdos-Renyi graphs.", doi="10.1000/b")
        assert sentences(find_findings()) == [
            f"On Erdos-Renyi graphs. (same title as “On Erdős–Rényi Graphs”) {TWICE}"
        ]

    def test_a_conference_paper_and_its_journal_version_are_two(self):
        icml, jmlr = published_at("ICML"), published_at("JMLR")
        paper("GEC", doi="10.1000/a", **icml, arxiv_id="2304.06767")
        paper("GEC", doi="10.1000/b", **jmlr, arxiv_id="2304.06767")
        assert sentences(find_findings()) == []

    def test_a_third_is_compared_with_both_others(self):
        icml, jmlr = published_at("ICML"), published_at("JMLR")
        paper("GEC", doi="10.1000/a", **icml)
        paper("GEC", doi="10.1000/b", **jmlr)
        paper("GEC", doi="10.1000/c", **jmlr)
        assert sentences(find_findings()) == [f"GEC (same title as “GEC”) {TWICE}"]

    def test_titles_of_signs_alone_are_not_compared(self):
        paper("?", doi="10.1000/a")
        paper("!", doi="10.1000/b")
        assert sentences(find_findings()) == []


class TestPossibleDuplicatesOfAuthors:
    @pytest.fixture(autouse=True)
    def _zhang(self, db):
        paper("One", "Wei Xiong, Tong Zhang")

    @pytest.mark.parametrize("name", ["T. Zhang", "Tong Y. Zhang", "TONG ZHÁNG"])
    def test_names_that_agree_as_far_as_they_go(self, name):
        paper("Two", f"Wei Xiong, {name}")
        either = f"Tong Zhang (perhaps {name}) {MERGE}", f"{name} (perhaps Tong Zhang) {MERGE}"
        [sentence] = sentences(find_findings())
        assert sentence in either

    @pytest.mark.parametrize("name", ["Tengyu Zhang", "W. Zhang", "Tong Zheng"])
    def test_names_that_do_not_agree(self, name):
        paper("Two", f"Wei Xiong, {name}")
        assert sentences(find_findings()) == []

    def test_co_authors_of_one_paper_are_two_people(self):
        paper("Two", "Wei Xiong, Tong Zhang, T. Zhang")
        assert sentences(find_findings()) == []

    @pytest.mark.parametrize(
        ("field", "one", "other"),
        [
            ("homepage", "https://example.org/a", "https://example.org/b"),
            ("orcid", "0000-0002-1825-0097", "0000-0001-5109-3700"),
        ],
    )
    def test_different_homepages_or_orcid_ids_tell_two_apart(self, field, one, other):
        paper("Two", "Wei Xiong, T. Zhang")
        Author.objects.filter(given_name="Tong").update(**{field: one})
        assert len(sentences(find_findings())) == 1
        Author.objects.filter(given_name="T.").update(**{field: other})
        assert sentences(find_findings()) == []

    def test_the_list_shows_both_to_be_merged(self):
        paper("Two", "Wei Xiong, T. Zhang")
        edit_links = [edit_link for finding in find_findings() for edit_link in finding.edit_links]
        assert [edit_link.form for edit_link in edit_links] == [
            "/admin/publications/author/?q=Zhang"
        ]

    def test_the_pairs_are_those_who_are_similar_to_each_other(self):
        for name in ("T. Zhang", "Tong Y. Zhang", "Zhang", "Nan Jiang"):
            cast.author(name)
        index = AuthorIndex()
        pairs = {frozenset({one.pk, other.pk}) for one, other in index.find_pairs()}
        assert pairs == {
            frozenset({one.pk, other.pk}) for one in index for other in index.find_similar(one)
        }
        assert len(pairs) == 6
