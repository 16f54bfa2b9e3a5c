"""Keeps the pages that strangers see, ready to send, and never sends one that is out of date.

A page is kept under the edition of the site (``website/pagecache/site_version.py``) from which it
was made, and until the clock would have it say something else (``common/dates/clock.py``). Who is,
or may be, signed in is never sent a kept page, and nothing of what they are sent is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from threading import Lock

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.core.exceptions import DisallowedHost, MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property

from common.dates import clock
from website.pagecache import site_version
from website.pagecache.cached_page import CachedPage, is_cacheable

DAY = 24 * 60 * 60  # what of an old edition a shared cache forgets, if not earlier
LOCKS = 64


class PageCacheMiddleware:
    """Answers strangers who read; gives pages ETag and Last-Modified, and answers 304.

    It stands before all that gives answers their headers, and keeps pages with them. While code
    and templates are worked on (DEBUG) it is not in use.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if settings.DEBUG:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self._making = [Lock() for _ in range(LOCKS)]

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") or request.path.startswith(self._no_pages):
            return self.get_response(request)
        if _may_be_signed_in(request):
            response = self.get_response(request)
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response
        try:
            return self._answer(request)
        except DisallowedHost:  # refused like everything else, with all headers
            return self.get_response(request)

    @cached_property
    def _no_pages(self) -> tuple[str, ...]:
        """Where addresses begin that others look after."""
        return reverse("admin:index"), settings.STATIC_URL, settings.MEDIA_URL

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        current = site_version.current()
        if current is None:
            return self._made(request, current)[0]
        key, store = _key_of(request, current), _store_for(request)
        if page := _kept(store, key):
            return page.answer(request)
        # Of many who ask at once for a page that takes its time, one has it made.
        with self._making[hash(key) % LOCKS]:
            if page := _kept(store, key):
                return page.answer(request)
            response, page = self._made(request, current)
            # Where somebody saved meanwhile it may show both what was and what is.
            if page and request.method == "GET" and site_version.current() == current:
                store.set(key, page, DAY)
        return response

    def _made(
        self, request: HttpRequest, current: site_version.Current | None
    ) -> tuple[HttpResponseBase, CachedPage | None]:
        """Have a page made; return the answer, and the page where it is one for everybody."""
        with clock.record_validity() as validity:
            response = self.get_response(request)
        if not isinstance(response, HttpResponse) or not is_cacheable(response):
            response.headers.setdefault("Cache-Control", "no-cache")
            return response, None
        page = CachedPage.of(response, validity, current)
        return page.answer(request), page


def _may_be_signed_in(request: HttpRequest) -> bool:
    """Whether a request says anything of who sends it, or has a message waiting for it."""
    if "HTTP_AUTHORIZATION" in request.META:
        return True
    if "HTTP_COOKIE" not in request.META:
        return False
    return not {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name}.isdisjoint(request.COOKIES)


def _store_for(request: HttpRequest) -> BaseCache:
    """Return where the page is kept.

    There is no end of addresses with a query; they have a small store of their own, so that they
    push out each other and never the pages.
    """
    return caches["queries" if request.META.get("QUERY_STRING") else "default"]


def _key_of(request: HttpRequest, current: site_version.Current) -> str:
    """Return what all that a page depends on has come to, in a form that any cache takes."""
    site = f"{request.scheme}://{request.get_host()}"
    query = request.META.get("QUERY_STRING", "")
    parts = (site_version.code_version(), current.token, site, request.path, query)
    # A short key: caches look at it letter by letter.
    return "page-" + hashlib.blake2b("\n".join(parts).encode(), digest_size=20).hexdigest()


def _kept(store: BaseCache, key: str) -> CachedPage | None:
    page: CachedPage | None = store.get(key)
    return page if page and page.holds else None
