"""A page depends on the parameters that its view reads, and on nothing else in the query."""

import threading
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import get_resolver, resolve, reverse

from common.http import query_parameters
from common.http.query_parameters import MOST_AT_ONCE, read_parameters, searches
from publications.citations import BIBTEX
from talks.models import Presentation
from tests import cast
from tests.page import Page
from tests.rows import KeptRows
from website import content_file
from website.models import CVVariant

pytestmark = pytest.mark.django_db

FILTERS = {"q": "a", "year": "2024", "kind": "article", "topic": "games", "author": "chenlu-ye"}
KNOWN = {**FILTERS, "by": "name", "page": "all", "v": "1"}
UNKNOWN = {"utm_source": "news", "x": "1", "next": "/admin/", "format": "json", "lang": "zh"}
NAMES = {
    *("home", "cv", "cv-pdf", "cv-short-pdf", "cv-json", "feed", "talks-calendar", "sitemap"),
    *("cv-variant", "cv-variant-pdf", "robots", "site-card", "paper-card", "talk-card"),
    *("publications:list", "publications:citations", "publications:authors"),
    *("publications:author", "publications:detail", "publications:citation"),
    *("talks:list", "talks:detail", "talks:presentation-calendar"),
}
FILES = {"publications:pdf", "upload", "icon"}  # not pages: none of them is cached
ARGUMENTS = {
    "paper-card": {"slug": "nash"},
    "talk-card": {"slug": "regret"},
    "publications:citations": {"form": BIBTEX},
    "publications:author": {"slug": "chenlu-ye"},
    "publications:detail": {"slug": "nash"},
    "publications:citation": {"slug": "nash", "form": BIBTEX},
    "talks:detail": {"slug": "regret"},
    "cv-variant": {"slug": "grants"},
    "cv-variant-pdf": {"slug": "grants"},
}


def fill_site() -> None:
    content_file.load("[profile]\nname = 'Olga Owner'")
    cast.paper("Nash Learning", "Wei Xiong, Chenlu Ye", slug="nash", former_slugs=["old"])
    CVVariant.objects.create(name="Grants", slug="grants")
    cast.talk("Regret", ("Yale University", "5 March 2024"), slug="regret")


SITE = KeptRows(fill_site)


@pytest.fixture(autouse=True)
def site(db):
    SITE.write()
    uid = Presentation.objects.get().uid
    ARGUMENTS["talks:presentation-calendar"] = {"slug": "regret", "uid": uid}


def path_of(name: str) -> str:
    return reverse(name, kwargs=ARGUMENTS.get(name, {}))


def content_of(path: str) -> tuple[int, dict[str, str], bytes]:
    response = Client().get(path)
    headers = {name: value for name, value in response.items() if name != "X-Request-ID"}
    return response.status_code, headers, response.content


def test_these_are_all_public_pages():
    patterns = get_resolver().url_patterns
    names = {pattern.name for pattern in patterns if getattr(pattern, "name", None)}
    for prefix in ("publications", "talks"):
        names |= {
            f"{prefix}:{name}"
            for name in get_resolver().namespace_dict[prefix][1].reverse_dict
            if isinstance(name, str)
        }
    assert {n for n in names if not n.startswith("markdown")} - FILES - {"favicon"} == NAMES


@pytest.mark.usefixtures("uncached")
@pytest.mark.parametrize("path", [*sorted(NAMES), "/publications/nash-equilibria/"])
def test_a_page_ignores_every_other_parameter(path):
    path = path if path.startswith("/") else path_of(path)
    read = getattr(resolve(path).func, "query_parameters", ())
    others = {name: value for name, value in (KNOWN | UNKNOWN).items() if name not in read}
    assert content_of(f"{path}?{urlencode(others)}") == content_of(path)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_page_is_cached_whatever_else_is_in_the_query(name, django_assert_num_queries):
    before = content_of(path_of(name))
    with django_assert_num_queries(1):
        assert content_of(f"{path_of(name)}?{urlencode(UNKNOWN)}") == before


def test_the_order_of_parameters_makes_no_other_page(django_assert_num_queries):
    before = content_of("/publications/?q=nash&by=year&page=")
    with django_assert_num_queries(1):
        assert content_of("/publications/?by=kind&fbclid=1&by=year&q=nash") == before


def test_parameters_that_are_read_make_other_pages():
    for name, value in FILTERS.items():
        Page(f"/publications/?{name}=nothing")
        assert read_parameters(RequestFactory().get(f"/publications/?{name}={value}"))
    assert "Nash Learning" not in Page("/publications/?q=nothing").text
    assert "Nash Learning" in Page("/publications/?q=nash").text


def test_a_redirect_keeps_the_query():
    for path, target in (
        ("/publications/old/", "/publications/nash/"),
        ("/publications", "/publications/"),
    ):
        response = Client().get(f"{path}?utm_source=news")
        assert response["Location"] == f"{target}?utm_source=news"


class TestManySearches:
    @pytest.fixture
    def full(self):
        """As many searches as may run at once; they last until the test ends."""
        for _ in range(MOST_AT_ONCE):
            query_parameters.turns.acquire()
        yield
        for _ in range(MOST_AT_ONCE):
            query_parameters.turns.release()

    @pytest.mark.parametrize("path", ["/publications/?q=a", "/publications.bib?q=a"])
    @pytest.mark.usefixtures("full")
    def test_one_too_many_is_asked_to_try_again(self, path):
        response = Client().get(path)
        assert response.status_code == 503
        assert response["Refresh"] == response["Retry-After"] == "1"
        assert response["Cache-Control"] == "no-store"
        assert "Content-Security-Policy" in response
        assert Page.of(response).texts("h1") == ["Many visitors are searching"]

    @pytest.mark.parametrize(
        "path", ["/publications/", "/publications/?x=1", "/publications/nash/", "/cv/", "/card.png"]
    )
    @pytest.mark.usefixtures("full")
    def test_other_pages_do_not_wait(self, path):
        assert Client().get(path).status_code == 200

    def test_those_that_are_cached_do_not_wait(self):
        before = content_of("/publications/?q=nash")
        for _ in range(MOST_AT_ONCE):
            query_parameters.turns.acquire()
        assert content_of("/publications/?q=nash") == before
        for _ in range(MOST_AT_ONCE):
            query_parameters.turns.release()

    def test_a_search_that_fails_leaves_its_turn_to_others(self):
        @searches("q")
        def fails(request):
            raise ZeroDivisionError

        for _ in range(MOST_AT_ONCE + 1):
            with pytest.raises(ZeroDivisionError):
                fails(RequestFactory().get("/?q=a"))
        assert Client().get("/publications/?q=a").status_code == 200

    def test_no_more_run_at_once(self):
        running, most, enough = [], [], threading.Event()

        @searches("q")
        def slow(request):
            running.append(1)
            most.append(len(running))
            enough.wait(10)
            running.pop()
            return HttpResponse("found")

        def visit():
            answers.append(slow(RequestFactory().get("/?q=a")).status_code)
            if answers.count(503) == 3:
                enough.set()

        answers: list[int] = []
        visitors = [threading.Thread(target=visit) for _ in range(MOST_AT_ONCE + 3)]
        for visitor in visitors:
            visitor.start()
        for visitor in visitors:
            visitor.join()
        assert max(most) == MOST_AT_ONCE
        assert sorted(answers) == [200] * MOST_AT_ONCE + [503] * 3
