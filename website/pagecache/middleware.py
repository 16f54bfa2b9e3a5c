"""Stores the pages that visitors see, and never sends one that is out of date.

A page is stored under the site version (``website/pagecache/site_version.py``) from which it was
made, until its validity ends (``common/dates/clock.py``). Requests from anyone who may be signed
in bypass the cache, in both directions. Of the query, a page depends only on the parameters that
its view reads (``common/http/query_parameters.py``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import nullcontext
from importlib import import_module
from threading import Lock
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.core.exceptions import MiddlewareNotUsed, SuspiciousOperation
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property

from common.dates import clock
from common.http.query_parameters import read_parameters
from website.pagecache import site_version
from website.pagecache.cached_page import CachedPage, is_cacheable

DAY = 24 * 60 * 60  # after which a shared cache drops pages of old site versions
LOCKS = 64


class PageCacheMiddleware:
    """Answers visitors from the cache; gives pages an ETag, and answers 304.

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
        # A forged or expired session changes nothing, and must not bypass the cache.
        request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        try:
            return self._answer(request)
        except SuspiciousOperation:  # another host, or a bad query: refused further in
            return self.get_response(request)

    @cached_property
    def _not_pages(self) -> tuple[str, ...]:
        return reverse("admin:index"), settings.STATIC_URL, settings.MEDIA_URL

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        version = site_version.get_current()
        if version is None:
            response, page = self._render(request)
            return page.answer(request) if page else response
        parameters = read_parameters(request)
        # Queries are endless; with a small cache of their own they never push out other pages.
        cache = caches["queries" if parameters else "pages"]
        key = _build_key(request, version, parameters)
        if page := _read(cache, key):
            return page.answer(request)
        # Of many simultaneous requests for a slow page, one renders it. Searches never wait: with
        # all threads waiting, no cached page would be sent. Their views bound their number.
        with nullcontext() if parameters else self._locks[hash(key) % LOCKS]:
            if page := _read(cache, key):
                return page.answer(request)
            response, page = self._render(request)
            # If somebody saved in between, the page may mix old and new content.
            if page and site_version.get_current() == version:
                cache.set(key, page, DAY)
        return page.answer(request) if page else response

    def _render(self, request: HttpRequest) -> tuple[HttpResponseBase, CachedPage | None]:
        """Return the response of the view, and the page to store if it is for everybody."""
        with clock.record_validity() as validity:
            response = self.get_response(request)
        if isinstance(response, HttpResponse) and is_cacheable(response):
            return response, CachedPage.from_response(response, validity.until)
        response.headers.setdefault("Cache-Control", "no-cache")
        return response, None


def _may_be_signed_in(request: HttpRequest) -> bool:
    """Return whether a request has the cookie of a session of somebody who signed in."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME) if "HTTP_COOKIE" in request.META else ""
    if not key:
        return False
    try:
        return SESSION_KEY in import_module(settings.SESSION_ENGINE).SessionStore(key)
    except DatabaseError:
        return True


def _build_key(request: HttpRequest, version: str, parameters: list[tuple[str, str]]) -> str:
    """Return a short key for all that a page depends on, as caches check it letter by letter."""
    site = f"{request.scheme}://{request.get_host()}"
    parts = (
        site_version.compute_code_version(),
        version,
        site,
        request.path,
        urlencode(parameters),
    )
    return "page-" + hashlib.blake2b("\n".join(parts).encode(), digest_size=20).hexdigest()


def _read(cache: BaseCache, key: str) -> CachedPage | None:
    page: CachedPage | None = cache.get(key)
    return page if page and page.is_valid else None
