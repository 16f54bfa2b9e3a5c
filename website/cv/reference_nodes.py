"""The reference of a paper for the PDF of the CV."""

from __future__ import annotations

from publications.models import Publication
from publications.models.references.line import compose_reference, write_reference
from website.cv.rich_text import Node, clean


def write_reference_nodes(paper: Publication) -> list[Node]:
    """Return the reference with its year; the venue or the title of the book is in italics.

    All of it is, if it is no more than venue and year.
    """
    parts = compose_reference(paper, with_year=True)
    if {part.kind for part in parts} <= {"venue", "year"}:
        return _emphasise(write_reference(parts))
    nodes: list[Node] = []
    for place, part in enumerate(parts):
        nodes.append(part.before if place else "")
        nodes += _emphasise(part.text) if part.kind in {"venue", "book"} else [clean(part.text)]
    return nodes


def _emphasise(text: str) -> list[Node]:
    return [{"tag": "em", "children": [clean(text)]}] if text else []
