"""The bookshelf on the home page: every paper as the spine of a book, in order of years."""

import pytest

from publications.models import Publication
from tests import cast
from tests.page import Page, text_of
from website import content_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def person():
    content_file.load("[profile]\nname = 'Wei Xiong'")


def make_papers(count: int) -> None:
    for number in range(count):
        cast.paper(f"Paper {number}", "Mia Olsen", when=str(2000 + number % 20))


def make_papers_without_authors(count: int) -> None:
    Publication.objects.bulk_create(
        Publication(title=f"Paper {number}", slug=f"paper-{number}", when="2020", position=number)
        for number in range(count)
    )


def shelf() -> Page | None:
    found = Page("/").all("nav", class_="shelf")
    return found[0] if found else None


def spines() -> list:
    return [link for link in shelf().iter("a") if "spine" in link.get("class", "")]


def height(spine) -> int:
    return int(next(spine.iter("rect")).get("height"))


def test_every_published_paper_has_a_spine_that_leads_to_it():
    make_papers(4)
    cast.paper("Not yet", is_draft=True, when="2001")
    assert [spine.get("href") for spine in spines()] == [
        f"/publications/paper-{n}/" for n in range(4)
    ]


def test_they_are_in_order_of_years_and_those_without_a_year_come_last():
    cast.paper("Some day", when="")
    for year in ("2021", "2019", "2020"):
        cast.paper(f"Of {year}", when=year)
    assert [text_of(spine).split(" ·")[0] for spine in spines()] == [
        *("Of 2019", "Of 2020", "Of 2021", "Some day")
    ]


def test_a_spine_says_its_title_venue_and_year():
    make_papers(3)
    cast.paper("On $\\ell_2$", when="2023", status="published", venue=cast.venue("ICML"))
    assert text_of(spines()[-1]) == "On ℓ₂ · ICML 2023"


def test_it_is_as_tall_as_its_list_of_authors_is_long():
    cast.paper("Alone", "Mia Olsen", when="2001")
    cast.paper("Two", "Mia Olsen, Jun Kato", when="2002")
    cast.paper("Four", "Mia Olsen, Jun Kato, Ada Abel, Bo Berg", when="2003")
    cast.paper("Nobody yet", when="2004")
    alone, two, four, nobody = map(height, spines())
    assert nobody == alone < two < four


def test_selected_papers_stand_out_and_manuscripts_are_hollow():
    make_papers(2)
    cast.paper("Chosen", when="2030", is_selected=True, status="published")
    cast.paper("Sent", when="2031", status="submitted")
    styles = [set(spine.get("class").split()) for spine in spines()]
    assert styles[2:] == [{"spine", "selected"}, {"spine", "hollow"}]


def test_a_year_leads_to_its_papers():
    make_papers(4)
    years = [link for link in shelf().iter("a") if link.get("href").startswith("/publications/?")]
    assert {text_of(link): link.get("href") for link in years}["2002"] == "/publications/?year=2002"


def test_the_first_and_the_last_year_are_labelled_on_every_screen():
    for year in range(1990, 2024):
        cast.paper(f"Of {year}", when=str(year))
    styles = {text_of(a): a.get("class") for a in shelf().iter("a") if "?year=" in a.get("href")}
    assert "not-" in styles["2022"]
    assert "not-" not in styles["1990"] + styles["2023"]


def test_only_years_are_reached_by_keyboard_and_read_aloud():
    make_papers(4)
    assert all(spine.get("tabindex") == "-1" for spine in spines())
    (drawing,) = (group for group in shelf().iter("g"))
    assert drawing.get("aria-hidden") == "true"
    assert len(list(drawing.iter("a"))) == 4


def test_nothing_is_drawn_outside_it():
    make_papers(60)
    for spine in spines():
        box = next(spine.iter("rect"))
        x, width = (float(box.get(name).removesuffix("%")) for name in ("x", "width"))
        assert 0 <= x <= x + width <= 100.01


@pytest.mark.parametrize("count", [0, 3, 301])
def test_too_few_and_too_many_are_not_drawn(count):
    make_papers_without_authors(count)
    assert shelf() is None
