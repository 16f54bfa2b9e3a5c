"""Who asked, where a proxy stands in front: the one place that reads what proxies forward."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from website.config.env import Network

FORWARDED_FOR, FORWARDED_PROTO = "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO"


class ProxyMiddleware:
    """Sets ``REMOTE_ADDR`` to the address of the visitor, as the proxies in front saw it.

    Each proxy adds to the end of ``X-Forwarded-For`` who asked it. So the list is read from the
    end, past the proxies of ``settings.PROXIES``, to the first address that is none of them:
    whatever comes before that one is the visitor's own claim. A request that does not come from
    a proxy is not believed, nor that it came by HTTPS.

    granian's own ``wrap_wsgi_with_proxy_headers`` takes any word for an address, knows neither
    sockets nor ``::ffff:127.0.0.1``, and lets a stranger claim HTTPS.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if settings.SITE is None:  # on one's own machine no proxy stands in front
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.is_proxy = lru_cache(partial(is_proxy, proxies=settings.PROXIES))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        meta = request.META
        if self.is_proxy(meta.get("REMOTE_ADDR", "")):
            meta["REMOTE_ADDR"] = self._visitor(meta)
        else:
            meta.pop(FORWARDED_FOR, None)
            meta.pop(FORWARDED_PROTO, None)
        return self.get_response(request)

    def _visitor(self, meta: dict[str, Any]) -> str:
        """Return the first address from the end that is no proxy; at nonsense, the one before."""
        seen: str = meta.get("REMOTE_ADDR", "")
        for hop in reversed(meta.get(FORWARDED_FOR, "").split(",")):
            if not is_address(hop.strip()):
                break
            seen = hop.strip()
            if not self.is_proxy(seen):
                break
        return seen


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
