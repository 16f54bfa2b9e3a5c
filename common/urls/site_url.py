"""Absolute addresses: what feeds, calendars, search engines and other sites are given."""

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.encoding import escape_uri_path

Absolute = Callable[[str], str]  # ``absolute`` for one request


def url_for_slug(view: str, slug: str) -> str:
    """Return the address of a view that takes a slug, as ``reverse`` does.

    Remembered, as a list has hundreds of them and Django takes longer to find each than all else
    about its row.
    """
    return _remembered_address(view, slug, get_script_prefix())


@lru_cache(maxsize=8192)
def _remembered_address(view: str, slug: str, folder: str) -> str:
    return reverse(view, kwargs={"slug": slug})


def origin(request: HttpRequest) -> str:
    """Return the site's address without a final slash: ``SITE_URL``, or as it was asked for."""
    return settings.SITE.origin if settings.SITE else f"{request.scheme}://{request.get_host()}"


def absolute(request: HttpRequest, address: str) -> str:
    """Return an address of this site in full; one of another site as it is."""
    return urljoin(f"{origin(request)}/", address)


def canonical(request: HttpRequest) -> str:
    """Return the one address of the page that was asked for: in full, without a query."""
    return absolute(request, escape_uri_path(request.path))
