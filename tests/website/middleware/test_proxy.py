"""The visitor's IP address is the one that the proxy saw; no other is believed."""

from ipaddress import ip_network

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse

from website.config.env import SiteAddress
from website.middleware.proxy import ProxyMiddleware

VISITOR, LIAR, BALANCER = "203.0.113.5", "198.51.100.9", "10.0.0.7"


@pytest.fixture
def seen(settings, rf):
    """What the site believes of a request: the IP address, and whether it came by HTTPS."""
    settings.SITE = SiteAddress("https", "example.org", "example.org")
    settings.PROXIES = [ip_network(text) for text in ("127.0.0.0/8", "::1", "10.0.0.0/24")]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    def ask(sender: str, forwarded: str | None, scheme: str = "https") -> tuple[str, bool]:
        headers = {"X-Forwarded-Proto": scheme}
        if forwarded is not None:
            headers["X-Forwarded-For"] = forwarded
        request = rf.get("/", headers=headers, REMOTE_ADDR=sender)
        ProxyMiddleware(lambda request: HttpResponse())(request)
        return request.META["REMOTE_ADDR"], request.is_secure()

    return ask


@pytest.mark.parametrize("proxy", ["127.0.0.1", "127.8.0.1", "::1", "::ffff:127.0.0.1", ""])
def test_a_proxy_on_this_machine_is_believed(seen, proxy):
    assert seen(proxy, VISITOR) == (VISITOR, True)


@pytest.mark.parametrize("visitor", [VISITOR, "2001:db8::5"])
def test_a_forged_header_in_front_of_it_is_not_believed(seen, visitor):
    assert seen("127.0.0.1", f"{LIAR}, {LIAR}, {visitor}") == (visitor, True)


@pytest.mark.parametrize(
    "chain",
    [
        f"{VISITOR}, {BALANCER}",
        f"{VISITOR},{BALANCER},::ffff:{BALANCER}",
        f"{LIAR}, {VISITOR}, {BALANCER}",
        f"127.0.0.1, {VISITOR}, {BALANCER}",
        f"{BALANCER}, {VISITOR}",
        f"unknown, {VISITOR}, {BALANCER}, 127.0.0.1",
    ],
)
def test_behind_several_proxies_the_visitor_is_the_last_who_is_none_of_them(seen, chain):
    assert seen("127.0.0.1", chain) == (VISITOR, True)


def test_two_visitors_behind_two_proxies_have_two_ip_addresses(seen):
    assert len({seen("127.0.0.1", f"{who}, {BALANCER}") for who in (VISITOR, LIAR)}) == 2


def test_a_proxy_that_forwards_nothing_is_the_visitor(seen):
    assert seen("127.0.0.1", f"{LIAR}, unknown, {BALANCER}") == (BALANCER, True)


def test_a_request_from_one_of_the_proxies_comes_from_the_first(seen):
    assert seen("127.0.0.1", f"10.0.0.9, {BALANCER}") == ("10.0.0.9", True)


def test_a_proxy_that_is_not_among_the_settings_is_taken_for_the_visitor(seen):
    assert seen("127.0.0.1", f"{LIAR}, {VISITOR}") == (VISITOR, True)
    assert seen(VISITOR, f"{LIAR}, {BALANCER}") == (VISITOR, False)


def test_a_client_that_bypasses_the_proxy_is_not_believed(seen):
    assert seen(VISITOR, LIAR) == (VISITOR, False)


@pytest.mark.parametrize("nonsense", [None, "", "unknown", "a, b", "1.2.3.4:80", "' OR 1=1"])
def test_an_invalid_ip_address_changes_nothing(seen, nonsense):
    assert seen("127.0.0.1", nonsense) == ("127.0.0.1", True)


def test_without_a_site_url_no_proxy_is_trusted(settings):
    settings.SITE = None
    with pytest.raises(MiddlewareNotUsed):
        ProxyMiddleware(lambda request: HttpResponse())
