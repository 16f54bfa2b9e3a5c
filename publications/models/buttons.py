"""The buttons under a paper: the owner's links, and those that its identifiers imply."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from common.links import Button
from publications.identifiers import arxiv_url, doi_url, is_named_in

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
    known = " ".join(link.href for link in publication.links_in_order)
    doi, arxiv_id = publication.doi, publication.arxiv_id
    if doi and not is_named_in(known, doi):
        yield Button("DOI", doi_url(doi), kind="paper")
    if arxiv_id and not is_named_in(known, arxiv_id):
        yield Button("arXiv", arxiv_url(arxiv_id), kind="preprint")
