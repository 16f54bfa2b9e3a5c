"""Reads the links of what is copied, and writes those that ask for something as files.

The pages are our own: every attribute is in double quotes, and in text ``<`` is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape, unescape

from website.export.internal_urls import OutsideError, PageLink, SiteURL, home, read

_TAG = re.compile(r'<[a-zA-Z][\w-]*((?:\s+[^\s"\'<>/=]+(?:="[^"]*")?)+)\s*/?>')
_ATTRIBUTE = re.compile(r'([^\s"\'<>/=]+)="([^"]*)"')
_ONE = {"href", "src", "action", "formaction", "poster", "data-search"}
_IN_CSS = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")
_REFRESH = re.compile(r"\d+;\s*url=(.*)", re.IGNORECASE)


@dataclass
class Found:
    """What stands in a file: where it leads, the fragments that lead into it, what is wrong."""

    links: set[PageLink] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)

    def take(self, link: str, page: SiteURL) -> PageLink | None:
        """Note a link, written as it is, and return where it leads within the site."""
        try:
            found = read(link, page)
        except OutsideError:
            self.problems.append(f"the link “{unescape(link)}” leads out of the copy's folder")
            return None
        if found:
            self.links.add(found)
        return found


def read_page(html: str, page: SiteURL) -> tuple[str, Found]:
    """Return the page as the copy has it, and what was found on it."""
    found = Found()

    def attribute(match: re.Match[str]) -> str:
        name, value = match.groups()
        if name == "id":
            found.ids.add(unescape(value))
        elif name in _ONE:
            return f'{name}="{rewritten(value)}"'
        elif name == "srcset":
            for candidate in value.split(","):
                found.take(candidate.split()[0], page)
        elif name == "content":
            _take_from_meta(value, page, found)
        return match[0]

    def rewritten(value: str) -> str:
        link = found.take(value, page)
        asks = link and (link.to.query or link.to.is_page) and "?" in value
        if not link or not asks:
            return value
        return escape(link.to.href) + (f"#{link.fragment}" if link.fragment else "")

    return _TAG.sub(lambda tag: _ATTRIBUTE.sub(attribute, tag[0]), html), found


def _take_from_meta(value: str, page: SiteURL, found: Found) -> None:
    """Take the address of a card, of a PDF, of the page to which one has moved."""
    refresh = _REFRESH.fullmatch(value)
    if refresh or value.startswith(home()):
        found.take(refresh[1] if refresh else value, page)


def read_css(css: str, page: SiteURL) -> tuple[str, Found]:
    """Return the style sheet as it is, and the fonts and pictures that it asks for."""
    return css, _all(_IN_CSS.findall(css), page)


def read_xml(xml: str, page: SiteURL) -> tuple[str, Found]:
    """Return a feed or a sitemap as it is, and the addresses of the site that it names in full."""
    base = re.escape(home())
    return xml, _all(re.findall(rf'{base}[^\s"<>&]*', xml), page)


def _all(links: Iterator[str] | list[str], page: SiteURL) -> Found:
    found = Found()
    for link in links:
        found.take(link, page)
    return found


READERS: dict[str, Callable[[str, SiteURL], tuple[str, Found]]] = {
    "text/html": read_page,
    "text/css": read_css,
    "application/xml": read_xml,
    "application/atom+xml": read_xml,
}
