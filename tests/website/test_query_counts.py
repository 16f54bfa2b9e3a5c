"""The number of queries of a page does not grow with the site: it is at most 14."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.large_site import make_publications, make_talks
from publications.models import Author, Publication
from website import content_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uncached")]

PAGES = {
    "/": 11,
    "/publications/": 9,
    "/publications/?q=owner&year=YEAR&kind=article&topic=TOPIC&by=year": 10,
    "/publications/?author=OWNER": 11,
    "/publications/?author=nobody": 7,
    "/publications/?author=OWNER&year=YEAR": 11,
    "/publications/with/": 2,
    "/publications/with/made-up-0/": 6,
    "/talks/": 4,
    "/cv/": 15,
    "/cv/grants/": 15,
    "/cv.json": 14,
    "/publications/PAPER/": 8,
    "/publications/PAPER.bib": 4,
    "/publications.json?q=owner&year=YEAR&topic=TOPIC": 4,
    "/talks/talk-1/": 4,
    "/publications/PAPER/card.png": 4,
    "/talks/talk-1/card.png": 4,
    "/card.png": 1,
    "/feed.xml": 6,
    "/talks.ics": 3,
    "/sitemap.xml": 4,
    "/robots.txt": 0,
    "/nothing/": 2,
}


@pytest.fixture(params=[3, 30, pytest.param(300, marks=pytest.mark.slow)])
def size(request):
    """A site with so many papers by eight authors each, and as many rows of everything else."""
    content_file.load("[profile]\nname = 'Olga Owner'\n")
    sections = "[{kind = 'publications'}, {kind = 'talks'}, {kind = 'sections'}]"
    content_file.load(f"[[cv_variants]]\nname = 'Grants'\nsections = {sections}")
    make_publications(request.param)
    make_talks(request.param)
    rows = "[[education]]\ninstitution = 'A'\n[[awards]]\ntitle = 'B'\n[[service]]\nvenue = 'C'\n"
    content_file.load(rows * (request.param // 3))
    return request.param


@pytest.mark.usefixtures("size")
def test_every_page_makes_as_many_queries_on_a_large_site():
    owner = Author.objects.get(is_owner=True)
    paper = Publication.objects.first()
    words = {
        "OWNER": owner.slug,
        "PAPER": paper.slug,
        "YEAR": str(paper.year),
        "TOPIC": paper.topics.get().slug,
    }
    # One site for all pages, as a large one takes its time to make.
    assert {page: queries_of(page, words) for page in PAGES} == PAGES


def queries_of(page: str, words: dict[str, str]) -> int:
    for word, value in words.items():
        page = page.replace(word, value)
    with CaptureQueriesContext(connection) as captured:
        Client().get(page)
    return len(captured)


def test_no_page_makes_more_than_fifteen():
    assert max(PAGES.values()) <= 15
