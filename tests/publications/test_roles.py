"""Editors and translators beside authors: who is in a byline, and who is a co-author."""

import pytest

from publications.authors.collaborators import list_collaborators
from publications.models import Author
from tests import cast
from tests.page import Page

pytestmark = pytest.mark.django_db
CHAPTER = {"kind": "chapter", "status": "published", "when": "2026"}
VOLUME = {"kind": "proceedings", "status": "published", "when": "2026", "authors": ""}


def bylines(path: str) -> list[str]:
    return Page(path).texts("p", class_="byline")


@pytest.mark.parametrize(
    ("editors", "byline"),
    [
        ("Wei Xiong", "Wei Xiong (ed.)"),
        ("Wei Xiong, Ada Rossi", "Wei Xiong and Ada Rossi (eds.)"),
        ("{The ATLAS Collaboration}", "The ATLAS Collaboration (ed.)"),
    ],
)
def test_an_edited_volume_is_listed_under_its_editors(editors, byline):
    volume = cast.paper("Rooms", editors=editors, **VOLUME)
    for path in ("/publications/", "/cv/"):
        assert bylines(path) == [byline]
    assert [text.replace("↗", "") for text in bylines(volume.get_absolute_url())] == [byline]


def test_a_chapter_is_listed_under_its_authors():
    cast.paper("Doors", "Wei Xiong", editors="Carlo Verdi", **CHAPTER)
    assert bylines("/publications/") == ["Wei Xiong"]


def test_the_editor_of_the_book_is_no_coauthor():
    cast.paper("Doors", "Wei Xiong, Ada Rossi", editors="Carlo Verdi", **CHAPTER)
    assert "1 co-author" in Page("/publications/").text
    assert "Carlo Verdi" not in Page("/publications/with/").text
    Page("/publications/with/carlo-verdi/", status=404)
    assert [str(person.author) for person in list_collaborators().people] == ["Ada Rossi"]


def test_who_edited_a_volume_with_the_owner_is_a_coauthor():
    cast.paper("Rooms", editors="Wei Xiong, Ada Rossi", **VOLUME)
    assert "1 co-author" in Page("/publications/").text
    assert Page("/publications/with/ada-rossi/").texts("h2", class_="title") == ["Rooms"]
    assert [str(person.author) for person in list_collaborators().people] == ["Ada Rossi"]


def test_the_author_of_a_text_is_no_coauthor_of_its_translator_but_has_a_page():
    cast.paper(
        "Salt", "Ugo Bianchi", translators="Wei Xiong, Ada Rossi", kind="translation", when="2026"
    )
    assert [str(person.author) for person in list_collaborators().people] == ["Ada Rossi"]
    assert [str(author) for author in Author.objects.coauthors()] == ["Ada Rossi"]
    assert Page("/publications/with/ugo-bianchi/").texts("h2", class_="title") == ["Salt"]


def test_a_paper_without_the_owner_counts_its_byline():
    cast.paper("Doors", "Ada Rossi", editors="Carlo Verdi", **CHAPTER)
    assert [str(author) for author in Author.objects.coauthors()] == ["Ada Rossi"]


def test_who_wrote_and_edited_a_work_with_the_owner_counts_once():
    cast.paper("Doors", "Wei Xiong, Ada Rossi", editors="Wei Xiong, Ada Rossi", **CHAPTER)
    (coauthor,) = Author.objects.coauthors()
    assert (str(coauthor), coauthor.papers) == ("Ada Rossi", 1)


@pytest.mark.parametrize("query", ["?q=verdi", "?author=carlo-verdi"])
def test_a_paper_is_found_by_its_editor(query):
    cast.paper("Doors", "Wei Xiong, Ada Rossi", editors="Carlo Verdi", **CHAPTER)
    assert Page(f"/publications/{query}").texts("h2", class_="title") == ["Doors"]


def test_a_volume_names_its_first_editor_in_its_citation_key():
    assert cast.paper("Rooms", editors="Ada Rossi", **VOLUME).citation_key == "rossi2026rooms"


def test_programs_read_who_edited_a_volume():
    volume = cast.paper("Rooms", editors="Ada Rossi, Wei Xiong", **VOLUME)
    page = Page(volume.get_absolute_url())
    found = [(meta.get("name"), meta.get("content")) for meta in page.all("meta")]
    assert ("citation_editor", "Rossi, Ada") in found
    assert "citation_author" not in dict(found)
