"""Turns HTML that the site has rendered into a tree of plain data for the PDF's template.

A node is a string, or ``{"tag": "em", "children": [...]}``, with ``href`` for a link and
``display`` for a displayed formula. Formulas are MathML, as on the pages.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from common.dates.cv_date import CVDate
from common.text.characters import keep_printable, normalize

Node = str | dict[str, Any]

# The template walks the tree recursively, and the compiler limits the recursion depth.
DEEPEST = 14
MAX_URL_LENGTH = 2000

_VOID = {"br", "hr", "img"}
_WITHOUT_TEXT = {"", "ul", "ol", "table", "thead", "tbody", "tr", "blockquote"}
_ATTRIBUTES = ("class", "display", "mathvariant", "linethickness", "start", "value")
# Variation selectors, and the invisible operators of mathematics.
_INVISIBLE = re.compile("[\ufe00-\ufe0f\u2061-\u2064]")


def clean(text: str) -> str:
    """Return the text in NFC, without characters that cannot be printed."""
    return normalize(_INVISIBLE.sub("", keep_printable(text.replace("\t", " "))))


def parse(html: str, base: str) -> list[Node]:
    """Parse HTML into nodes, making URLs absolute with ``base``.

    Nodes nested deeper than ``DEEPEST`` are flattened to that depth. Never raises.
    """
    reader = _Reader(base)
    reader.feed(html)
    reader.close()
    return reader.root["children"]


def write_plain(nodes: list[Node]) -> str:
    """Return the text of a tree."""
    return "".join(
        node if isinstance(node, str) else write_plain(node["children"]) for node in nodes
    )


def write_date(when: CVDate | None) -> str:
    return clean(when.display()) if when else ""


def render_line(template: str, context: dict[str, Any]) -> str:
    """Render a template, without the white space that only makes the template readable."""
    html = " ".join(render_to_string(template, context).split())
    return re.sub(r"(<p[^>]*>) | (?=</p>)", r"\1", html)


def join(parts: list[list[Node]], separator: str) -> list[Node]:
    joined: list[Node] = []
    for part in filter(None, parts):
        joined += [separator, *part] if joined else part
    return joined


def emphasise(text: str, tag: str = "em") -> list[Node]:
    return [{"tag": tag, "children": [clean(text)]}] if text else []


def name_advisors(advisors: str) -> list[Node]:
    return [_("Advisor: %(names)s") % {"names": clean(advisors)}] if advisors else []


def capitalize(nodes: list[Node]) -> list[Node]:
    """Capitalize the first letter, as summaries are often written to continue the title."""
    if not nodes:
        return []
    first, *rest = nodes
    if isinstance(first, str):
        return [first[:1].upper() + first[1:], *rest]
    if first["tag"] == "math":
        return nodes
    return [{**first, "children": capitalize(first["children"])}, *rest]


class _Reader(HTMLParser):
    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base
        self.root: dict[str, Any] = {"tag": "", "children": []}
        self.open = [self.root]
        self.verbatim = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = {"tag": tag, "children": [], **self._keep_attributes(dict(attrs))}
        parent = self.open[-1]
        if len(self.open) < DEEPEST:
            parent["children"].append(node)
        else:
            node = parent
        if tag not in _VOID:
            self.open.append(node)
        self.verbatim += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element, as this HTML is well-formed."""
        if tag not in _VOID and len(self.open) > 1:
            self.open.pop()
        self.verbatim -= tag == "pre"

    def handle_data(self, data: str) -> None:
        """Add text, with single spaces unless it is verbatim."""
        parent = self.open[-1]
        if not self.verbatim:
            if "\n" in data and not data.strip() and parent["tag"] in _WITHOUT_TEXT:
                return
            data = re.sub(r"\s+", " ", data)
        parent["children"].append(clean(data))

    def _keep_attributes(self, given: dict[str, str | None]) -> dict[str, str]:
        attributes = {name: given[name] or "" for name in _ATTRIBUTES if name in given}
        if url := absolute(given.get("href") or "", self.base):
            attributes["href"] = url
        if alt := given.get("alt"):
            attributes["alt"] = clean(alt)
        return attributes


def absolute(url: str, base: str) -> str:
    """Return the absolute URL, or an empty string if the URL is invalid or too long."""
    try:
        full = urljoin(base, clean(url).strip())
    except ValueError:
        return ""
    return full if url and len(full) <= MAX_URL_LENGTH else ""
