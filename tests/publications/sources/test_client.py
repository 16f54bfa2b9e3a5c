"""Asking a service: politely, within limits, and never inside the own network."""

import gzip
import time

import pytest
from urllib3.connection import HTTPSConnection

from common.http import public_addresses
from common.http.public_addresses import NotPublicError, find_public_addresses, is_public
from profile.models import Profile
from publications.sources import client
from publications.sources.client import Client, Limits
from publications.sources.errors import NotKnownError, SourceError, UnavailableError
from tests.publications.sources.service_server import Dripping, serving_bytes
from website.config.env import SiteAddress

HTML = "<html><body>Welcome</body></html>"


def why(key: str = "doi", path: str = "/x") -> str:
    with pytest.raises(SourceError) as caught:
        Client().ask(key, path)
    return str(caught.value)


class TestAnAnswer:
    def test_is_returned_as_it_came(self, services):
        services.answers["/doi/10.1/a"] = {"title": "A"}
        assert Client().ask("doi", "/10.1/a") == b'{"title": "A"}'

    def test_may_be_compressed(self, services):
        services.answers["/doi"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"{}"))
        assert Client().ask("doi", "/10.1/a") == b"{}"

    def test_that_is_too_large_is_not_read_to_its_end(self, services):
        bomb = gzip.compress(b" " * 30_000_000)
        services.answers["/doi"] = (200, {"Content-Encoding": "gzip"}, bomb)
        assert why() == "The answer of doi.org has more than 5 MB, and was not read."

    def test_that_is_cut_off_is_no_answer(self, services):
        services.answers["/doi"] = (200, {"Content-Length": "1000"}, b'{"title":')
        assert why() == "The answer of doi.org was cut off. Try again."

    def test_that_does_not_come_is_waited_for_a_while(self, services):
        services.answers["/doi"] = lambda _: time.sleep(0.6) or {}
        assert why().startswith("doi.org did not answer in time. Try again later;")

    @pytest.mark.parametrize(
        ("headers", "start_of_body"),
        [
            ({}, b""),
            ({"Transfer-Encoding": "chunked"}, b""),
            ({"Content-Encoding": "gzip"}, gzip.compress(b"", mtime=0)[:10]),
        ],
    )
    def test_that_comes_byte_by_byte_is_not_waited_for_to_its_end(
        self, services, headers, start_of_body
    ):
        services.answers["/doi"] = (200, headers, Dripping(start_of_body + b"0" * 100))
        start = time.monotonic()
        with pytest.raises(UnavailableError, match=r"^doi\.org did not answer in time\."):
            Client(Limits(read=1, total=0.5, has_pauses=False)).ask("doi", "/x")
        assert time.monotonic() - start < 5

    def test_whose_headers_come_byte_by_byte_is_not_waited_for(self, services, settings):
        with serving_bytes(Dripping(b"HTTP/1.0 200 OK\r\nX-Long: " + b"x" * 100)) as url:
            settings.SOURCES = {"doi": url}
            start = time.monotonic()
            with pytest.raises(UnavailableError, match=r"^doi\.org did not answer in time\."):
                Client(Limits(read=1, total=0.5, has_pauses=False)).ask("doi", "/x")
        assert time.monotonic() - start < 5

    @pytest.mark.parametrize(
        ("status", "sentence"),
        [
            (404, "doi.org does not know it."),
            (204, "doi.org gives no data in a form that Vita can read. Paste BibTeX instead."),
            (406, "doi.org gives no data in a form that Vita can read. Paste BibTeX instead."),
            (403, "doi.org refuses to answer this site (status 403). Paste BibTeX instead."),
            (500, "doi.org has a fault (status 500). Try again later."),
            (400, "doi.org did not accept the question (status 400)."),
        ],
    )
    def test_that_is_none_is_explained(self, services, status, sentence):
        services.answers["/doi"] = status
        assert why() == sentence

    def test_what_is_not_known_differs_from_what_is_not_available(self, services):
        services.answers |= {"/doi": 404, "/crossref": (429, {"Retry-After": "120"}, "")}
        with pytest.raises(NotKnownError):
            Client().ask("doi", "/x")
        with pytest.raises(UnavailableError, match=r"Crossref is busy\. Try again in 2 minutes\."):
            Client().ask("crossref", "/x")

    def test_no_network_is_told(self, services, settings):
        settings.SOURCES = {"doi": "http://127.0.0.1:1"}
        assert why().startswith("doi.org was not reached. Is this machine connected")

    def test_nobody_is_asked_if_the_settings_say_so(self, services, settings):
        settings.SOURCES = None
        assert "SOURCES is off" in why()
        assert services.asked == []


