"""The data of a citation, the same for every format."""

from __future__ import annotations

from dataclasses import dataclass

from common.dates.cv_date import CVDate
from common.dates.point import Point
from publications.bibtex.entries import RANGE_OF_PAGES
from publications.identifiers import is_named_in, make_arxiv_url
from publications.models import Publication, PublicationLink, Venue
from publications.models.choices import APPEARED, Role
from publications.names.name import Name

_KIND, _STATUS, _LINK = Publication.Kind, Publication.Status, PublicationLink.Kind
_VAGUE_KINDS = {_KIND.ARTICLE, _KIND.PREPRINT, _KIND.OTHER, _KIND.REVIEW, _KIND.TRANSLATION}
THESES = {_KIND.MASTER_THESIS, _KIND.PHD_THESIS}
# Kinds whose venue is an institution, unless that is named beside it.
_OF_INSTITUTIONS = {*THESES, _KIND.REPORT}
# Kinds that are published by themselves, not in a journal or a book: the venue is their publisher
# or, if it is a book, their series.
_WHOLE = {_KIND.BOOK, _KIND.PROCEEDINGS, _KIND.DATASET, _KIND.SOFTWARE}
# Kinds with a number that is not the issue of a journal.
_NUMBERED = {_KIND.REPORT, _KIND.PATENT}
_BOOKS = {Venue.Kind.BOOK}
_MEETINGS = {Venue.Kind.CONFERENCE, Venue.Kind.WORKSHOP}
# The fields that a citation has as they are.
_PLAIN = (
    *("article_number", "publisher", "place", "series", "edition", "isbn", "institution"),
    "licence",
)
_STANDINGS = {
    _STATUS.IN_PREPARATION: "In preparation",
    _STATUS.PREPRINT: "Preprint",
    _STATUS.SUBMITTED: "Submitted",
    _STATUS.ACCEPTED: "To appear",
    _STATUS.IN_PRESS: "In press",
}
# The links to the work itself if it is not a text, best first.
_LINKS_TO: dict[str, tuple[str, ...]] = {
    _KIND.DATASET: (_LINK.DATA,),
    _KIND.SOFTWARE: (_LINK.CODE, _LINK.PROJECT),
}


