"""Authors in the admin: the list, and the form with the papers of the author."""

import pytest

from publications.models import Author
from tests import cast
from tests.admin_forms import admin_url, submitted
from tests.page import Page, text_of

pytestmark = pytest.mark.django_db


def listed(desk, query: str = "") -> list[str]:
    page = Page(admin_url(Author, "changelist") + query, desk)
    return page.texts("th", class_="field-__str__")


class TestTheList:
    @pytest.fixture(autouse=True)
    def authors(self):
        cast.paper("A", "Han Zhong, Wei Xiong", is_draft=True)
        cast.author("Paul Erdős", variants=["Pál Erdős", "P. Erdos"])

    def test_can_be_filtered_to_authors_without_papers(self, desk):
        assert listed(desk) == ["Paul Erdős", "Wei Xiong", "Han Zhong"]
        assert listed(desk, "?papers=none") == ["Paul Erdős"]
        assert listed(desk, "?papers=none&_facets=True&q=zhong") == []

    def test_is_searched_by_variants_of_the_name(self, desk):
        assert listed(desk, "?q=pal+erdos") == ["Paul Erdős"]

    @pytest.mark.parametrize("typed", ["universitat", "UNIVERSITÄT+ulm", "zhong+ulm"])
    def test_is_searched_by_affiliation_too(self, desk, typed):
        form = admin_url(Author, "change", cast.author("Han Zhong").pk)
        typed_in = submitted(Page(form, desk)) | {"affiliation": " Universität Ulm\t"}
        assert desk.post(form, typed_in).status_code == 302
        assert cast.author("Han Zhong").affiliation == "Universität Ulm"
        assert listed(desk, f"?q={typed}") == ["Han Zhong"]


class TestTheForm:
    def papers(self, desk, name: str) -> list[list[str]]:
        page = Page(admin_url(Author, "change", cast.author(name).pk), desk)
        tables = page.all("section", class_="papers")
        rows = [row for table in tables for row in table.iter("tr")][1:]
        return [[text_of(cell) for cell in row] for row in rows]

    def test_lists_the_papers_in_their_order_with_place_marks_and_printed_name(self, desk):
        icml = cast.venue("ICML")
        cast.author("Wei Xiong", is_owner=True, variants=["W. Xiong"])
        cast.paper("Old", "Nan Jiang, W. Xiong", is_draft=True)
        cast.paper(
            "New", "Han Zhong*, Wei Xiong*†", venue=icml, when="May 2022", status="published"
        )
        assert self.papers(desk, "Wei Xiong") == [
            ["New", "ICML 2022", "2022", "Author", "2", "*†", "Wei Xiong"],
            ["Old (draft)", "Preprint", "", "Author", "2", "", "W. Xiong"],
        ]

    def test_leads_to_the_forms_of_the_papers(self, desk):
        paper = cast.paper("Nash <Learning>")
        page = Page(admin_url(Author, "change", cast.owner().pk), desk)
        assert page.links()["Nash <Learning>"].endswith(f"/publication/{paper.pk}/change/")

    def test_has_no_section_of_papers_if_there_are_none(self, desk):
        assert self.papers(desk, "Paul Erdős") == []
        assert not Page(admin_url(Author, "add"), desk).all("section", class_="papers")
