"""Addresses of the site, and the file that each of them becomes."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

from django.conf import settings
from django.urls import get_script_prefix

_VERSION = "v"  # tells browsers of a new card; hosts of files do not heed it
_NOT_IN_NAMES = re.compile(r"[/\\\0]|^\.+$")


class SiteURL(NamedTuple):
    """An address below the home page, decoded; ``query`` in the order of its names.

    >>> SiteURL("/publications/", "by=year&year=2023").file
    'publications/by/year/year/2023/index.html'
    >>> SiteURL("/publications.bib", "year=2023").file
    'publications/year/2023.bib'
    """

    path: str
    query: str = ""

    @property
    def file(self) -> str:
        """The path of its file in the copy. What a query asks for has a folder of its own."""
        folder, _, name = self.path.strip("/" if not self.is_page else "").rpartition("/")
        asked = [_NOT_IN_NAMES.sub("-", part) for pair in parse_qsl(self.query) for part in pair]
        if self.is_page:
            return "/".join([*filter(None, [folder.strip("/"), *asked]), "index.html"])
        stem, dot, extension = name.rpartition(".")
        name = "/".join([stem, *asked]) + dot + extension
        return f"{folder}/{name}" if folder else name

    @property
    def is_page(self) -> bool:
        """Whether it leads to a page, whose file has the name that hosts look for in a folder."""
        return self.path.endswith("/")

    @property
    def href(self) -> str:
        """How a page of the copy links to it."""
        return quote(
            get_script_prefix() + self.file.removesuffix("index.html"), safe="/~:@!$&'()*+,;="
        )

    @property
    def in_full(self) -> str:
        """Its address on the web, at which it will be found."""
        return urljoin(home(), self.href)


def home() -> str:
    """Return the address of the home page on the web: ``https://example.edu/~wxiong/``."""
    assert settings.SITE  # noqa: S101 (website/export/settings.py has it)
    return f"{settings.SITE.origin}{get_script_prefix()}"


HOME = SiteURL("/")


class PageLink(NamedTuple):
    """Where a link within the site leads."""

    to: SiteURL
    fragment: str = ""


class OutsideError(Exception):
    """A link by its path alone that leaves the folder of the copy."""


def read(link: str, page: SiteURL) -> PageLink | None:
    """Return where a link on a page leads, ``link`` as it is written there; None for another site.

    Raises OutsideError for ``/cv/`` where the copy stands in a folder of its host.
    """
    written = unescape(link).strip()
    site = urlsplit(home())
    base = urljoin(site.geturl(), quote(page.path.lstrip("/"), safe="/"))
    try:
        parts = urlsplit(urljoin(base, written))
    except ValueError:
        return None
    if (parts.scheme, parts.netloc) != (site.scheme, site.netloc):
        return None
    path = unquote(parts.path)
    path = f"{path}/" if f"{path}/" == site.path else path
    if not path.startswith(site.path):
        if urlsplit(written).netloc:
            return None
        raise OutsideError
    asked = sorted(pair for pair in parse_qsl(parts.query) if pair[0] != _VERSION)
    query = page.query if written.startswith("#") else urlencode(asked)
    return PageLink(SiteURL(f"/{path[len(site.path) :]}", query), unquote(parts.fragment))
