"""The links of papers, authors and venues, for the link check."""

from collections.abc import Iterator

from common.content_checks import EditLink
from common.outgoing_links import OutgoingLink, list_links_of
from publications.models import Author, Publication, PublicationLink, Venue
from publications.models.buttons import list_implied_buttons

# The fields that a paper's implied buttons come from.
_PARTS = {"DOI": "id_doi", "arXiv": "id_arxiv_id"}


def list_outgoing_links() -> Iterator[OutgoingLink]:
    """Yield every link of this app, including those of drafts, in six queries."""
    yield from list_links_of(Publication)
    yield from _list_implied()
    yield from list_links_of(PublicationLink, parent="publication")
    yield from list_links_of(Author)
    yield from list_links_of(Venue)


def _list_implied() -> Iterator[OutgoingLink]:
    """Yield the links that DOIs and arXiv ids imply."""
    papers = Publication.objects.exclude(doi="", arxiv_id="").order_by("pk")
    for paper in papers.only("title", "doi", "arxiv_id", "is_draft").prefetch_related("links"):
        for button in list_implied_buttons(paper):
            edit_link = EditLink.of(paper, part=_PARTS[button.label])
            yield OutgoingLink(button.href, edit_link, button.label, paper.is_draft)