class TestPoliteness:
    def test_a_service_that_is_busy_for_a_moment_is_asked_once_more(self, services):
        busy = iter([(429, {"Retry-After": "0"}, ""), (200, {}, "{}")])
        services.answers["/doi"] = lambda _: next(busy)
        assert Client(Limits(max_retry_after=5, has_pauses=False)).ask("doi", "/x") == b"{}"
        assert len(services.asked) == 2

    def test_a_service_that_is_busy_for_long_is_left_alone(self, services):
        services.answers["/doi"] = (503, {"Retry-After": "3600"}, "")
        assert why() == "doi.org is busy. Try again in 60 minutes."
        assert len(services.asked) == 1

    def test_two_questions_have_a_pause_between_them(self, services, monkeypatch):
        waited = []
        monkeypatch.setattr(client.time, "sleep", waited.append)
        monkeypatch.setattr(client, "_hosts", client.defaultdict(client.Host))
        asker = Client(Limits())
        services.answers[""] = {}
        asker.ask("arxiv", "/a")
        asker.ask("arxiv", "/b")
        assert waited[0] == 0
        assert 2 < waited[1] <= 3

    def test_the_program_the_site_and_its_owner_are_named(self, services, settings):
        settings.SITE = SiteAddress("https", "example.org", "example.org")
        Profile.objects.create(name="W", email="w@example.org")
        services.answers[""] = {}
        Client().ask("doi", "/x")
        agent = services.headers["User-Agent"]
        assert agent.startswith("Vita/")
        assert agent.endswith(" (+https://example.org; mailto:w@example.org)")


class TestRedirects:
    @pytest.mark.parametrize(
        "target",
        [
            "http://127.0.0.1:{port}/inside",
            "https://127.0.0.1:{port}/inside",
            "https://localhost/",
            "https://169.254.169.254/latest/meta-data/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://10.0.0.1/",
            "https://user:password@example.org/",
            "file:///etc/passwd",
            "http://example.org/",
            "/inside",
        ],
    )
    def test_lead_to_no_private_or_unencrypted_address(self, services, target):
        to = target.format(port=services.server_port)
        services.answers |= {"/inside": {"secret": 1}, "/doi": (302, {"Location": to}, HTML)}
        assert why().startswith("doi.org sent Vita on to an address that is not open to the public")
        assert len(services.asked) == 1

    def test_a_name_may_have_no_private_address(self, services, monkeypatch):
        found = [(0, 0, 0, "", (ip, 443)) for ip in ("93.184.216.34", "10.0.0.1")]
        monkeypatch.setattr(public_addresses.socket, "getaddrinfo", lambda *_, **__: found)
        with pytest.raises(NotPublicError):
            find_public_addresses("rebinding.example", 443)

    def test_the_connection_goes_to_the_address_that_was_checked(self, services, monkeypatch):
        asked = []

        class Pool:
            ConnectionCls = HTTPSConnection

            def __init__(self, *args, **kwargs):
                asked.append((args, kwargs))

            def request(self, method, url, **kwargs):
                asked.append((url, kwargs["headers"]["Host"]))
                raise ConnectionResetError

        monkeypatch.setattr(client, "find_public_addresses", lambda *_: ["93.184.216.34"])
        monkeypatch.setattr(client.urllib3, "HTTPSConnectionPool", Pool)
        services.answers["/doi"] = (302, {"Location": "https://example.org/a?b=c"}, "")
        assert why() == "The answer of doi.org was cut off. Try again."
        names = {"server_hostname": "example.org", "assert_hostname": "example.org"}
        assert asked == [(("93.184.216.34", 443), names), ("/a?b=c", "example.org")]


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
        *("0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1"),
        *("::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1", "nonsense"),
        *("::127.0.0.1", "::a9fe:a9fe", "::ffff:0:127.0.0.1", "64:ff9b:1::7f00:1", "fec0::1"),
        *("192.0.0.8", "192.0.0.9"),
    ],
)
def test_an_address_that_is_not_on_the_internet_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "2a00:1450:4001:82a::200e"),
        *("::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"),
    ],
)
def test_an_address_on_the_internet_is_public(address):
    assert is_public(address)
