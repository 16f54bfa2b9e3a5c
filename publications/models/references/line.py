"""The reference of a paper, as lists, pages and the CV print it.

The house style is "JMLR 24(3), 112–140", "ICLR 2023, pp. 1–9", "In E. One and F. Two (eds.), The
Handbook of X, Cambridge University Press, pp. 12–40", "2nd edition, MIT Press". A reference is a
list of parts, so that what is unknown leaves no comma behind; the titles of books are in italics.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from publications.models.choices import PublicationKind as Kind
from publications.models.choices import PublicationStatus as Status
from publications.models.references.venue import format_where, name_standing
from publications.models.references.words import (
    name_people,
    tidy,
    write_edition,
    write_numbers,
    write_pages,
    write_report,
)

if TYPE_CHECKING:
    from publications.models import Publication

_WHOLE_BOOKS = {Kind.BOOK, Kind.PROCEEDINGS}
_NUMBERED = {Kind.REPORT, Kind.PATENT}
_THESES = {Kind.MASTER_THESIS, Kind.PHD_THESIS}
_HAVE_PUBLISHER = {
    *_WHOLE_BOOKS,
    *(Kind.CHAPTER, Kind.TRANSLATION, Kind.DATASET, Kind.SOFTWARE, Kind.OTHER),
}
_WITH_LABELS = {Kind.CHAPTER, *_NUMBERED, *_THESES}


class ReferencePart(NamedTuple):
    """One part of a reference, and what separates it from the part before it.

    ``kind`` is "venue", "numbers", "in", "book", "editors", "translators", "edition", "report",
    "institution", "publisher", "pages", "standing" or "year".
    """

    kind: str
    text: str
    before: str = ", "


Parts = Iterator[ReferencePart]


def compose_reference(paper: Publication, *, with_year: bool = False) -> list[ReferencePart]:
    """Return the whole reference; a paper of which only the venue is known has its venue line."""
    parts = _capitalise(list(_list_all(paper)) or list(_keep("venue", paper.venue_line)))
    year = paper.separate_year if with_year else ""
    if year and year != paper.volume:
        parts.append(ReferencePart("year", year))
    return parts


def compose_rest(paper: Publication) -> list[ReferencePart]:
    """Return what the reference says beside the venue line, for lists that have that apart."""
    details = list(_list_details(paper, apart=True))
    return _capitalise([*_list_book(paper, has_details=bool(details), apart=True), *details])


def write_reference(parts: Sequence[ReferencePart]) -> str:
    """Return the parts as text."""
    return "".join(f"{part.before if place else ''}{part.text}" for place, part in enumerate(parts))


def _capitalise(parts: list[ReferencePart]) -> list[ReferencePart]:
    """Return the parts with a capital at the beginning of a phrase that begins them."""
    if parts and parts[0].kind in {"editors", "translators"}:
        parts[0] = parts[0]._replace(text=capfirst(parts[0].text))
    return parts


def _keep(kind: str, text: str, before: str = ", ") -> Parts:
    """Yield the part, if it is known."""
    if text:
        yield ReferencePart(kind, text, before)


def _list_all(paper: Publication) -> Parts:
    """Yield all parts, or none if there is nothing beside the venue."""
    details = list(_list_details(paper, apart=False))
    book = list(_list_book(paper, has_details=bool(details), apart=False))
    if not book and not details:
        return
    if not paper.has_appeared:
        yield from _keep("standing", paper.venue_line)
    elif not _say_where({part.kind for part in (*book, *details)}, paper):
        yield from _keep("venue", tidy(format_where(paper)))
    yield from book
    yield from details
    yield from _keep("standing", name_standing(paper), " ")


def _say_where(kinds: set[str], paper: Publication) -> bool:
    """Whether parts of these kinds say already what the venue line would: the venue or kind."""
    if paper.venue:
        return bool(kinds & {"book", "report"})
    is_translation = paper.kind == Kind.TRANSLATION and "translators" in kinds
    is_clear = paper.kind in _WHOLE_BOOKS or is_translation or "report" in kinds
    return is_clear and paper.status == Status.PUBLISHED


def _list_book(paper: Publication, *, has_details: bool, apart: bool) -> Parts:
    """Yield the book that a chapter is in and who edited it, if more is known than its name."""
    venue, editors = paper.venue, _name_editors(paper)
    if not paper.has_appeared:
        return
    name = tidy(venue.name or venue.short_name) if venue and paper.kind == Kind.CHAPTER else ""
    if not name or (apart and venue and name == tidy(venue.short_name)):
        if editors:
            yield ReferencePart("editors", _("edited by %(names)s") % {"names": editors})
    elif editors:
        several = len(paper.editors) > 1
        sentence = _("In %(names)s (eds.)") if several else _("In %(names)s (ed.)")
        yield ReferencePart("in", sentence % {"names": editors})
        yield ReferencePart("book", name)
    elif has_details:
        yield ReferencePart("in", _("In"))
        yield ReferencePart("book", name, " ")


def _name_editors(paper: Publication) -> str:
    """Return the editors, unless the paper is listed under them."""
    return name_people(paper.editors) if paper.byline_names else ""


def _list_details(paper: Publication, *, apart: bool) -> Parts:
    """Yield what the reference says beside the venue and the book.

    The numbers of a journal or series directly follow its name, unless that is ``apart``.
    """
    if not paper.has_appeared:
        if paper.kind in _NUMBERED and paper.status != Status.IN_PREPARATION:
            yield from _list_report(paper, apart)
        return
    follows = _ends_in_numbers(paper) and not apart
    numbers = write_numbers(paper, labelled=not follows)
    if follows:
        yield from _keep("numbers", numbers, " ")
    if paper.translators:
        names = name_people(paper.translators)
        yield ReferencePart("translators", _("translated by %(names)s") % {"names": names})
    yield from _keep("edition", write_edition(paper))
    if not follows:
        yield from _keep("numbers", numbers)
    yield from _list_report(paper, apart)
    yield from _list_publisher(paper)
    if paper.kind not in _WHOLE_BOOKS:
        labelled = not (_ends_in_numbers(paper) and numbers)
        yield from _keep("pages", write_pages(paper, labelled=labelled))


def _ends_in_numbers(paper: Publication) -> bool:
    """Whether the volume follows the venue directly: "JMLR 24", but "ICML 2022, vol. 162"."""
    venue = paper.venue
    if venue is None or paper.kind in _WITH_LABELS:
        return False
    is_series = venue.kind == venue.Kind.BOOK and not paper.series
    return venue.kind == venue.Kind.JOURNAL or is_series


def _list_report(paper: Publication, apart: bool) -> Parts:
    """Yield the number of a report or patent, and the institution."""
    has_venue = paper.has_appeared and paper.venue is not None
    if paper.kind in _NUMBERED and tidy(paper.report_number):
        # The margin of a list has the kind if it has neither a venue nor a status.
        is_labelled = not apart or has_venue or paper.status != Status.PUBLISHED
        yield ReferencePart("report", write_report(paper, labelled=is_labelled))
        if has_venue and not apart:
            yield ReferencePart("venue", tidy(format_where(paper)))
    institution = tidy(paper.institution)
    if institution and institution not in _name_venue(paper):
        yield ReferencePart("institution", institution)


def _list_publisher(paper: Publication) -> Parts:
    if paper.kind in _HAVE_PUBLISHER:
        said = {*_name_venue(paper), tidy(paper.institution)}
        names = [tidy(paper.publisher), tidy(paper.place)]
        text = ", ".join(name for name in names if name and name not in said)
        yield from _keep("publisher", text)


def _name_venue(paper: Publication) -> set[str]:
    """Return the names of the venue, which are not said twice."""
    return {tidy(paper.venue.short_name), tidy(paper.venue.name)} if paper.venue else set()
