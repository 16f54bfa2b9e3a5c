"""Finds the visitor's IP address behind proxies; nothing else reads forwarded headers."""

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
    """Sets ``REMOTE_ADDR`` to the visitor's IP address, as the proxies in front saw it.

    Each proxy appends the address of its client to ``X-Forwarded-For``. So the list is read from
    the end, skipping the proxies in ``settings.PROXIES``: the next address is the visitor's, and
    anything before it may be forged. All forwarded headers, including the one for HTTPS, are
    ignored if a request does not come from a proxy.

    granian's own ``wrap_wsgi_with_proxy_headers`` accepts any text as an address, supports neither
    sockets nor ``::ffff:127.0.0.1``, and lets any visitor claim HTTPS.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if settings.SITE is None:  # a site on your own machine has no proxy
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.is_proxy = lru_cache(partial(is_proxy, proxies=settings.PROXIES))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        meta = request.META
        if self.is_proxy(meta.get("REMOTE_ADDR", "")):
            meta["REMOTE_ADDR"] = self._find_visitor(meta)
        else:
            meta.pop(FORWARDED_FOR, None)
            meta.pop(FORWARDED_PROTO, None)
        return self.get_response(request)

    def _find_visitor(self, meta: dict[str, Any]) -> str:
        """Return the last address that is not a proxy's; stop before an invalid one."""
        seen: str = meta.get("REMOTE_ADDR", "")
        for hop in reversed(meta.get(FORWARDED_FOR, "").split(",")):
            if not is_address(hop.strip()):
                break
            seen = hop.strip()
            if not self.is_proxy(seen):
                break
        return seen


def is_proxy(address: str, proxies: list[Network]) -> bool:
    """Return whether an address is a proxy's; none means a local socket, which counts as one."""
    if not is_address(address):
        return not address
    number = ip_address(address)
    number = getattr(number, "ipv4_mapped", None) or number  # ::ffff:127.0.0.1
    return any(number in network for network in proxies)


def is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
