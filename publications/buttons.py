"""The buttons under a paper: the owner's links, and those that its identifiers imply."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from common.links import Button

if TYPE_CHECKING:
    from publications.models import Publication


def buttons_of(publication: Publication) -> list[Button]:
    """Return the owner's links in their order, then PDF, DOI and arXiv where they add something."""
    buttons = [link.button for link in publication.links_in_order]
    if publication.pdf:
        buttons.append(Button("PDF", publication.pdf.url, kind="paper"))
    return [*buttons, *implied_buttons(publication)]


def implied_buttons(publication: Publication) -> Iterator[Button]:
    """Yield the buttons "DOI" and "arXiv", where none of the owner's links leads there already."""
    known = " ".join(link.href for link in publication.links_in_order).lower()
    if publication.doi and publication.doi.lower() not in known:
        yield Button("DOI", f"https://doi.org/{publication.doi}", kind="paper")
    if publication.arxiv_id and publication.arxiv_id not in known:
        yield Button("arXiv", f"https://arxiv.org/abs/{publication.arxiv_id}", kind="preprint")
