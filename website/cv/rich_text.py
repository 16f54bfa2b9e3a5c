"""HTML that this site made, as a tree of plain data that the PDF's template shows.

A node is a text, or ``{"tag": "em", "children": [...]}``, with ``href`` where it is a link and
``display`` where it is a formula on a line of its own. Formulas are MathML, as on the pages.
"""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from common.text.characters import printable

Node = str | dict[str, Any]

# The template walks the tree by recursion, which the typesetter allows to a certain depth.
DEEPEST = 14
LONGEST_ADDRESS = 2000

_VOID = {"br", "hr", "img"}
_HOLD_NO_TEXT = {"", "ul", "ol", "table", "thead", "tbody", "tr", "blockquote"}
_KEPT = ("class", "display", "mathvariant", "linethickness", "start", "value")
# Signs that only choose between two looks, and invisible ones of mathematics.
_UNSEEN = re.compile("[\ufe00-\ufe0f\u2061-\u2064]")


def clean(text: str) -> str:
    """Return the text in Unicode's composed form, without what cannot be printed."""
    return unicodedata.normalize("NFC", _UNSEEN.sub("", printable(text.replace("\t", " "))))


def tree(html: str, base: str) -> list[Node]:
    """Return the nodes of some HTML; its addresses are made absolute with ``base``.

    What is nested deeper than ``DEEPEST`` stands flat at that depth. Never raises.
    """
    reader = _Reader(base)
    reader.feed(html)
    reader.close()
    return reader.root["children"]


def plain(nodes: list[Node]) -> str:
    """Return the bare text of a tree."""
    return "".join(node if isinstance(node, str) else plain(node["children"]) for node in nodes)


class _Reader(HTMLParser):
    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base
        self.root: dict[str, Any] = {"tag": "", "children": []}
        self.open = [self.root]
        self.verbatim = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        node = {"tag": tag, "children": [], **self._attributes(dict(attrs))}
        parent = self.open[-1]
        if len(self.open) < DEEPEST:
            parent["children"].append(node)
        else:
            node = parent
        if tag not in _VOID:
            self.open.append(node)
        self.verbatim += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        """End the element that was begun last: this HTML is well-formed."""
        if tag not in _VOID and len(self.open) > 1:
            self.open.pop()
        self.verbatim -= tag == "pre"

    def handle_data(self, data: str) -> None:
        """Take text, with single spaces unless it is verbatim."""
        parent = self.open[-1]
        if not self.verbatim:
            if "\n" in data and not data.strip() and parent["tag"] in _HOLD_NO_TEXT:
                return
            data = re.sub(r"\s+", " ", data)
        parent["children"].append(clean(data))

    def _attributes(self, given: dict[str, str | None]) -> dict[str, str]:
        kept = {name: given[name] or "" for name in _KEPT if name in given}
        if address := absolute(given.get("href") or "", self.base):
            kept["href"] = address
        if alt := given.get("alt"):
            kept["alt"] = clean(alt)
        return kept


def absolute(address: str, base: str) -> str:
    """Return the address in full; nothing for one that no reader could follow."""
    try:
        full = urljoin(base, clean(address).strip())
    except ValueError:
        return ""
    return full if address and len(full) <= LONGEST_ADDRESS else ""
