"""URLs within the site, and the file that each becomes in an export."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

from django.conf import settings
from django.urls import get_script_prefix

_VERSION = "v"  # makes browsers fetch a new preview card; a static file ignores it
_NOT_IN_NAMES = re.compile(r"[/\\\0]|^\.+$")


class InternalURL(NamedTuple):
    """The decoded path and query of a URL below the home page; the query is sorted by name.

    >>> InternalURL("/publications/", "by=year&year=2023").file
    'publications/by/year/year/2023/index.html'
    >>> InternalURL("/publications.bib", "year=2023").file
    'publications/year/2023.bib'
    """

    path: str
    query: str = ""

    @property
    def file(self) -> str:
        """The path of its file in the export. Each name and value of a query is a folder."""
        folder, _, name = self.path.strip("/" if not self.is_page else "").rpartition("/")
        parts = [_NOT_IN_NAMES.sub("-", part) for pair in parse_qsl(self.query) for part in pair]
        if self.is_page:
            return "/".join([*filter(None, [folder.strip("/"), *parts]), "index.html"])
        stem, dot, extension = name.rpartition(".")
        name = "/".join([stem, *parts]) + dot + extension
        return f"{folder}/{name}" if folder else name

    @property
    def is_page(self) -> bool:
        """Whether it becomes the ``index.html`` of a folder."""
        return self.path.endswith("/")

    @property
    def href(self) -> str:
        """How exported pages link to it."""
        return quote(
            get_script_prefix() + self.file.removesuffix("index.html"), safe="/~:@!$&'()*+,;="
        )

    @property
    def absolute(self) -> str:
        """Its full URL on the web."""
        return urljoin(get_home_url(), self.href)


HOME = InternalURL("/")


class InternalLink(NamedTuple):
    """The target of a link within the site."""

    target: InternalURL
    fragment: str = ""


class OutsideFolderError(Exception):
    """A link such as ``/cv/``, which leaves the folder of the exported site."""


def get_home_url() -> str:
    """Return the full URL of the home page: ``https://example.edu/~wxiong/``."""
    assert settings.SITE  # noqa: S101 (see use_export_settings)
    return f"{settings.SITE.origin}{get_script_prefix()}"


def resolve_link(link: str, page: InternalURL) -> InternalLink | None:
    """Return the target of a link as it is written in a page's HTML; None for other sites.

    Raises OutsideFolderError for ``/cv/`` if the site will be in a folder of its host.
    """
    link = unescape(link).strip()
    home = urlsplit(get_home_url())
    base = urljoin(home.geturl(), quote(page.path.lstrip("/"), safe="/"))
    try:
        parts = urlsplit(urljoin(base, link))
    except ValueError:
        return None
    if (parts.scheme, parts.netloc) != (home.scheme, home.netloc):
        return None
    path = unquote(parts.path)
    path = f"{path}/" if f"{path}/" == home.path else path
    if not path.startswith(home.path):
        if urlsplit(link).netloc:
            return None
        raise OutsideFolderError
    pairs = sorted(pair for pair in parse_qsl(parts.query) if pair[0] != _VERSION)
    query = page.query if link.startswith("#") else urlencode(pairs)
    return InternalLink(InternalURL(f"/{path[len(home.path) :]}", query), unquote(parts.fragment))
