"""A venue that is not shown yet cannot be found by its name."""

import pytest
from django.test import Client

from publications.models import Publication
from tests import cast
from tests.page import Page
from website.export.search_index import get_search_text

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize(
        ("status", "is_shown"),
        [
            *(("in-preparation", False), ("preprint", False)),
            *(("submitted", True), ("accepted", True), ("published", True)),
        ],
    ),
]
QUERIES = ["?q=alt", "?q=algorithmic+theory", "?q=nash+alt"]


@pytest.fixture(autouse=True)
def paper(db, status) -> Publication:
    venue = cast.venue("ALT", name="Algorithmic Theory")
    return cast.paper("Nash", slug="nash", venue=venue, status=status, when="2023")


@pytest.mark.parametrize("query", QUERIES)
def test_a_search_finds_what_the_page_shows(query, is_shown):
    assert ("ALT" in Page("/publications/").text) == is_shown
    assert ("Nash" in Page(f"/publications/{query}").texts("h2", class_="title")) == is_shown
    assert (b"Nash" in Client().get(f"/publications.json{query}").content) == is_shown


def test_the_index_of_a_static_copy_does_too(paper, is_shown):
    assert ("algorithmic theory" in get_search_text(paper)) == is_shown


def test_no_metadata_or_citation_names_it(is_shown):
    for ending in ("/", ".bib", ".ris", ".json"):
        content = Client().get(f"/publications/nash{ending}").content
        assert is_shown or not (b"ALT" in content or b"Algorithmic" in content)


def test_the_owner_finds_it_all_the_same(desk, is_shown):
    assert ("Algorithmic" in Page("/publications/nash/").text) == is_shown
    assert "Nash" in Page("/admin/publications/publication/?q=algorithmic", desk).links()
