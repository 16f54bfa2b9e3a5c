"""What a visitor sees of a page: its text, headings and links.

lxml parses pages, because it is faster. html5lib parses exactly as browsers do: it finds what is
invalid in a page, and what hostile HTML turns into.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Self
from xml.etree.ElementTree import Element

import html5lib
import lxml.html
from django.test import Client

_PARSER = lxml.html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)


class Page:
    """A page of the site as a visitor sees it."""

    def __init__(self, path: str, client: Client | None = None, status: int = 200) -> None:
        response = (client or Client()).get(path)
        assert response.status_code == status, f"{path} answered {response.status_code}"
        self._read(response)

    @classmethod
    def of(cls, response: Any) -> Self:
        """Return the page of a response."""
        page = cls.__new__(cls)
        page._read(response)
        return page

    @classmethod
    def read_from(cls, html: str) -> Self:
        """Return the page of some HTML."""
        page = cls.__new__(cls)
        page.html = html
        return page

    def _read(self, response: Any) -> None:
        self.html = response.content.decode()

    @cached_property
    def root(self) -> Element:
        """The document, parsed quickly."""
        return lxml.html.document_fromstring(self.html, parser=_PARSER)

    @property
    def errors(self) -> list[Any]:
        """The HTML errors of this page."""
        return self._strictly[1]

    @property
    def as_in_a_browser(self) -> Element:
        """The document, parsed exactly as browsers do."""
        return self._strictly[0]

    @cached_property
    def _strictly(self) -> tuple[Element, list[Any]]:
        parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
        return parser.parse(self.html), parser.errors

    @property
    def text(self) -> str:
        """All the text of the body, each run of white space as one space."""
        body = self.root.find("body")
        return text_of(body) if body is not None else ""

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Return the elements of a tag with these attributes; ``class_`` matches one class."""
        return list(self._matching(tag, attributes))

    def texts(self, tag: str, **attributes: str) -> list[str]:
        """Return the texts of those elements."""
        return [text_of(element) for element in self._matching(tag, attributes)]

    def links(self) -> dict[str, str]:
        """Return where each link leads, by its text."""
        return {text_of(a): a.get("href", "") for a in self.root.iter("a")}

    def _matching(self, tag: str, attributes: dict[str, str]) -> Iterator[Element]:
        for element in self.root.iter(tag):
            classes = (element.get("class") or "").split()
            wanted = dict(attributes)
            if (name := wanted.pop("class_", None)) and name not in classes:
                continue
            # The parser spells a bare attribute such as "checked" out: checked="checked".
            if all(
                element.get(key) in ({value} if value else {"", key})
                for key, value in wanted.items()
            ):
                yield element


def text_of(element: Element) -> str:
    """Return the text of an element, each run of white space as one space."""
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def parse(html: str) -> Element:
    """Return the document that a browser makes of some HTML."""
    root: Element = html5lib.parse(html, namespaceHTMLElements=False)
    return root
