""" "Recently" on the home page: news that is not already shown above it."""

import pytest

from tests import cast
from tests.page import Page, text_of
from website import content_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def person():
    content_file.load("[profile]\nname = 'Wei Xiong'")


def news() -> list[str]:
    """The lines of news, each starting with its date."""
    page = Page("/")
    for section in page.all("section"):
        if section[0].tag == "h2" and text_of(section[0]) == "Recently":
            return [text_of(item) for item in section.iter("li")]
    return []


def test_papers_talks_awards_and_posts_are_listed_newest_first():
    content_file.load(
        "[[awards]]\ntitle = 'A prize'\nwhen = 'Mar 2023'\n"
        "[[experience]]\nrole = 'Intern'\norganisation = 'Lab'\nwhen = '2023.2 - present'\n"
        "[[education]]\ndegree = 'PhD'\ninstitution = 'UIUC'\nwhen = '2020.8 - 2023.12'\n"
    )
    cast.paper("Selected", when="2024", is_selected=True)
    cast.paper("On $\\ell_2$", when="2023-05", status="published", venue=cast.venue("ICML"))
    for year in ("2025", "2024"):
        cast.talk(f"Talk of {year}", ("MIT", year))
    cast.talk("Early talk", ("Yale", "2023.4"))
    lines = news()
    assert lines[0].startswith("May 2023 On ℓ2")
    assert lines[0].endswith(", ICML 2023")
    assert lines[1:] == [
        "Apr 2023 Early talk, Yale",
        "Mar 2023 A prize",
        "Feb 2023 – present Intern, Lab",
        "Aug 2020 – Dec 2023 PhD, UIUC",
    ]


def test_a_grant_that_goes_on_counts_from_its_beginning():
    content_file.load(
        "[[awards]]\ntitle = 'A grant'\nwhen = '2019 - 2098'\n"
        "[[awards]]\ntitle = 'A prize'\nwhen = '2020'\n"
    )
    assert news() == ["2020 A prize", "2019–2098 A grant"]


def test_each_leads_to_its_page():
    content_file.load("[[awards]]\ntitle = 'A prize'\nwhen = '2023'\n")
    cast.paper("Selected", is_selected=True)
    cast.paper("RAFT", slug="raft", when="2023")
    links = Page("/").links()
    assert links["A prize"] == "/cv/#awards"
    assert links["RAFT"] == "/publications/raft/"
    assert Page("/cv/").all("h2", id="awards")


def test_news_shown_above_is_not_repeated():
    for number in range(7):
        cast.paper(f"Paper {number}", when="2024")
    cast.talk("Alignment", ("Yale", "2024"), ("MIT", "2023"))
    assert news() == ["2024 Paper 1, Preprint", "2024 Paper 0, Preprint"]


def test_the_six_latest_are_listed_whatever_the_owners_order():
    for number in range(5):
        cast.paper(f"Selected {number}", when="2024", is_selected=True)
    for year in range(2011, 2021):
        cast.paper(f"Paper {year}", when=str(year), position=2020 - year + 10)
    assert [line[:4] for line in news()] == ["2020", "2019", "2018", "2017", "2016", "2015"]


def test_drafts_and_upcoming_or_undated_rows_are_not_news():
    cast.paper("Selected", is_selected=True)
    cast.paper("Secret", when="2024", is_draft=True)
    cast.paper("Undated")
    cast.paper("To come", when="2990")
    for year in ("2991", "2992"):
        cast.talk(f"Talk of {year}", ("MIT", year))
    cast.talk("Talk to come", ("MIT", "2990"))
    content_file.load("[[awards]]\ntitle = 'A prize'\n")
    assert news() == []
