"""Absolute URLs, for feeds, calendars, search engines and other sites."""

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.encoding import escape_uri_path

Absolute = Callable[[str], str]  # ``absolute`` for one request


def reverse_slug(view: str, slug: str) -> str:
    """Return the URL of a view that takes a slug, as ``reverse`` does.

    Results are cached: for a list of hundreds of rows, ``reverse`` would take longer than
    everything else.
    """
    return _build_url(view, slug, get_script_prefix())


@lru_cache(maxsize=8192)
def _build_url(view: str, slug: str, folder: str) -> str:
    return reverse(view, kwargs={"slug": slug})


def get_origin(request: HttpRequest) -> str:
    """Return the site's URL without a final slash: ``SITE_URL``, or else that of the request."""
    return settings.SITE.origin if settings.SITE else f"{request.scheme}://{request.get_host()}"


def make_absolute(request: HttpRequest, url: str) -> str:
    """Return the absolute URL for one of this site. URLs of other sites stay as they are."""
    return urljoin(f"{get_origin(request)}/", url)


def get_canonical(request: HttpRequest) -> str:
    """Return the canonical URL of the requested page: absolute, without a query."""
    return make_absolute(request, escape_uri_path(request.path))
