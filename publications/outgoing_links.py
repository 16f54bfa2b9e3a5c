"""The addresses that papers, authors and venues name."""

from collections.abc import Iterator

from common.content_checks import Thing
from common.outgoing_links import Address, addresses_of
from publications.models import Author, Publication, PublicationLink, Venue
from publications.models.buttons import implied_buttons

# The fields that a paper's implied buttons come from.
_PARTS = {"DOI": "id_doi", "arXiv": "id_arxiv_id"}


def addresses() -> Iterator[Address]:
    """Yield every address of this app, drafts' too, in six queries."""
    yield from addresses_of(Publication)
    yield from _implied()
    yield from addresses_of(PublicationLink, parent="publication")
    yield from addresses_of(Author)
    yield from addresses_of(Venue)


def _implied() -> Iterator[Address]:
    """Yield the addresses that DOIs and arXiv ids stand for."""
    papers = Publication.objects.exclude(doi="", arxiv_id="").order_by("pk")
    for paper in papers.only("title", "doi", "arxiv_id", "is_draft").prefetch_related("links"):
        for button in implied_buttons(paper):
            thing = Thing.of(paper, part=_PARTS[button.label])
            yield Address(button.href, thing, button.label, paper.is_draft)