@dataclass(frozen=True)
class Citation:
    """A paper as others cite it; unknown values are empty.

    ``kind`` and ``status`` are values of ``Publication.Kind`` and ``Publication.Status``. The
    ``title`` has formulas as TeX between dollar signs, the ``abstract`` is Markdown, and everything
    else is plain text. ``venue`` is the full name, ``venue_short`` the familiar one, ``venue_iso4``
    the abbreviation. ``pages`` has en dashes. ``more_names`` means that there are authors, or
    editors of an edited volume, who are not named. ``licence`` is its SPDX name. ``awards`` are
    written like "Best paper award, 2025".
    """

    key: str
    kind: str
    status: str
    title: str
    names: tuple[Name, ...] = ()
    more_names: bool = False
    editors: tuple[Name, ...] = ()
    translators: tuple[Name, ...] = ()
    venue: str = ""
    venue_short: str = ""
    venue_iso4: str = ""
    venue_kind: str = ""
    date: Point | None = None
    volume: str = ""
    number: str = ""
    pages: str = ""
    article_number: str = ""
    publisher: str = ""
    place: str = ""
    series: str = ""
    edition: str = ""
    isbn: str = ""
    issn: str = ""
    report_number: str = ""
    institution: str = ""
    licence: str = ""
    awards: tuple[str, ...] = ()
    doi: str = ""
    arxiv_id: str = ""
    url: str = ""
    note: str = ""
    abstract: str = ""

    @property
    def form(self) -> str:
        """The type of the work for a citation.

        It is "journal-article", "conference-paper", "preprint", "manuscript" (not available yet),
        or else the kind: "chapter", "book", "phd-thesis", "other". A review or translation is what
        it would be if it were an original.
        """
        if self.kind not in _VAGUE_KINDS:
            return self.kind
        if self.is_unpublished:
            is_out = self.status == _STATUS.PREPRINT or self.arxiv_id
            return "preprint" if is_out else "manuscript"
        if self.kind == _KIND.OTHER:
            return "other"
        if self.kind == _KIND.TRANSLATION and self.venue_kind in {"", *_BOOKS}:
            return "chapter" if self.venue else "book"
        if self.venue_kind in {Venue.Kind.CONFERENCE, Venue.Kind.WORKSHOP, Venue.Kind.BOOK}:
            return "conference-paper"
        is_preprint = self.kind == _KIND.PREPRINT or (self.arxiv_id and not self.venue)
        if is_preprint and self.venue_kind != Venue.Kind.JOURNAL:
            return "preprint"
        return "journal-article" if self.venue else "other"

    @property
    def appeared_in(self) -> str:
        """The venue, if the work has appeared or will appear there; empty if only submitted."""
        return "" if self.is_unpublished else self.venue

    @property
    def container(self) -> str:
        """The journal, book or conference in which the work appeared."""
        apart = self._institution_is_venue or self._publisher_is_venue or self._series_is_venue
        return "" if apart else self.appeared_in

    @property
    def institution_name(self) -> str:
        """The institution of a thesis or report, which may be its venue."""
        return self.venue if self._institution_is_venue else self.institution

    @property
    def publisher_name(self) -> str:
        """The publisher of a book or the like, which may be its venue."""
        return self.venue if self._publisher_is_venue else self.publisher

    @property
    def series_title(self) -> str:
        """The series of a book, which may be its venue."""
        return self.venue if self._series_is_venue else self.series

    @property
    def _institution_is_venue(self) -> bool:
        return self.kind in _OF_INSTITUTIONS and not self.institution

    @property
    def _series_is_venue(self) -> bool:
        return self.kind in _WHOLE and self.venue_kind in _BOOKS and not self.series

    @property
    def _publisher_is_venue(self) -> bool:
        is_known = self.publisher or self.venue_kind in _BOOKS or self._is_of_meeting
        return self.kind in _WHOLE and not is_known

    @property
    def _is_of_meeting(self) -> bool:
        return self.kind == _KIND.PROCEEDINGS and self.venue_kind in _MEETINGS

    @property
    def is_unpublished(self) -> bool:
        """Whether it is a kind of work that appears at a venue, but has not been accepted yet."""
        return self.kind in _VAGUE_KINDS and self.status not in APPEARED

    @property
    def standing(self) -> str:
        """The status in words: "Submitted to JMLR"; empty if it is published."""
        words = _STANDINGS.get(_STATUS(self.status), "")
        names_venue = self.status == _STATUS.SUBMITTED and self.is_unpublished and self.venue
        return f"{words} to {self.venue}" if names_venue else words

    @property
    def first_and_last_page(self) -> tuple[str, str]:
        """The first and last page; the second is empty unless ``pages`` is a single range."""
        first, _, last = self.pages.partition("–")
        return (self.pages, "") if "–" in last or "," in self.pages else (first, last)


def cite(publication: Publication) -> Citation:
    """Return the citation of a paper; fetch the paper ``with_citations`` to save queries."""
    is_numbered = publication.kind in _NUMBERED
    venue = publication.named_venue
    return Citation(
        key=publication.cited_as,
        kind=publication.kind,
        status=publication.status,
        title=" ".join(publication.title.split()),
        names=_list_names(publication, Role.AUTHOR),
        editors=_list_names(publication, Role.EDITOR),
        translators=_list_names(publication, Role.TRANSLATOR),
        more_names=publication.has_more_authors,
        venue=(venue.name or venue.short_name) if venue else "",
        venue_short=venue.short_name if venue else "",
        venue_iso4=venue.iso4 if venue else "",
        venue_kind=venue.kind if venue else "",
        issn=venue.issn if venue else "",
        date=_find_date(publication.when),
        volume=publication.volume,
        number="" if is_numbered else publication.number,
        report_number=publication.report_number or (publication.number if is_numbered else ""),
        pages=RANGE_OF_PAGES.sub("–", publication.pages.replace("--", "–")),
        **{name: getattr(publication, name) for name in _PLAIN},
        awards=tuple(str(award) for award in publication.awards_in_order),
        doi=publication.doi,
        arxiv_id=publication.arxiv_id,
        url=_find_url(publication),
        note=publication.note,
        abstract=publication.abstract,
    )


def _list_names(publication: Publication, role: Role) -> tuple[Name, ...]:
    return tuple(row.name for row in publication.list_rows(role))


def _find_date(when: CVDate | None) -> Point | None:
    """Return the date's first point, which also determines ``CVDate.year``."""
    return (when.spans[0].start or when.spans[0].end) if when else None


def _find_url(publication: Publication) -> str:
    """Return the URL of the paper itself, unless the DOI leads there already."""
    has_appeared = publication.status in APPEARED
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
        return make_arxiv_url(publication.arxiv_id)
    return ""
