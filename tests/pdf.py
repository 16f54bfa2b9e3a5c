"""What a reader finds in a PDF: text, links, bookmarks, metadata."""

from __future__ import annotations

import io
import re
from functools import cache, cached_property
from typing import Any

import pypdf
from django.test import Client


class Pdf:
    """A PDF, read with another library than the one that made it."""

    def __init__(self, content: bytes) -> None:
        self.reader = pypdf.PdfReader(io.BytesIO(content))

    @staticmethod
    def at(path: str, client: Client | None = None) -> Pdf:
        """Return the PDF at a path of the site."""
        response = (client or Client()).get(path)
        assert response.status_code == 200, f"{path} answered {response.status_code}"
        assert response["Content-Type"] == "application/pdf"
        return _read(response.content)

    @cached_property
    def pages(self) -> list[str]:
        """The text of each page."""
        return [page.extract_text() for page in self.reader.pages]

    @cached_property
    def text(self) -> str:
        """All the text, each run of white space as one space."""
        return re.sub(r"\s+", " ", " ".join(self.pages))

    @property
    def headings(self) -> list[str]:
        """The bookmarks, which are the headings of the sections."""
        return [item.title for item in self.reader.outline if not isinstance(item, list)]

    @property
    def headings_below(self) -> list[str]:
        """The bookmarks of the next level."""
        below = [items for items in self.reader.outline if isinstance(items, list)]
        return [item.title for items in below for item in items]

    @property
    def links(self) -> list[str]:
        """Where the links lead, in their order."""
        notes = (
            note.get_object() for page in self.reader.pages for note in page.get("/Annots", [])
        )
        return [note["/A"]["/URI"] for note in notes]

    @property
    def root(self) -> Any:
        """The catalogue, which says whether the PDF is tagged, and its language."""
        return self.reader.trailer["/Root"]

    def has(self, words: str) -> bool:
        """Whether it contains the words, ignoring line breaks."""
        return "".join(words.split()) in "".join(self.text.split())

    def fonts_of(self, words: str) -> set[str]:
        """Return the names of the fonts in which some pieces of text are set."""
        found: set[str] = set()

        def visit(text: str, _cm: Any, _tm: Any, font: Any, _size: Any) -> None:
            if font and words in text:
                found.add(font["/BaseFont"].partition("+")[2])

        for page in self.reader.pages:
            page.extract_text(visitor_text=visit)
        return found


@cache  # most tests read the same few files, and extracting their text is slow
def _read(content: bytes) -> Pdf:
    return Pdf(content)
