"""What each kind of answer, or no answer, says about a link."""

import socket
import threading
from dataclasses import replace

import pytest

from common.http import public_addresses
from tests.website.linkcheck.link_server import LinkServer, serving
from website.config.env import SiteAddress
from website.linkcheck import client
from website.linkcheck.client import LinkClient, TimeLimits
from website.linkcheck.verdicts import Verdict, judge_status
from website.models import LinkCheck

Outcome = LinkCheck.Outcome
HASTY = TimeLimits(connect=0.5, read=0.2, delay=0, retry_delay=0, max_retry_after=0.5)


@pytest.fixture(scope="module")
def running():
    with serving() as server:
        yield server


@pytest.fixture
def server(running):
    """A server without any requests yet."""
    running.asked.clear()
    running.times.clear()
    running.sent = running.most_at_once = 0
    return running


def check(server: LinkServer, path: str, **limits: float) -> Verdict:
    return LinkClient(replace(HASTY, **limits)).check(server.url + path)


class TestOneAnswer:
    @pytest.mark.parametrize(
        ("path", "outcome", "detail"),
        [
            ("/status/200", Outcome.WORKS, ""),
            ("/status/204", Outcome.WORKS, ""),
            ("/status/304", Outcome.WORKS, ""),
            ("/status/404", Outcome.GONE, "404 Not Found"),
            ("/status/410", Outcome.GONE, "410 Gone"),
            ("/status/401", Outcome.NOT_CHECKABLE, "401 Unauthorized"),
            ("/status/403", Outcome.NOT_CHECKABLE, "403 Forbidden"),
            ("/status/429", Outcome.NOT_CHECKABLE, "429 Too Many Requests"),
            ("/status/999", Outcome.NOT_CHECKABLE, "999"),
            ("/status/500", Outcome.UNREACHABLE, "500 Internal Server Error"),
            ("/status/503", Outcome.UNREACHABLE, "503 Service Unavailable"),
        ],
    )
    def test_is_judged_by_its_status(self, server, path, outcome, detail):
        verdict = check(server, path)
        assert (verdict.outcome, verdict.detail) == (outcome, detail)
        assert verdict.status == int(path.rpartition("/")[2])

    def test_head_is_enough_if_it_is_answered(self, server):
        check(server, "/status/200")
        assert server.asked == [("HEAD", "/status/200")]

    @pytest.mark.parametrize("status", [403, 404, 405, 500, 501])
    def test_get_decides_if_head_is_refused(self, server, status):
        assert check(server, f"/head-refused/{status}").outcome == Outcome.WORKS
        assert server.methods_for(f"/head-refused/{status}") == ["HEAD", "GET"]

    def test_a_huge_body_is_not_read(self, server):
        assert check(server, "/huge").outcome == Outcome.WORKS
        assert server.sent < 10**8

    def test_a_wrong_length_does_no_harm(self, server):
        assert check(server, "/wrong-length").outcome == Outcome.WORKS


class TestUserAgent:
    def test_the_site_is_named(self, server, settings):
        settings.SITE = SiteAddress("https", "example.org", "example.org")
        check(server, "/status/200")
        assert server.headers["User-Agent"] == "Vita link check (+https://example.org)"

    def test_a_local_site_has_no_name(self, server, settings):
        settings.SITE = None
        check(server, "/status/200")
        assert server.headers["User-Agent"] == "Vita link check"


