"""Error pages."""

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import cast
from tests.page import Page
from website.models import User

pytestmark = pytest.mark.django_db


def test_a_missing_page_offers_links():
    page = Page("/no/such/page/", status=404)
    assert page.texts("h1") == ["Page not found"]
    assert page.links()["publications"] == "/publications/"
    assert page.all("input", name="q")


@pytest.mark.parametrize(
    "path",
    [
        *("/publications/alignment-of-models/", "/publication/2023-Alignment.html"),
        *("/publications/alignment-tax.pdf/", "/publications/with/alignment/"),
    ],
)
def test_a_missing_paper_suggests_papers_with_the_words_of_its_url(path):
    cast.paper("The Alignment Tax", slug="the-alignment-tax")
    cast.paper("Nash Learning", slug="nash-learning")
    cast.paper("Alignment in Secret", slug="alignment-in-secret", is_draft=True)
    page = Page(path, status=404)
    assert page.texts("ul", class_="suggestions") == ["The Alignment Tax"]
    assert page.links()["The Alignment Tax"] == "/publications/the-alignment-tax/"


def test_three_papers_at_most_are_suggested_the_most_alike_first():
    for title in ("Learning", "Nash Learning", "Deep Nash Learning", "Bandit Learning"):
        cast.paper(title)
    suggested = Page("/publications/deep-nash-learning-v2/", status=404).all("li")
    texts = ["".join(item.itertext()) for item in suggested]
    assert texts[-3:-1] == ["Deep Nash Learning", "Nash Learning"]
    assert texts.count("Learning") + texts.count("Bandit Learning") == 1


@pytest.mark.parametrize("path", ["/the-and/", "/x/", "/%00/", "/" + "a-" * 2000, "/learn/"])
def test_nothing_is_suggested_if_no_word_is_shared(path):
    cast.paper("Learning and the Rest")
    assert not Page(path, status=404).all("ul", class_="suggestions")


def test_the_404_page_needs_no_database():
    def fail(*_):
        raise DatabaseError("the disk is gone")

    with connection.execute_wrapper(fail):
        page = Page("/publication/nash/", status=404)
    assert page.texts("h1") == ["Page not found"]


@pytest.fixture
def failing(monkeypatch) -> Client:
    """A browser of a site whose CV page fails."""

    def fail(*_):
        raise RuntimeError("the secret inside")

    monkeypatch.setattr("website.cv.document.CV.fetch", fail)
    return Client(raise_request_exception=False)


def test_an_internal_error_says_so_and_reveals_nothing(failing):
    response = failing.get("/cv/")
    assert response.status_code == 500
    assert "Something went wrong here" in response.content.decode()
    assert "secret" not in response.content.decode()


@pytest.mark.usefixtures("uncached")
def test_the_500_page_needs_no_database(failing):
    with CaptureQueriesContext(connection) as captured:
        failing.get("/cv/")
    assert len(captured) == 0


def answers(desk) -> dict[int, object]:
    """One response of each kind of error."""
    guest = Client()
    guest.force_login(User.objects.create_user("guest", is_staff=True))
    strict = Client(enforce_csrf_checks=True)
    return {
        400: Client().get("/", headers={"host": "evil.example"}),
        403: guest.get("/admin/publications/publication/import/"),
        405: desk.get("/admin/logout/"),
        413: desk.post("/admin/publications/publication/import/", {"text": "x" * 2000}),
        # The number is the same as above.
        -403: strict.post("/admin/login/", {"login": "owner"}),
    }


@pytest.mark.parametrize(
    ("status", "heading"),
    [
        (400, "The site could not read this request"),
        (403, "Your account may not do this"),
        (405, "This page cannot be opened directly"),
        (413, "This is too large"),
        (-403, "This form has expired"),
    ],
)
def test_every_error_page_says_what_to_do(desk, settings, status, heading):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = answers(desk)[status]
    assert response.status_code == abs(status)
    page = Page.of(response)
    assert page.texts("h1") == [heading]
    assert page.texts("p", class_="lead")[0].endswith(".")
    assert page.links()["home page"] == "/"
    assert page.errors == []
    for word in ("CSRF", "evil.example", "Traceback", "django", "Exception", "DATA_UPLOAD"):
        assert word not in page.html


def test_the_icon_is_there():
    response = Client().get("/favicon.ico")
    assert response.headers["Location"] == "/static/favicon.ico"


@pytest.mark.parametrize("path", ["/no/such/page/", "/publications/none/", "/admin/none/"])
def test_a_missing_page_is_the_same_on_ones_own_machine(settings, desk, path):
    settings.DEBUG = True
    page = Page.of(desk.get(path))
    assert page.texts("h1") == ["Page not found"]
    assert "DEBUG" not in page.text


def test_a_missing_slash_is_added_on_ones_own_machine_too(settings):
    settings.DEBUG = True
    assert Client().get("/talks").headers["Location"] == "/talks/"
