"""Visitors get cached pages, with validators for their own caches; signed-in users never do."""

import gzip
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import caches
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from profile.models import Education
from tests import cast
from tests.page import Page
from tests.rows import KeptRows
from website import content_file
from website.config import services
from website.pagecache import site_version
from website.pagecache.middleware import LOCKS, PageCacheMiddleware

pytestmark = pytest.mark.django_db

PAGES = [
    *("/", "/publications/", "/publications/nash/", "/publications/with/", "/talks/", "/cv/"),
    *("/talks/regret/", "/publications/nash.bib", "/publications.ris", "/publications.json"),
    *("/feed.xml", "/sitemap.xml", "/robots.txt", "/talks.ics", "/cv.json", "/cv.pdf", "/card.png"),
    *("/publications/nash/card.png", "/publications/?q=nash", "/publications/?by=year"),
]
NOW = datetime(2024, 3, 5, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_memory(settings):
    """An in-memory cache, whatever the site uses."""
    settings.CACHES = {
        name: services.configure_memory_cache(name, entries=50) for name in ("pages", "queries")
    }
    for name in settings.CACHES:
        caches[name].clear()


def fill_site() -> None:
    content_file.load("[profile]\nname = 'Olga Owner'")
    cast.paper("Nash Learning", slug="nash")
    cast.talk("Regret", ("Yale University", "2024.3"), slug="regret")


SITE = KeptRows(fill_site)


@pytest.fixture(autouse=True)
def site(db):
    SITE.write()


@pytest.fixture
def clock(monkeypatch):
    """Call it to set the clock."""

    def set_to(now: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: now)

    set_to(NOW)
    return set_to


def ask(path: str = "/", client: Client | None = None, **headers: str):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return (client or Client()).get(path, headers=named)


def headers_of(response: HttpResponse) -> dict[str, str]:
    """The headers except the request id."""
    return {name: value for name, value in response.items() if name != "X-Request-ID"}


class TestEveryPage:
    @pytest.mark.parametrize("path", PAGES)
    def test_is_cached_and_then_costs_one_query(self, path, clock, django_assert_num_queries):
        first = ask(path)
        with django_assert_num_queries(1):
            again = ask(path)
        assert again.content == first.content
        assert headers_of(again) == headers_of(first)

    @pytest.mark.parametrize("path", PAGES)
    def test_is_not_sent_again_to_a_client_that_has_it(self, path, clock):
        response = ask(path)
        assert response["ETag"].startswith('W/"')
        assert response["Cache-Control"] == "no-cache"
        again = ask(path, if_none_match=response["ETag"])
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == response["ETag"]
        assert again["Cache-Control"] == "no-cache"

    def test_is_sent_in_full_to_a_client_that_has_another(self):
        assert ask(if_none_match='W/"another"').status_code == 200

    def test_a_head_request_has_the_same_headers(self, clock):
        head = Client().head("/")
        page = ask()
        assert head.content == b""
        assert headers_of(head) == headers_of(page)
        assert headers_of(Client().head("/")) == headers_of(page)

    def test_a_head_request_is_cached_too(self, django_assert_num_queries):
        Client().head("/")
        with django_assert_num_queries(1):
            assert b"Olga Owner" in ask().content

    def test_is_compressed_for_clients_that_accept_it_and_is_still_the_same(self):
        plain = ask()
        for accepted in ("gzip", "br, gzip;q=0.8, *", "GZIP", "*", "gzip;q=0.001"):
            zipped = ask(accept_encoding=accepted)
            assert zipped["Content-Encoding"] == "gzip"
            assert zipped["Content-Length"] == str(len(zipped.content))
            assert gzip.decompress(zipped.content) == plain.content
            assert zipped["ETag"] == plain["ETag"]
            assert "Accept-Encoding" in zipped["Vary"]

    @pytest.mark.parametrize("path", ["/", "/nothing/"])
    @pytest.mark.parametrize(
        "refused",
        ["", "br", "identity", "gzip;q=0", "gzip; Q=0.0, br", "*;q=0", "*, gzip;q=0.000", "agzip"],
    )
    def test_is_never_compressed_for_clients_that_refuse_it(self, path, refused):
        for _ in "again":
            response = ask(path, accept_encoding=refused)
            assert "Content-Encoding" not in response
            assert b"</html>" in response.content

    @pytest.mark.parametrize("path", ["/card.png", "/cv.pdf"])
    def test_a_picture_or_pdf_is_never_compressed(self, path):
        for _ in "again":
            assert "Content-Encoding" not in ask(path, accept_encoding="gzip")

    @pytest.mark.parametrize("path", ["/", "/publications/", "/cv.json"])
    def test_is_compressed_once(self, path, monkeypatch):
        compressed = []

        def count(owner: object, name: str) -> None:
            compress = getattr(owner, name)
            monkeypatch.setattr(
                owner, name, lambda *a, **k: compressed.append(1) or compress(*a, **k)
            )

        count(gzip, "compress")  # of the page cache
        count(gzip.GzipFile, "write")  # of Django's middleware
        for _ in range(3):
            assert ask(path, accept_encoding="gzip")["Content-Encoding"] == "gzip"
        assert len(compressed) == 1

    def test_varies_by_cookie(self):
        assert "Cookie" in ask("/")["Vary"]
        assert "Cookie" not in ask("/cv.pdf").get("Vary", "")


class TestOtherCode:
    def test_does_not_use_pages_of_this_code(self, monkeypatch, django_assert_num_queries):
        ask("/robots.txt")
        monkeypatch.setattr(site_version, "compute_code_version", lambda: "othercode")
        with django_assert_num_queries(2):  # the site version, before and after rendering
            ask("/robots.txt")


class TestTheClock:
    """Pages that depend on the time are never out of date either."""

    @pytest.fixture
    def new_york(self, settings):
        settings.TIME_ZONE = "America/New_York"

    def test_a_talk_is_upcoming_until_it_starts(self, clock, new_york):
        talk = cast.talk("Games", slug="games")
        cast.presentation("ETH", talk=talk, when="6 March 2024", start_time="14:00")
        start = datetime(2024, 3, 6, 19, tzinfo=UTC)
        clock(start - timedelta(seconds=1))
        before = ask("/talks/games/")
        assert "upcoming" in before.content.decode()
        clock(start)
        after = ask("/talks/games/", if_none_match=before["ETag"])
        assert after.status_code == 200
        assert "upcoming" not in after.content.decode()

    def test_a_day_begins_at_midnight_where_the_owner_is(self, clock, new_york):
        cast.paper("Tomorrow", when="2024-03-06", slug="tomorrow")
        for number in range(5):
            cast.paper(f"Selected {number}", is_selected=True)
        midnight = datetime(2024, 3, 6, 5, tzinfo=UTC)
        clock(midnight - timedelta(seconds=1))
        assert "Tomorrow</a>" not in ask().content.decode()
        clock(midnight)
        assert "Tomorrow</a>" in ask().content.decode()

    def test_a_date_is_expected_until_its_last_day_comes(self, clock, new_york):
        Education.objects.create(institution="Yale", when="2020 - May 2024 (expected)")
        last_day = datetime(2024, 5, 31, 4, tzinfo=UTC)
        clock(last_day - timedelta(seconds=1))
        assert "2020 – May 2024 (expected)" in Page("/cv/").text
        clock(last_day)
        assert "2020 – May 2024?" in Page("/cv/").text

    def test_other_days_change_nothing(self, clock, django_assert_num_queries):
        first = ask("/talks/")
        clock(NOW + timedelta(days=3))
        with django_assert_num_queries(1):
            again = ask("/talks/", if_none_match=first["ETag"])
        assert again.status_code == 304


class TestASignedInUser:
    def test_sees_the_pages_made_for_the_owner_though_others_asked_before(self, desk):
        assert "Admin" not in Page("/").links()
        assert "Admin" in Page("/", desk).links()
        assert "Edit" in Page("/publications/nash/", desk).links()

    def test_does_not_cache_them_for_strangers(self, desk):
        assert "Admin" in Page("/", desk).links()
        assert "Admin" not in Page("/").links()

    def test_gets_pages_that_no_cache_may_store(self, desk):
        assert ask("/", desk)["Cache-Control"] == "private, no-store"

    def test_alone_sees_drafts(self, desk):
        cast.paper("Secret", slug="secret", is_draft=True)
        Page("/publications/secret/", desk)
        Page("/publications/secret/", status=404)
        Page("/publications/secret/", desk)

    @pytest.mark.parametrize(
        "headers",
        [
            {"cookie": "_ga=1; csrftoken=b"},
            {"cookie": "messages=a"},
            {"cookie": "__Host-messages=a"},
            {"cookie": "sessionid=short"},
            {"authorization": "Basic eDp5"},
        ],
    )
    def test_is_not_recognised_by_other_credentials(self, headers, django_assert_num_queries):
        before = ask()
        with django_assert_num_queries(1):
            again = ask(**headers)
        assert again.content == before.content

    @pytest.mark.parametrize("session", ["a" * 32, "of a visitor"])
    def test_is_not_recognised_by_another_session(self, session, django_assert_num_queries):
        if session == "of a visitor":
            store = SessionStore()
            store["typed"] = "a password"
            store.save()
            session = store.session_key
        before = ask()
        with django_assert_num_queries(2):  # the session and the site version
            again = ask(cookie=f"sessionid={session}")
        assert again.content == before.content
        assert not again.cookies


class TestWhatIsNotCached:
    @pytest.mark.parametrize("path", ["/nothing/", "/favicon.ico", "/admin/login/"])
    def test_what_is_not_a_page(self, path):
        ask(path)
        assert not any(cache._cache for cache in caches.all())

    def test_what_is_posted(self):
        assert Client().post("/").status_code in {200, 403, 405}
        assert not any(cache._cache for cache in caches.all())

    def test_other_hosts_are_refused(self, settings):
        settings.ALLOWED_HOSTS = ["example.org"]
        assert ask(host="example.org").status_code == 200
        assert ask(host="evil.org").status_code == 400


class TestItsSize:
    def test_searches_never_push_out_pages(self, django_assert_num_queries):
        ask()
        for number in range(5):
            ask(f"/publications/?q={number}")
            ask(f"/publications.bib?q={number}")
        with django_assert_num_queries(1):
            ask()
        assert len(caches["pages"]._cache) == 1

    def test_their_number_is_bounded(self, settings):
        settings.CACHES = {
            name: services.configure_memory_cache(name, entries=5) for name in settings.CACHES
        }
        for path in PAGES:
            ask(path)
        assert 0 < len(caches["pages"]._cache) <= 5


class TestManyAtOnce:
    def test_no_search_waits_for_another(self, monkeypatch):
        monkeypatch.setattr(site_version, "get_current", lambda: "token")
        begun, end = threading.Event(), threading.Event()

        def page(request):
            if request.GET["q"] == "slow":
                begun.set()
                end.wait(10)
            return HttpResponse(request.GET["q"])

        def search(words: str) -> bytes:
            return page_cache(RequestFactory().get(f"/publications/?q={words}")).content

        page_cache = PageCacheMiddleware(page)
        slow = threading.Thread(target=search, args=["slow"])
        slow.start()
        begun.wait(10)
        # Far more than there are locks.
        assert {search(str(number)) for number in range(3 * LOCKS)}
        assert slow.is_alive()
        end.set()
        slow.join()

    def test_one_renders_the_page_and_the_others_wait(self, monkeypatch):
        monkeypatch.setattr(site_version, "get_current", lambda: "token")
        made, together = [], threading.Barrier(5)

        def slow_page(request):
            made.append(request)
            time.sleep(0.05)
            return HttpResponse("slow")

        page_cache, answers = PageCacheMiddleware(slow_page), []

        def visit():
            request = RequestFactory().get("/slow/")
            together.wait()
            answers.append(page_cache(request).content)

        visitors = [threading.Thread(target=visit) for _ in range(5)]
        for visitor in visitors:
            visitor.start()
        for visitor in visitors:
            visitor.join()
        assert answers == [b"slow"] * 5
        assert len(made) == 1
