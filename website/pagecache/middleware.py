"""Stores the pages that visitors see, and never sends one that is out of date.

A page is stored under the site version (``website/pagecache/site_version.py``) from which it was
made, until its validity ends (``common/dates/clock.py``). Requests from anyone who may be signed
in bypass the cache, in both directions.
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

DAY = 24 * 60 * 60  # after which a shared cache drops pages of old site versions
LOCKS = 64


class PageCacheMiddleware:
    """Answers visitors from the cache; gives pages ETag and Last-Modified, and answers 304.

    It comes before the middleware that sets headers, and so stores pages with them. It is not
    used while code and templates are worked on (DEBUG).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if settings.DEBUG:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self._locks = [Lock() for _ in range(LOCKS)]

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") or request.path.startswith(self._not_pages):
            return self.get_response(request)
        if _may_be_signed_in(request):
            response = self.get_response(request)
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response
        try:
            return self._answer(request)
        except DisallowedHost:  # refused further in, with all headers
            return self.get_response(request)

    @cached_property
    def _not_pages(self) -> tuple[str, ...]:
        return reverse("admin:index"), settings.STATIC_URL, settings.MEDIA_URL

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        current = site_version.current()
        if current is None:
            response, page = self._render(request, current)
            return page.answer(request) if page else response
        key, cache = _build_key(request, current), _choose_cache(request)
        if page := _read(cache, key):
            return page.answer(request)
        # Of many simultaneous requests for a slow page, one renders it.
        with self._locks[hash(key) % LOCKS]:
            if page := _read(cache, key):
                return page.answer(request)
            response, page = self._render(request, current)
            # If somebody saved in between, the page may mix old and new content.
            if page and request.method == "GET" and site_version.current() == current:
                cache.set(key, page, DAY)
        return page.answer(request) if page else response

    def _render(
        self, request: HttpRequest, current: site_version.Current | None
    ) -> tuple[HttpResponseBase, CachedPage | None]:
        """Return the response of the view, and the page to store if it is for everybody."""
        with clock.record_validity() as validity:
            response = self.get_response(request)
        if isinstance(response, HttpResponse) and is_cacheable(response):
            return response, CachedPage.from_response(response, validity, current)
        response.headers.setdefault("Cache-Control", "no-cache")
        return response, None


def _may_be_signed_in(request: HttpRequest) -> bool:
    """Return whether a request identifies its sender, or has a message waiting for it."""
    if "HTTP_AUTHORIZATION" in request.META:
        return True
    if "HTTP_COOKIE" not in request.META:
        return False
    return not {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name}.isdisjoint(request.COOKIES)


def _choose_cache(request: HttpRequest) -> BaseCache:
    """Return the cache for a page.

    URLs with a query are endless; they have a small cache of their own, so that they never push
    out the other pages.
    """
    return caches["queries" if request.META.get("QUERY_STRING") else "pages"]


def _build_key(request: HttpRequest, current: site_version.Current) -> str:
    """Return a short key for all that a page depends on, as caches check it letter by letter."""
    site = f"{request.scheme}://{request.get_host()}"
    query = request.META.get("QUERY_STRING", "")
    parts = (site_version.code_version(), current.token, site, request.path, query)
    return "page-" + hashlib.blake2b("\n".join(parts).encode(), digest_size=20).hexdigest()


def _read(cache: BaseCache, key: str) -> CachedPage | None:
    page: CachedPage | None = cache.get(key)
    return page if page and page.is_valid else None