class TestRedirects:
    @pytest.mark.parametrize("status", [301, 308])
    def test_a_permanent_one_has_moved(self, server, status):
        verdict = check(server, f"/to/{status}/status/200")
        assert verdict.outcome == Outcome.MOVED
        assert verdict.moved_to == f"{server.url}/status/200"

    @pytest.mark.parametrize("status", [302, 303, 307])
    def test_a_temporary_one_works(self, server, status):
        assert check(server, f"/to/{status}/status/200") == Verdict(Outcome.WORKS, 200)

    def test_the_last_of_several_permanent_ones_is_reported(self, server):
        verdict = check(server, "/to/301/to/308/status/200")
        assert verdict.moved_to == f"{server.url}/status/200"

    def test_nothing_behind_a_temporary_one_is_reported(self, server):
        verdict = check(server, "/to/301/to/302/status/200")
        assert verdict.moved_to == f"{server.url}/to/302/status/200"
        assert check(server, "/to/302/to/301/status/200").outcome == Outcome.WORKS

    def test_a_slash_at_the_end_is_not_worth_fixing(self):
        urls = ["https://a.org/x", "https://a.org/x/"]
        assert judge_status(200, urls, moved_to=urls[1]) == Verdict(Outcome.WORKS, 200)

    @pytest.fixture
    def names(self, monkeypatch):
        """Look-ups of names: each has the addresses given here, one after the other.

        Of this machine's own addresses, 127.0.0.1 counts as public.
        """
        names: dict[str, list[str]] = {}
        look_up = socket.getaddrinfo

        def look_up_here(host, *args, **kwargs):
            if addresses := names.get(host):
                host = addresses.pop(0) if len(addresses) > 1 else addresses[0]
            return look_up(host, *args, **kwargs)

        monkeypatch.setattr(socket, "getaddrinfo", look_up_here)
        for module in (client, public_addresses):
            monkeypatch.setattr(module, "is_public", lambda address: address == "127.0.0.1")
        return names

    def test_one_into_a_private_network_is_not_followed(self, server, names):
        names["inside.test"] = ["127.0.0.2"]
        inside = f"http://inside.test:{server.server_port}/status/200"
        verdict = check(server, f"/to/302/{inside}")
        assert verdict == Verdict(Outcome.UNREACHABLE, detail="redirects into a private network")
        assert all(path.startswith("/to/") for _, path in server.asked)

    def test_a_name_may_not_become_a_private_one(self, server, names):
        names["rebinding.test"] = ["127.0.0.1", "127.0.0.2"]
        there = f"http://rebinding.test:{server.server_port}"
        verdict = LinkClient(HASTY).check(f"{there}/to/302/status/200")
        assert verdict == Verdict(Outcome.UNREACHABLE, detail="redirects into a private network")
        assert [path for _, path in server.asked] == ["/to/302/status/200"]

    def test_a_name_may_not_become_a_private_one_for_get(self, server, names):
        names["rebinding.test"] = ["127.0.0.1", "127.0.0.2"]
        LinkClient(HASTY).check(f"http://rebinding.test:{server.server_port}/head-refused/405")
        assert server.asked == [("HEAD", "/head-refused/405")]

    def test_a_connection_goes_to_the_address_that_was_checked(self, server, names):
        names["rebinding.test"] = ["127.0.0.1", "127.0.0.2"]
        there = f"http://rebinding.test:{server.server_port}"
        assert check(server, f"/to/302/{there}/status/200") == Verdict(Outcome.WORKS, 200)
        assert names["rebinding.test"] == ["127.0.0.2"]  # it was looked up once
        assert server.headers["Host"] == f"rebinding.test:{server.server_port}"

    def test_one_within_a_private_network_is_followed(self, server, names):
        names["intranet.test"] = ["127.0.0.2"]
        names["wiki.test"] = ["127.0.0.2"]
        wiki = f"http://wiki.test:{server.server_port}/status/200"
        with serving("127.0.0.2", server.server_port):
            url = f"http://intranet.test:{server.server_port}/to/302/{wiki}"
            assert LinkClient(HASTY).check(url) == Verdict(Outcome.WORKS, 200)

    def test_one_to_a_page_that_is_gone_is_gone(self, server):
        verdict = check(server, "/to/301/status/404")
        assert verdict.outcome == Outcome.GONE
        assert verdict.detail == f"404 Not Found after a redirect to {server.url}/status/404"

    def test_a_redirect_loop_is_named(self, server):
        verdict = check(server, "/loop/a")
        assert verdict.outcome == Outcome.UNREACHABLE
        assert verdict.detail == "redirects in a circle"

    def test_a_redirect_loop_that_sets_cookies_may_work_in_a_browser(self, server):
        assert check(server, "/cookie-wall").outcome == Outcome.NOT_CHECKABLE

    def test_an_endless_chain_is_named(self, server):
        assert check(server, "/ever-on/1").detail == "redirects more than 10 times"
        assert len(server.asked) <= 12

    def test_a_chain_that_takes_too_long_is_named(self, server):
        assert check(server, "/ever-on/1", total=0).detail == "takes too long"

    @pytest.mark.parametrize("where", ["javascript:alert(1)", "file:/etc/passwd", "https:///a"])
    def test_only_the_web_is_followed(self, server, where):
        verdict = check(server, f"/to/302/{where}")
        assert verdict.outcome == Outcome.UNREACHABLE
        assert verdict.detail == "redirects to something that is not a web URL"

    def test_the_fragment_of_the_target_is_not_asked_for(self, server):
        assert check(server, "/to/302/status/200#top").outcome == Outcome.WORKS


