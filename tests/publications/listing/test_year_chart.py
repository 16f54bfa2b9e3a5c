"""The drawing of papers per year above the list, which is the filter by year."""

from xml.etree.ElementTree import Element

import pytest

from tests import cast
from tests.page import Page, text_of

pytestmark = pytest.mark.django_db


def papers(*years: str) -> None:
    for number, year in enumerate(years):
        cast.paper(f"Paper {number}", when=year)


def year_bars(query: str = "") -> list[str]:
    """The name of each bar; years without papers are in brackets and not links."""
    (timeline,) = Page(f"/publications/{query}").all("nav", class_="timeline")
    return [
        text_of(link) if link.tag == "a" else f"({text_of(link)})"
        for link in (item[0] for item in timeline.iter("li"))
    ]


def link(page: Page, name: str) -> Element:
    """The bar with that name."""
    (found,) = [a for a in page.all("a") if text_of(a) == name]
    return found


def test_every_year_has_a_bar_those_without_papers_an_empty_one():
    papers("2020", "2020-05", "2023", "")
    assert year_bars() == ["2 papers in 2020", "(2021)", "(2022)", "1 paper in 2023"]


def test_a_bar_is_as_high_as_its_papers_are_many():
    papers("2020", "2020", "2020", "2020", "2021", "2022", "2022")
    heights = [rect.get("height") for rect in Page("/publications/").all("rect")]
    assert heights == ["24.0", "6.0", "12.0"]


def test_a_bar_keeps_the_other_filters():
    papers("2020", "2021")
    page = Page("/publications/?q=paper&by=kind")
    bar = link(page, "1 paper in 2020")
    assert bar.get("href") == "/publications/?q=paper&year=2020&by=kind"


def test_the_bar_of_the_chosen_year_is_marked_and_shows_all_years_again():
    papers("2020", "2021")
    page = Page("/publications/?q=paper&year=2020")
    chosen = link(page, "1 paper in 2020, show all years")
    assert chosen.get("aria-current") == "true"
    assert chosen.get("href") == "/publications/?q=paper"
    assert link(page, "1 paper in 2021").get("aria-current") is None


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?q=nash", ["1 paper in 2020", "(2021)"]),
        ("?q=nash&year=2020", ["1 paper in 2020, show all years", "(2021)"]),
        ("?q=nash&year=2021", ["1 paper in 2020", "0 papers in 2021, show all years"]),
        ("?year=2021", ["2 papers in 2020", "1 paper in 2021, show all years"]),
        ("?author=han-zhong&year=2021", ["1 paper in 2020", "0 papers in 2021, show all years"]),
        ("?year=1900", ["2 papers in 2020", "1 paper in 2021"]),
        ("?q=nothing", ["(2020)", "(2021)"]),
    ],
)
def test_it_counts_the_papers_that_the_other_filters_keep(query, names):
    cast.paper("Nash", "Wei Xiong, Han Zhong", when="2020")
    papers("2020", "2021")
    assert year_bars(query) == names


@pytest.mark.parametrize("years", [["2020"], ["2020", "2020", ""], [""]])
def test_fewer_than_two_years_make_no_drawing(years):
    papers(*years)
    assert not Page("/publications/").all("nav", class_="timeline")


def test_drafts_do_not_count():
    papers("2020", "2021")
    cast.paper("Secret", when="2021", is_draft=True)
    cast.paper("Secret", when="1999", is_draft=True)
    assert year_bars() == ["1 paper in 2020", "1 paper in 2021"]


def test_many_years_have_short_labels():
    papers("1985", "2024")
    page = Page("/publications/")
    (timeline,) = page.all("nav", class_="timeline")
    assert text_of(next(timeline.iter("li"))) == "1 paper in ’85"
    assert len(year_bars()) == 40


def test_a_mistyped_century_does_not_fill_the_page():
    papers("1023", "2023")
    assert year_bars() == ["1 paper in 1023", "1 paper in 2023"]


class TestManyYears:
    @pytest.mark.parametrize("count", [11, 15, 22, 25, 26, 40, 60, 100])
    def test_as_many_labels_are_shown_as_have_room_beside_each_other(self, count):
        papers(str(2026 - count), "2025")
        (timeline,) = Page("/publications/").all("nav", class_="timeline")
        rooms = [item.get("class").split() for item in timeline.iter("li")]
        assert len(rooms) == count
        for room, most in (("labelled", 25), ("labelled-narrow", 12)):
            labels = sum(room in names for names in rooms)
            assert 2 <= labels <= most + 1
        assert any("counted" in names for names in rooms) is (count <= 25)

    def test_a_year_whose_bar_is_narrow_can_be_chosen_from_a_menu(self):
        papers("2010", "2013", "2025")
        page = Page("/publications/?year=2013")
        (menu,) = page.all("select", name="year")
        assert [option.get("value") for option in menu.iter("option")] == [
            *("", "2025", "2013", "2010")
        ]
        (chosen,) = [o for o in menu.iter("option") if o.get("selected") is not None]
        assert chosen.get("value") == "2013"
        assert page.all("input", name="year") == []

    def test_a_year_without_papers_stays_in_the_form(self):
        papers("2010", "2025")
        (kept,) = Page("/publications/?year=2012").all("input", name="year")
        assert kept.get("value") == "2012"

    def test_a_few_wide_bars_need_no_menu(self):
        papers("2020", "2025")
        assert Page("/publications/").all("select", name="year") == []
