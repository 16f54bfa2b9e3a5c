"""Page breaks in the CV: no page is left empty, and nothing runs off a page."""

from typing import Any

import pytest

from tests import cast
from tests.pdf import Pdf
from website import content_file

pytestmark = pytest.mark.django_db
DIGITS = "0123456789"
FOOTER = 20  # points; the line with the number of the page is above it


def one_row_sections(count: int) -> list[str]:
    """Give the CV so many sections of one line each; return their headings."""
    headings = [f"Section {number:02}" for number in range(count)]
    rows = (f'[[sections]]\ntitle = "{title}"\ntext = "A line."' for title in headings)
    content_file.load("\n".join(['[profile]\nname = "Wei Xiong"', *rows]))
    return headings


def lists_of_one_row() -> None:
    """Give each list of the CV one row, of a few lines."""
    note = "A few words of it. " * 55
    content_file.load(
        f"""
        education = [{{institution = "ETH", when = "2020", note = "{note}"}}]
        experience = [{{organisation = "Google", when = "2021", description = "{note}"}}]
        awards = [{{title = "A prize", when = "2022", note = "{note}"}}]
        teaching = [{{institution = "UIUC", when = "2023", note = "{note}"}}]
        service = [{{category = "journal-reviewer", venue = "ICML", years = "2024"}}]
        talks = [{{title = "Regret", presentations = [{{place = "Oslo", when = "2024"}}]}}]

        [profile]
        name = "Wei Xiong"
        interests = "{note}"
        """
    )


def authors(count: int) -> str:
    """Return a line of authors."""
    ending = "".join(f"{n:04}" for n in range(count)).translate(str.maketrans(DIGITS, "abcdefghij"))
    return ", ".join(f"Ada Mor{ending[4 * n : 4 * n + 4]}" for n in range(count))


def lowest_line(pdf: Pdf) -> float:
    """Return how far the lowest text of any page is from the foot of the page, in points."""
    heights: list[float] = []

    def visit(text: str, cm: Any, tm: Any, _font: Any, _size: Any) -> None:
        if text.strip():
            heights.append(tm[4] * cm[1] + tm[5] * cm[3] + cm[5])

    for page in pdf.reader.pages:
        page.extract_text(visitor_text=visit)
    return min(heights)


@pytest.mark.parametrize("path", ["/cv.pdf", "/cv-short.pdf"])
class TestTheFirstPage:
    def test_has_the_lists_of_one_row_before_a_long_paper(self, path):
        lists_of_one_row()
        cast.paper("Nash Learning", authors(40), is_selected=True)
        first = Pdf.at(path).pages[0]
        for words in ("ETH", "Google"):
            assert words in first

    def test_begins_with_the_first_section_however_long_its_rows_are(self, path):
        text = "Words and words. " * 75
        row = f'{{institution = "ETH", when = "2020", note = "{text}"}}'
        content_file.load(
            f'education = [{row}, {row.replace("ETH", "UIUC")}]\n[profile]\nname = "Wei"'
        )
        assert Pdf.at(path).pages[0].count("Words") > 100


@pytest.mark.parametrize("paper_size", ["a4", "letter"])
@pytest.mark.parametrize("summary", ["", "A few words of it. " * 40])
def test_six_sections_of_one_row_before_a_paper_of_17_authors_are_on_the_first_page(
    summary, paper_size
):
    headings = one_row_sections(6)
    content_file.load(
        f"""
        [profile]
        name = "Wei Xiong"
        cv_paper = "{paper_size}"
        [[cv]]
        kind = "sections"
        [[cv]]
        kind = "publications"
        """
    )
    cast.paper("Nash Learning", authors(17), summary=summary)
    first = Pdf.at("/cv.pdf").pages[0]
    assert [heading for heading in headings if heading not in first] == []
    assert "Nash Learning" in first


@pytest.mark.parametrize("count", range(9, 15))
def test_a_heading_is_never_alone_at_the_foot_of_a_page(count):
    one_row_sections(count)
    cast.paper("Nash Learning", authors(40))
    pages = Pdf.at("/cv.pdf").pages
    assert len(pages) <= 2
    for page in pages:
        *_, last, _footer = page.strip().splitlines()
        assert not last.startswith(("Section", "Publications", "Selected"))


class TestALongRow:
    @pytest.fixture
    def pdf(self, request) -> Pdf:
        content_file.load('[profile]\nname = "Wei Xiong"\ninterests = "Learning."')
        request.param()
        return Pdf.at("/cv.pdf")

    @pytest.mark.parametrize(
        ("pdf", "last"),
        [
            (lambda: cast.paper("A large collaboration", authors(600)), "Morafjj"),
            (
                lambda: cast.talk("Regret", *((f"Place {n:03}", "2024") for n in range(150))),
                "Place 149",
            ),
            (
                lambda: content_file.load(
                    "\n".join(
                        f'[[service]]\ncategory = "journal-reviewer"\nvenue = "Journal {n:03}"'
                        for n in range(400)
                    )
                ),
                "Journal 399",
            ),
            (
                lambda: cast.paper("A list", summary="\n".join(f"- {n:03}" for n in range(200))),
                "199",
            ),
        ],
        indirect=["pdf"],
    )
    def test_goes_on_on_the_next_page_and_begins_on_the_first(self, pdf, last):
        assert len(pdf.pages) > 1
        assert len(pdf.pages[0].splitlines()) > 30
        assert pdf.has(last)
        assert lowest_line(pdf) > FOOTER


def test_on_one_page_a_row_that_is_too_long_is_left_out_and_not_cut():
    lists_of_one_row()
    cast.paper("A large collaboration", authors(900), is_selected=True)
    pdf = Pdf.at("/cv-short.pdf")
    assert pdf.has("ETH")
    assert not pdf.has("A large collaboration")
    assert lowest_line(pdf) > FOOTER
