"""The buttons under a paper: the owner's links, and those that its identifiers imply."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from common.links import Button
from publications.identifiers import is_named_in, make_arxiv_url, make_doi_url
from publications.models.links import PublicationLink

if TYPE_CHECKING:
    from publications.models import Publication


def list_buttons(publication: Publication) -> list[Button]:
    """Return the owner's links in order, then PDF, DOI and arXiv if no link already covers them."""
    buttons = [link.button for link in publication.links_in_order]
    if publication.pdf:
        buttons.append(Button("PDF", publication.pdf.url, kind="paper"))
    return [*buttons, *list_implied_buttons(publication)]


def list_page_buttons(publication: Publication) -> list[Button]:
    """Return the buttons for a page that shows the venue beside them.

    A label that only repeats the venue ("Submitted to JMLR") gives way to the kind of the link.
    """
    return [
        button._replace(label=str(PublicationLink.Kind(button.kind).label))
        if button.label == publication.venue_line and button.kind in PublicationLink.Kind.values
        else button
        for button in list_buttons(publication)
    ]


def list_implied_buttons(publication: Publication) -> Iterator[Button]:
    """Yield the buttons "DOI" and "arXiv", unless one of the owner's links leads there."""
    known = " ".join(link.href for link in publication.links_in_order)
    doi, arxiv_id = publication.doi, publication.arxiv_id
    if doi and not is_named_in(known, doi):
        yield Button("DOI", make_doi_url(doi), kind="paper")
    if arxiv_id and not is_named_in(known, arxiv_id):
        yield Button("arXiv", make_arxiv_url(arxiv_id), kind="preprint")


def find_hosted_pdf(publication: Publication) -> str:
    """Return the name of the uploaded PDF, the paper's own or a link's, or ""."""
    kinds = {PublicationLink.Kind.PAPER, PublicationLink.Kind.PREPRINT}
    files = [link.file for link in publication.links.all() if link.kind in kinds]
    names = [str(file) for file in [publication.pdf, *files]]
    return next((name for name in names if name.lower().endswith(".pdf")), "")
