"""What is cited of a paper, the same for every format."""

from __future__ import annotations

from dataclasses import dataclass

from common.dates.cv_date import CVDate, Point
from publications.bibtex.entries import RANGE_OF_PAGES
from publications.identifiers import arxiv_url, is_named_in
from publications.models import Publication, PublicationLink, Venue
from publications.names.name import Name

_KIND, _STATUS, _LINK = Publication.Kind, Publication.Status, PublicationLink.Kind
_VAGUE_KINDS = {_KIND.ARTICLE, _KIND.PREPRINT, _KIND.OTHER}
_APPEARED = {_STATUS.ACCEPTED, _STATUS.PUBLISHED}
_STANDINGS = {
    _STATUS.IN_PREPARATION: "In preparation",
    _STATUS.PREPRINT: "Preprint",
    _STATUS.SUBMITTED: "Submitted",
    _STATUS.ACCEPTED: "To appear",
}
# The links that lead to the work itself, the best first, where it is no text.
_LINKS_TO: dict[str, tuple[str, ...]] = {
    _KIND.DATASET: (_LINK.DATA,),
    _KIND.SOFTWARE: (_LINK.CODE, _LINK.PROJECT),
}


@dataclass(frozen=True)
class Citation:
    """A paper as others cite it; what is not known is empty.

    ``kind`` and ``status`` are values of ``Publication.Kind`` and ``Publication.Status``. The
    ``title`` has its formulas as TeX between dollars, the ``abstract`` is Markdown, and all else
    is plain text. ``venue`` is the full name, ``venue_short`` the one that readers know. ``pages``
    has en dashes. ``more_names`` says that there are more authors than are named.
    """

    key: str
    kind: str
    status: str
    title: str
    names: tuple[Name, ...] = ()
    more_names: bool = False
    venue: str = ""
    venue_short: str = ""
    venue_kind: str = ""
    date: Point | None = None
    volume: str = ""
    number: str = ""
    pages: str = ""
    doi: str = ""
    arxiv_id: str = ""
    url: str = ""
    note: str = ""
    abstract: str = ""

    @property
    def form(self) -> str:
        """What the work is to those who cite it.

        "journal-article", "conference-paper", "preprint", "manuscript" for what is not to be had
        yet, or else the kind: "chapter", "book", "phd-thesis", "other".
        """
        if self.kind not in _VAGUE_KINDS:
            return self.kind
        if self.is_unpublished:
            is_out = self.status == _STATUS.PREPRINT or self.arxiv_id
            return "preprint" if is_out else "manuscript"
        if self.kind == _KIND.OTHER:
            return "other"
        if self.venue_kind in {Venue.Kind.CONFERENCE, Venue.Kind.WORKSHOP, Venue.Kind.BOOK}:
            return "conference-paper"
        is_preprint = self.kind == _KIND.PREPRINT or (self.arxiv_id and not self.venue)
        if is_preprint and self.venue_kind != Venue.Kind.JOURNAL:
            return "preprint"
        return "journal-article" if self.venue else "other"

    @property
    def appeared_in(self) -> str:
        """The venue, where the work is there or will be; not where it was only submitted to."""
        return "" if self.is_unpublished else self.venue

    @property
    def is_unpublished(self) -> bool:
        """Whether it is one that appears at a venue, and has not yet."""
        return self.kind in _VAGUE_KINDS and self.status not in _APPEARED

    @property
    def standing(self) -> str:
        """How far it has come, in words: "Submitted to JMLR"; nothing where it is published."""
        words = _STANDINGS.get(_STATUS(self.status), "")
        names_venue = self.status == _STATUS.SUBMITTED and self.is_unpublished and self.venue
        return f"{words} to {self.venue}" if names_venue else words

    @property
    def first_and_last_page(self) -> tuple[str, str]:
        """The ends of one range of pages; the second is empty where there is no such range."""
        first, _, last = self.pages.partition("–")
        return (self.pages, "") if "–" in last or "," in self.pages else (first, last)


def cite(publication: Publication) -> Citation:
    """Return what is cited of a paper, which was fetched ``with_bylines``."""
    venue = publication.named_venue
    return Citation(
        key=publication.cited_as,
        kind=publication.kind,
        status=publication.status,
        title=" ".join(publication.title.split()),
        names=tuple(row.name for row in publication.authorships.all()),
        more_names=publication.has_more_authors,
        venue=(venue.name or venue.short_name) if venue else "",
        venue_short=venue.short_name if venue else "",
        venue_kind=venue.kind if venue else "",
        date=_date(publication.when),
        volume=publication.volume,
        number=publication.number,
        pages=RANGE_OF_PAGES.sub("–", publication.pages.replace("--", "–")),
        doi=publication.doi,
        arxiv_id=publication.arxiv_id,
        url=_url(publication),
        note=publication.note,
        abstract=publication.abstract,
    )


def _date(when: CVDate | None) -> Point | None:
    """Return the point that gives a paper its year: the first, as in ``CVDate.year``."""
    return (when.spans[0].start or when.spans[0].end) if when else None


def _url(publication: Publication) -> str:
    """Return where the paper itself is on the web, where its DOI does not say it already."""
    has_appeared = publication.status in _APPEARED
    kinds = [*_LINKS_TO.get(publication.kind, ()), _LINK.PAPER]
    if not has_appeared:
        kinds.append(_LINK.PREPRINT)
    doi, all_links = publication.doi, publication.links.all()
    links = [link for link in all_links if link.url and not is_named_in(link.url, doi)]
    for kind in kinds:
        for link in links:
            if link.kind == kind:
                return link.url
    if publication.arxiv_id and not (has_appeared and publication.venue):
        return arxiv_url(publication.arxiv_id)
    return ""
