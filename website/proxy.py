"""Who asked, where a proxy stands in front: the one place that reads what proxies forward."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from ipaddress import ip_address

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from website.environment import Network

FORWARDED_FOR, FORWARDED_PROTO = "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO"


class BehindProxy:
    """Sets ``REMOTE_ADDR`` to the address of the visitor, as the proxy in front saw it.

    Of ``X-Forwarded-For`` only the last address counts: the proxy has written that one, and
    whatever stands before it came from the visitor. Where the request does not come from one of
    ``settings.PROXIES``, what it says of itself, HTTPS too, is not believed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if settings.SITE is None:  # on one's own machine no proxy stands in front
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.is_proxy = lru_cache(partial(is_proxy, proxies=settings.PROXIES))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        meta = request.META
        if self.is_proxy(meta.get("REMOTE_ADDR", "")):
            last = meta.get(FORWARDED_FOR, "").rpartition(",")[2].strip()
            if last and is_address(last):
                meta["REMOTE_ADDR"] = last
        else:
            meta.pop(FORWARDED_FOR, None)
            meta.pop(FORWARDED_PROTO, None)
        return self.get_response(request)


def is_proxy(address: str, proxies: list[Network]) -> bool:
    """Say whether an address is a proxy's. A socket of this machine, which has none, is."""
    if not is_address(address):
        return not address
    number = ip_address(address)
    number = getattr(number, "ipv4_mapped", None) or number  # ::ffff:127.0.0.1
    return any(number in network for network in proxies)


def is_address(text: str) -> bool:
    """Say whether this is an address of IPv4 or IPv6."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
