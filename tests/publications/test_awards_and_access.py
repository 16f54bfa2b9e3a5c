"""The awards of papers, their licences, and whether everybody may read them."""

import json

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from publications.models import Publication, PublicationAward
from tests import cast
from tests.page import Page

pytestmark = pytest.mark.django_db


def awarded(title: str = "Nash Learning", *awards: str, **fields) -> Publication:
    """Return a paper with awards, or with one."""
    paper = cast.paper(title, status="published", when="2024", **fields)
    for award in awards or ("Best paper award",):
        PublicationAward.objects.create(publication=paper, title=award, year=2025)
    return paper


def facts(paper: Publication) -> dict[str, object]:
    (script,) = Page(paper.get_absolute_url()).all("script", type="application/ld+json")
    return json.loads(script.text or "")


class TestAwards:
    @pytest.mark.parametrize("path", ["/", "/publications/", "/cv/", "PAPER"])
    def test_are_shown_with_the_title(self, path):
        paper = awarded("Nash Learning", "Best paper award", "Test of time")
        page = Page(path.replace("PAPER", paper.get_absolute_url()))
        assert page.texts("p", class_="awards") == [
            "★ Best paper award, 2025; Test of time, 2025",
        ]

    def test_are_a_filter_if_there_are_any(self):
        cast.paper("Other")
        assert "Awarded" not in Page("/publications/").text
        awarded()
        page = Page("/publications/?award=yes")
        assert page.texts("h2", class_="title") == ["Nash Learning"]
        assert page.links()["Remove the filter awards: Awarded ×"] == "/publications/"

    def test_are_in_the_citations_of_the_filtered_papers(self):
        cast.paper("Other")
        awarded()
        text = Page("/publications.bib?award=yes").html
        assert "Other" not in text
        assert "award = {Best paper award, 2025}" in text

    def test_are_known_to_programs(self):
        paper = awarded()
        assert facts(paper)["award"] == ["Best paper award, 2025"]
        (described,) = json.loads(Page("/cv.json").html)["publications"]
        assert described["awards"] == ["Best paper award, 2025"]


class TestAccess:
    def marks(self, paper: Publication) -> list[str]:
        return Page(paper.get_absolute_url()).texts("p", class_="access")

    @pytest.mark.parametrize(
        ("fields", "mark"),
        [
            ({"arxiv_id": "2304.06767"}, "Open access"),
            ({"licence": "CC-BY-4.0"}, "Open access, CC BY 4.0"),
            ({"pdf": "papers/nash.pdf"}, "Open access"),
        ],
    )
    def test_is_open_if_everybody_may_read_it(self, fields, mark):
        default_storage.save("papers/nash.pdf", ContentFile(b"%PDF-1.4"))
        paper = cast.paper(**fields)
        assert self.marks(paper) == [mark]
        assert facts(paper)["isAccessibleForFree"] is True

    def test_is_not_said_of_other_papers(self):
        paper = cast.paper(doi="10.1000/1")
        assert self.marks(paper) == []
        assert "isAccessibleForFree" not in facts(paper)

    def test_the_licence_leads_to_its_text(self):
        paper = cast.paper(licence="CC-BY-NC-4.0")
        url = "https://creativecommons.org/licenses/by-nc/4.0/"
        (link,) = Page(paper.get_absolute_url()).all("a", rel="license noopener")
        assert (link.get("href"), facts(paper)["license"]) == (url, url)


class TestTheReferenceForPrograms:
    def test_a_chapter_is_in_a_book_with_editors_and_a_publisher(self):
        paper = cast.paper(
            *("Doors", "Wei Xiong", "Carlo Verdi"),
            kind="chapter",
            status="published",
            venue=cast.venue("Houses", "book"),
            publisher="CUP",
            place="Cambridge",
            isbn="9780262039246",
            edition="2nd",
        )
        book = facts(paper)["isPartOf"]
        assert (book["@type"], book["name"], book["isbn"]) == ("Book", "Houses", "9780262039246")
        assert book["editor"][0]["name"] == "Carlo Verdi"
        assert book["publisher"] == {
            "@type": "Organization",
            "name": "CUP",
            "location": "Cambridge",
        }

    def test_an_edited_volume_is_in_a_series(self):
        paper = cast.paper(
            *("Rooms", "", "Wei Xiong"),
            kind="proceedings",
            status="published",
            publisher="Brill",
            series="Texts",
            isbn="9780262039246",
        )
        said = facts(paper)
        assert (said["@type"], said["isbn"]) == ("Book", "9780262039246")
        assert said["editor"][0]["name"] == "Wei Xiong"
        assert said["isPartOf"] == {"@type": "BookSeries", "name": "Texts"}
        assert "author" not in said

    def test_a_preprint_names_its_published_version_unless_that_is_a_draft(self):
        later = cast.paper("Doors", status="published")
        paper = cast.paper("Doors, a Preprint", published_as=later)
        assert facts(paper)["exampleOfWork"]["@id"].endswith(later.get_absolute_url())
        Publication.objects.filter(pk=later.pk).update(is_draft=True)
        assert "exampleOfWork" not in facts(paper)

    def test_a_journal_has_its_abbreviation_and_number_in_tags(self):
        venue = cast.venue("JMLR", "journal", iso4="J. Mach. Learn. Res.", issn="1532-4435")
        paper = cast.paper(
            status="published", venue=venue, article_number="e12", publisher="Microtome"
        )
        tags = {m.get("name"): m.get("content") for m in Page(paper.get_absolute_url()).all("meta")}
        assert (
            tags.items()
            >= {
                "citation_journal_title": "JMLR",
                "citation_journal_abbrev": "J. Mach. Learn. Res.",
                "citation_issn": "1532-4435",
                "citation_publisher": "Microtome",
                "citation_firstpage": "e12",
            }.items()
        )

    def test_a_thesis_names_its_institution(self):
        paper = cast.paper(kind="phd-thesis", status="published", institution="HKUST")
        tags = {m.get("name"): m.get("content") for m in Page(paper.get_absolute_url()).all("meta")}
        assert tags["citation_dissertation_institution"] == "HKUST"
        assert facts(paper)["sourceOrganization"]["name"] == "HKUST"
