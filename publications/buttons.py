"""The buttons under a paper: the owner's links, and those that its identifiers imply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.links import Button

if TYPE_CHECKING:
    from publications.models import Publication


def buttons_of(publication: Publication) -> list[Button]:
    """Return the owner's links in their order, then PDF, DOI and arXiv where they add something."""
    buttons = [link.button for link in publication.links.all()]
    known = " ".join(button.href for button in buttons).lower()
    if publication.pdf:
        buttons.append(Button("PDF", publication.pdf.url))
    if publication.doi and publication.doi.lower() not in known:
        buttons.append(Button("DOI", f"https://doi.org/{publication.doi}"))
    if publication.arxiv_id and publication.arxiv_id not in known:
        buttons.append(Button("arXiv", f"https://arxiv.org/abs/{publication.arxiv_id}"))
    return buttons
