"""The whole reference of a paper, wherever the paper is shown."""

import pytest
from django.test import Client

from publications.models import Authorship, Publication
from tests import cast
from tests.page import Page
from tests.pdf import Pdf

pytestmark = pytest.mark.django_db

BOOK = "The Handbook of Archives"
DETAILS = f"In Ernst One (ed.), {BOOK}, Cambridge University Press, pp. 12–40"


@pytest.fixture
def chapter() -> Publication:
    paper = cast.paper(
        "An Archive",
        kind="chapter",
        status="published",
        venue=cast.venue("Handbook", "book", name=BOOK),
        publisher="Cambridge University Press",
        pages="12-40",
        when="2024",
        note="Open access",
        is_selected=True,
    )
    editor = cast.author("Ernst One")
    Authorship.objects.create(publication=paper, author=editor, role="editor", position=2)
    return paper


@pytest.mark.usefixtures("chapter")
@pytest.mark.parametrize("path", ["/", "/publications/", "/cv/", "/publications/an-archive/"])
def test_a_page_shows_it_with_the_title_of_the_book_in_italics(path):
    page = Page(path)
    assert DETAILS in page.text
    assert page.texts("cite") == [BOOK]


@pytest.mark.usefixtures("chapter")
@pytest.mark.parametrize("path", ["/", "/publications/", "/cv/"])
def test_a_list_has_the_note_behind_it(path):
    assert f"{DETAILS}. Open access" in Page(path).texts("p", class_="note")


@pytest.mark.usefixtures("chapter")
@pytest.mark.parametrize("path", ["/cv.pdf", "/cv-short.pdf"])
def test_a_pdf_shows_it_with_the_year(path):
    assert f"{DETAILS}, 2024. Open access" in Pdf.at(path).text


@pytest.mark.usefixtures("chapter")
def test_the_feed_begins_with_it():
    assert f"&lt;p&gt;{DETAILS}&lt;/p&gt;" in Client().get("/feed.xml").content.decode()


@pytest.mark.parametrize("path", ["/", "/publications/", "/cv/"])
def test_a_paper_of_which_only_the_venue_is_known_has_no_line_for_it(path):
    cast.paper(status="published", venue=cast.venue("JMLR", "journal"), is_selected=True)
    assert not Page(path).all("p", class_="note")


def test_an_article_has_volume_and_pages_under_its_authors():
    venue = cast.venue("JMLR", "journal")
    fields = {"volume": "24", "number": "3", "pages": "112-140", "status": "published"}
    paper = cast.paper(venue=venue, when="2023", **fields)
    assert Page("/publications/").texts("p", class_="note") == ["vol. 24(3), 112–140"]
    assert "JMLR 24(3), 112–140 · 2023" in Page(paper.get_absolute_url()).text
    assert "JMLR 24(3), 112–140, 2023" in Pdf.at("/cv.pdf").text


def test_what_the_owner_types_cannot_become_markup():
    paper = cast.paper(kind="book", status="published", publisher="<b>A & B</b>")
    for path in ("/publications/", paper.get_absolute_url()):
        assert "<b>A & B</b>" in Page(path).text


@pytest.mark.usefixtures("chapter")
def test_editors_are_not_among_the_authors():
    assert Page("/publications/").texts("p", class_="byline") == ["Wei Xiong"]
