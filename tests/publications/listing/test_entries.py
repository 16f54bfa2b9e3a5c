"""A paper in a list: what is in the margin, and how much of its summary is shown."""

import pytest

from tests import cast
from tests.page import Page, text_of

pytestmark = pytest.mark.django_db


def margin() -> str:
    (entry,) = Page("/publications/").all("article")
    return text_of(entry[0])


@pytest.mark.parametrize(
    ("venue", "status", "shown"),
    [
        ("ICML", "published", "ICML 2023"),
        ("ICML", "accepted", "ICML 2023"),
        ("JMLR", "submitted", "Submitted to JMLR 2023"),
        ("ICML", "preprint", "Preprint 2023"),
        ("Mathematics of Operations Research (MOR)", "published", "MOR 2023"),
        (
            "Mathematics of Operations Research",
            "published",
            "Mathematics of Operations Research 2023",
        ),
        ("Science (AAAS)", "published", "Science (AAAS) 2023"),
    ],
)
def test_the_margin_has_the_venue_then_the_year(venue, status, shown):
    cast.paper(status=status, venue=cast.venue(venue), when="2023-05")
    assert margin() == shown


def test_a_thesis_says_what_it_is():
    cast.paper(
        kind="phd-thesis", status="published", venue=cast.venue("UIUC", "other"), when="2027"
    )
    assert margin() == "PhD Thesis, UIUC 2027"


class TestTheSummary:
    def test_a_short_one_is_shown_whole(self):
        cast.paper(summary="We study games.")
        assert not Page("/publications/").all("a", href="#summary-nash-learning")

    def test_a_long_one_is_folded_behind_a_link_and_all_there(self):
        cast.paper(summary="We study games. " * 40)
        page = Page("/publications/")
        assert page.text.count("We study games.") == 40
        assert page.links()["Read on: Nash Learning"] == "#summary-nash-learning"
        (folded,) = page.all("div", id="summary-nash-learning")
        assert "clamped" in folded.get("class")


class TestTheOrder:
    def headings(self) -> list[str]:
        return Page("/publications/").texts("h2")

    def test_a_list_by_year_has_a_heading_for_each(self):
        for position, year in enumerate(("2024", "2024", "2022")):
            cast.paper(f"Paper {position}", when=year, position=position)
        assert self.headings() == ["2024", "2022"]

    def test_a_list_in_another_order_has_none(self):
        for position, year in enumerate(("2022", "2024", "2023")):
            cast.paper(f"Paper {position}", when=year, position=position)
        assert self.headings() == ["Paper 0", "Paper 1", "Paper 2"]

    def test_a_paper_that_is_only_a_title_does_not_open_the_list(self):
        cast.paper("Only a title", "", position=1)
        cast.paper("Nash Learning", position=2)
        assert self.headings() == ["Nash Learning", "Only a title"]

    def test_unless_the_owner_selected_it(self):
        cast.paper("Only a title", "", position=1, is_selected=True)
        cast.paper("Nash Learning", position=2)
        assert self.headings() == ["Only a title", "Nash Learning"]
