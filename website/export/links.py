"""Finds the links in exported text, and rewrites those that have a query.

The pages are our own: every attribute is in double quotes, and in text ``<`` is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape, unescape

from website.export.internal_urls import (
    InternalLink,
    InternalURL,
    OutsideFolderError,
    get_home_url,
    resolve_link,
)

_TAG = re.compile(r'<[a-zA-Z][\w-]*((?:\s+[^\s"\'<>/=]+(?:="[^"]*")?)+)\s*/?>')
_ATTRIBUTE = re.compile(r'([^\s"\'<>/=]+)="([^"]*)"')
_LINK_ATTRIBUTES = {"href", "src", "action", "formaction", "poster", "data-search"}
_IN_CSS = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")
_REFRESH = re.compile(r"\d+;\s*url=(.*)", re.IGNORECASE)


@dataclass
class ScanResult:
    """The internal links in a file, the fragments that links to it may have, and its problems."""

    links: set[InternalLink] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)

    def add_link(self, link: str, page: InternalURL) -> InternalLink | None:
        """Add a link as written in the file; return its target if that is on this site."""
        try:
            resolved = resolve_link(link, page)
        except OutsideFolderError:
            self.problems.append(f"the link “{unescape(link)}” leads out of the site's folder")
            return None
        if resolved:
            self.links.add(resolved)
        return resolved


Scanner = Callable[[str, InternalURL], tuple[str, ScanResult]]


def scan_html(html: str, page: InternalURL) -> tuple[str, ScanResult]:
    """Return the page with its links rewritten for the export, and what it contains."""
    result = ScanResult()

    def scan_attribute(match: re.Match[str]) -> str:
        name, value = match.groups()
        if name == "id":
            result.ids.add(unescape(value))
        elif name in _LINK_ATTRIBUTES:
            return f'{name}="{rewrite_link(value)}"'
        elif name == "srcset":
            for candidate in value.split(","):
                result.add_link(candidate.split()[0], page)
        elif name == "content":  # of a meta element: a preview card, a PDF, a redirect
            refresh = _REFRESH.fullmatch(value)
            if refresh or value.startswith(get_home_url()):
                result.add_link(refresh[1] if refresh else value, page)
        return match[0]

    def rewrite_link(value: str) -> str:
        link = result.add_link(value, page)
        if not link or "?" not in value or not (link.target.query or link.target.is_page):
            return value
        return escape(link.target.href) + (f"#{link.fragment}" if link.fragment else "")

    return _TAG.sub(lambda tag: _ATTRIBUTE.sub(scan_attribute, tag[0]), html), result


def scan_css(css: str, page: InternalURL) -> tuple[str, ScanResult]:
    """Return the style sheet unchanged, and the fonts and pictures it uses."""
    return css, _collect_links(_IN_CSS.findall(css), page)


def scan_xml(xml: str, page: InternalURL) -> tuple[str, ScanResult]:
    """Return a feed or sitemap unchanged, and the pages of this site that it names."""
    links = re.findall(rf'{re.escape(get_home_url())}[^\s"<>&]*', xml)
    return xml, _collect_links(links, page)


def _collect_links(links: Iterable[str], page: InternalURL) -> ScanResult:
    result = ScanResult()
    for link in links:
        result.add_link(link, page)
    return result


SCANNERS: dict[str, Scanner] = {
    "text/html": scan_html,
    "text/css": scan_css,
    "application/xml": scan_xml,
    "application/atom+xml": scan_xml,
}