class TestTemporaryFailures:
    def test_a_broken_server_gets_a_second_try(self, server):
        assert check(server, "/recovers").outcome == Outcome.WORKS
        assert server.methods_for("/recovers") == ["HEAD", "GET", "GET"]

    def test_a_broken_server_does_not_get_a_third_try(self, server):
        check(server, "/status/500")
        assert len(server.asked) == 3

    def test_a_slow_server_gets_a_second_try(self, server):
        assert check(server, "/slow-once").outcome == Outcome.WORKS

    def test_one_that_stays_slow_is_not_reached(self, server):
        verdict = check(server, "/slow")
        assert verdict == Verdict(Outcome.UNREACHABLE, detail="the host does not answer in time")

    @pytest.mark.parametrize("status", [429, 503])
    def test_a_host_gets_the_pause_it_asks_for(self, server, status):
        assert check(server, f"/busy/{status}/0").outcome == Outcome.WORKS

    def test_a_date_in_the_past_means_now(self, server):
        path = "/busy/429/Wed,_21_Oct_2015_07:28:00_GMT"
        assert check(server, path).outcome == Outcome.WORKS

    def test_its_other_urls_wait_too(self, server, monkeypatch):
        client = LinkClient(replace(HASTY, max_retry_after=10))
        waits: list[float] = []
        monkeypatch.setattr(client, "_sleep", waits.append)
        client.check(f"{server.url}/busy/429/7")
        waits.clear()
        client.check(f"{server.url}/status/200")
        assert 6 < waits[0] <= 7

    @pytest.mark.parametrize("wish", ["3600", "9" * 5000, "Wed,_21_Oct_2065_07:28:00_GMT", "soon"])
    def test_a_long_or_unreadable_wait_is_not_waited_for(self, server, wish):
        assert check(server, f"/busy/429/{wish}").outcome == Outcome.NOT_CHECKABLE
        assert len(server.asked) == 1


class TestNoAnswer:
    @pytest.mark.parametrize(
        ("number", "verdict"),
        [
            (socket.EAI_NONAME, Verdict(Outcome.GONE, detail="there is no host of this name")),
            (
                socket.EAI_AGAIN,
                Verdict(Outcome.UNREACHABLE, detail="the host's name could not be looked up"),
            ),
        ],
    )
    def test_an_unknown_host_is_gone_unless_the_lookup_failed(self, monkeypatch, number, verdict):
        def look_up(*_: object, **__: object) -> None:
            raise socket.gaierror(number, "no address")

        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        assert LinkClient(HASTY).check("http://nobody.invalid/") == verdict

    def test_an_impossible_host_name_is_not_reached(self):
        verdict = LinkClient(HASTY).check(f"http://{'ü' * 80}.org/")
        assert verdict == Verdict(Outcome.UNREACHABLE, detail="this is not a web URL")

    @pytest.mark.parametrize("url", ["http:///a", "ftp://example.org/", "http://a.org:x/"])
    def test_what_is_no_web_url_is_not_reached(self, url):
        verdict = LinkClient(HASTY).check(url)
        assert verdict == Verdict(Outcome.UNREACHABLE, detail="this is not a web URL")

    def test_a_refused_connection_is_not_reached(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        verdict = LinkClient(HASTY).check(f"http://127.0.0.1:{port}/")
        assert verdict == Verdict(
            Outcome.UNREACHABLE, detail="the host does not accept connections"
        )

    def test_a_host_without_tls_is_named(self, server):
        url = server.url.replace("http:", "https:")
        verdict = LinkClient(HASTY).check(f"{url}/status/200")
        assert verdict.outcome == Outcome.UNREACHABLE
        assert verdict.detail.startswith("no secure connection: ")

    def test_an_answer_that_is_not_http_is_not_reached(self, server):
        assert check(server, "/nonsense").detail == "the connection was lost"


class TestPoliteness:
    def ask_at_once(self, client: LinkClient, server: LinkServer, count: int) -> None:
        threads = [
            threading.Thread(target=client.check, args=(f"{server.url}/takes-a-moment/{n}",))
            for n in range(count)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def test_a_host_gets_one_request_at_a_time(self, server):
        self.ask_at_once(LinkClient(HASTY), server, 6)
        assert len(server.asked) == 6
        assert server.most_at_once == 1

    def test_a_host_gets_a_pause_between_two_requests(self, server):
        self.ask_at_once(LinkClient(replace(HASTY, delay=0.05)), server, 3)
        first, second, third = sorted(server.times)
        assert second - first >= 0.05
        assert third - second >= 0.05

    def test_one_that_refuses_for_long_gets_no_more_requests(self, server):
        client = LinkClient(HASTY)
        for path in ("/busy/429/3600", "/status/200"):
            verdict = client.check(server.url + path)
            assert (verdict.outcome, verdict.detail) == (
                Outcome.NOT_CHECKABLE,
                "429 Too Many Requests",
            )
        assert len(server.asked) == 1

    def test_non_ascii_characters_are_sent_as_browsers_do(self, server):
        check(server, "/takes-a-moment/Erdős?q=熊")
        assert server.asked[0][1] == "/takes-a-moment/Erd%C5%91s?q=%E7%86%8A"
