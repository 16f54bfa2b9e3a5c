"""From an entry of a BibTeX file to the fields of a publication."""

import re
from dataclasses import dataclass

from publications.author_line import Credit
from publications.bibtex.dates import read_when
from publications.bibtex.identifiers import read_arxiv_id, read_doi, read_url
from publications.bibtex.kinds import nature_of
from publications.bibtex.latex import to_plain, to_text
from publications.bibtex.people import People, PeopleError, read_people
from publications.bibtex.reading import RawEntry
from publications.bibtex.values import BrokenEntryError
from publications.names import Name

# "24496--24523", "S1-S12" and "12:1–12:30", but not the hyphen of "A-12".
RANGE_OF_PAGES = re.compile(r"(?<=\w)\s*[–—]\s*(?=\w)|(?<=\d)\s*-\s*(?=[A-Za-z]*\d)")


@dataclass(frozen=True)
class Entry:
    """One publication of a BibTeX file, in Unicode, with formulas as TeX between dollars.

    ``kind``, ``status`` and ``venue_kind`` are values of ``Publication.Kind``,
    ``Publication.Status`` and ``Venue.Kind``; ``when`` is EDTF; what is not given is empty.
    ``names`` are the credited people in the same order, divided as the file divides them.
    ``warnings`` are clauses for the owner, who should look at what they name. ``is_parent`` says
    that other entries of the file take fields from this one.
    """

    line: int
    key: str
    type: str
    title: str
    credits: tuple[Credit, ...] = ()
    names: tuple[Name, ...] = ()
    more_authors: bool = False
    editors: tuple[str, ...] = ()
    kind: str = "other"
    status: str = "published"
    venue: str = ""
    venue_kind: str = "other"
    when: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    doi: str = ""
    arxiv_id: str = ""
    url: str = ""
    abstract: str = ""
    note: str = ""
    warnings: tuple[str, ...] = ()
    is_parent: bool = False


def to_entry(raw: RawEntry) -> Entry:
    """Return the publication that an entry describes; fields that we have no use for are ignored.

    Raises BrokenEntryError where there is no title or where an author would be lost.
    """
    fields = raw.fields
    title = _title(raw)
    authors = _authors(raw)
    editors, editor_warnings = _editors(raw)
    arxiv_id = read_arxiv_id(fields)
    nature = nature_of(raw.type, fields, has_arxiv_id=bool(arxiv_id))
    when, date_warnings = read_when(fields)
    doi, doi_warnings = read_doi(fields)
    url, url_warnings = read_url(fields)
    warnings = [*raw.warnings, *authors.warnings, *editor_warnings, *nature.warnings]
    return Entry(
        line=raw.line,
        key=raw.key,
        type=raw.type,
        title=title,
        credits=authors.credits,
        names=authors.names,
        more_authors=authors.more,
        editors=editors,
        kind=nature.kind,
        status=nature.status,
        venue=nature.venue,
        venue_kind=nature.venue_kind,
        when=when,
        volume=_volume(raw, arxiv_id),
        number=to_plain(fields.get("number") or fields.get("issue") or ""),
        pages=RANGE_OF_PAGES.sub("–", to_plain(fields.get("pages") or fields.get("eid") or "")),
        doi=doi,
        arxiv_id=arxiv_id,
        url=url,
        abstract=to_text(fields.get("abstract", "")),
        note=nature.note,
        warnings=(*warnings, *date_warnings, *doi_warnings, *url_warnings),
        is_parent=raw.is_parent,
    )


def _title(raw: RawEntry) -> str:
    parts = (" ".join(to_text(raw.fields.get(name, "")).split()) for name in ("title", "subtitle"))
    title = ": ".join(filter(None, parts))
    if not any(char.isalnum() for char in title):
        raise BrokenEntryError("the title is missing; write title = {...}")
    return title


def _authors(raw: RawEntry) -> People:
    try:
        return read_people(raw.fields.get("author", ""))
    except PeopleError as error:
        raise BrokenEntryError(f"the authors cannot be read: {error}") from error


def _editors(raw: RawEntry) -> tuple[tuple[str, ...], list[str]]:
    try:
        people = read_people(raw.fields.get("editor", ""))
    except PeopleError as error:
        return (), [f"the editors cannot be read and are left out: {error}"]
    return tuple(credit.name for credit in people.credits), []


def _volume(raw: RawEntry, arxiv_id: str) -> str:
    """Return the volume, which DBLP gives as "abs/2304.06767" for what is on arXiv."""
    volume = to_plain(raw.fields.get("volume", ""))
    return "" if arxiv_id and arxiv_id in volume else volume
