"""Italics, subscripts and superscripts in a title: shown on pages, plain text elsewhere."""

import pytest
from django.test import Client

from publications.models import Publication
from tests import cast
from tests.admin_forms import admin_url
from tests.page import Page
from tests.pdf import Pdf

pytestmark = pytest.mark.django_db

TITLE = "Growth of *E. coli* in CO~2~ at 10^6^ Pa, A* search"
HTML = "Growth of <em>E. coli</em> in CO<sub>2</sub> at 10<sup>6</sup> Pa, A* search"
PLAIN = "Growth of E. coli in CO₂ at 10⁶ Pa, A* search"


@pytest.fixture
def paper() -> Publication:
    return cast.paper(TITLE, is_selected=True, when="2024", status="published")


def test_pages_show_it(paper):
    for path in ("/", "/publications/", "/cv/", paper.get_absolute_url()):
        assert HTML in Page(path).html


def test_window_titles_and_labels_are_plain_text(paper):
    page = Page(paper.get_absolute_url())
    assert page.texts("title")[0].startswith(PLAIN)
    assert page.all("meta", property="og:title", content=PLAIN)
    assert page.all("meta", name="citation_title", content=PLAIN)


def test_its_url_has_no_signs(paper):
    assert paper.slug == "growth-of-e-coli-in-co2-at-106-pa-a-search"
    assert cast.paper("CO~2~", when="2024").citation_key == "xiong2024co2"


@pytest.mark.usefixtures("paper")
@pytest.mark.parametrize("query", ["co2", "CO₂", "coli in"])
def test_readers_find_it_by_what_they_see(query):
    assert HTML in Page(f"/publications/?q={query}").html


@pytest.mark.usefixtures("paper")
def test_the_cv_is_typeset_with_it():
    assert "Growth of E. coli in CO2 at 106 Pa, A* search" in Pdf.at("/cv.pdf").text


@pytest.mark.usefixtures("paper")
def test_the_feed_has_plain_text():
    assert f"<title>{PLAIN}</title>" in Client().get("/feed.xml").content.decode()


def test_the_admin_shows_it_in_lists_and_names_it_in_plain_text(paper, desk):
    assert HTML in Page(admin_url(Publication, "changelist"), desk).html
    assert str(paper) == PLAIN


def test_a_talk_may_have_it_too():
    talk = cast.talk(TITLE, ("Yale University", "2024-03-05"))
    assert HTML in Page(talk.get_absolute_url()).html
    assert PLAIN in Client().get("/talks.ics").content.decode().replace("\r\n ", "").replace(
        "\\", ""
    )
