"""Converts an entry of a BibTeX file to the fields of a publication."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.text.characters import join_lines, keep_printable
from publications.bibtex.dates import read_when
from publications.bibtex.grammar.reading import RawEntry
from publications.bibtex.grammar.values import BrokenEntryError
from publications.bibtex.identifiers import check_links, read_arxiv_id, read_doi, read_urls
from publications.bibtex.kinds import classify_entry
from publications.bibtex.leftovers import name_leftovers
from publications.bibtex.links import EntryFile, EntryLink, read_links
from publications.bibtex.people.annotations import read_meanings
from publications.bibtex.people.reading import People, PeopleError, read_people
from publications.bibtex.preparing import (
    Prepared,
    prepare,
    read_abstract,
    read_plain_field,
)
from publications.bibtex.reference import read_reference
from publications.bibtex.text.latex import to_plain, to_title
from publications.bibtex.text.shortening import cut_to_fit, shorten
from publications.identifiers import is_named_in
from publications.names.author_line import Credit
from publications.names.name import Name

# The maximum lengths of the publication's columns.
LONGEST = {
    "title": 500,
    "note": 1000,
    "volume": 100,
    "number": 100,
    "pages": 100,
    "article_number": 100,
    "publisher": 200,
    "place": 200,
    "series": 300,
    "edition": 50,
    "report_number": 100,
    "institution": 300,
}
_LONGEST_VENUE = 500
_LONGEST_AWARD = 200
_MOST_WARNINGS = 100
_LABELS = {
    "title": gettext_lazy("title"),
    "note": gettext_lazy("note"),
    "volume": gettext_lazy("volume"),
    "number": gettext_lazy("issue"),
    "pages": gettext_lazy("pages"),
    "article_number": gettext_lazy("article number"),
    "publisher": gettext_lazy("publisher"),
    "place": gettext_lazy("place"),
    "series": gettext_lazy("series"),
    "edition": gettext_lazy("edition"),
    "report_number": gettext_lazy("report number"),
    "institution": gettext_lazy("institution"),
    "venue": gettext_lazy("name of the venue"),
}

# al-folio's "CIKM 2020" and "NeurIPS'23": a venue has no year.
_YEAR_AT_END = re.compile(r"(?<=\w)[\s'’-]+(?:19|20)?\d\d$")
_AT_DOI_ORG = re.compile(r"https?://(?:dx\.)?doi\.org/", re.IGNORECASE)
# "24496--24523", "S1-S12" and "12:1–12:30", but not the hyphen of "A-12".
RANGE_OF_PAGES = re.compile(r"(?<=\w)\s*[–—]\s*(?=\w)|(?<=\d)\s*-\s*(?=[A-Za-z]*\d)")


@dataclass(frozen=True)
class Entry:
    """One publication of a BibTeX file, in Unicode, with formulas as TeX between dollars.

    ``kind``, ``status`` and ``venue_kind`` are values of ``Publication.Kind``,
    ``Publication.Status`` and ``Venue.Kind``; ``when`` is EDTF; missing values are empty.
    ``names`` are the people in ``credits``, in the same order, split into parts as in the file.
    ``key`` is the key in the file: it may be empty or contain characters not allowed in a key.
    ``venue_short`` is the file's short name for the venue, used if the venue is new to the site.
    ``editors`` and ``translators`` are names in parts. ``more_authors`` means that the authors, or
    the editors where there are no authors, end in "and others". ``venue_issn`` is that of a
    journal. ``awards`` are written like "Best paper award, 2025".
    ``abstract`` is Markdown. ``topics`` are the keywords; the import uses only those that are
    already topics of the site. ``is_parent`` is true if other entries refer to it by crossref.
    ``warnings`` are clauses that tell the owner what to check. ``orcids`` are the ORCID iDs of the
    people in ``credits``, in the same order and empty if unknown; there may be none at all.
    ``published_as`` is the DOI of the published version of a preprint. ``doubt`` is a sentence that
    says why the paper is imported only if the owner selects it, for example that it was retracted.
    ``files`` are the files that the entry names, such as its PDF.
    """

    line: int
    key: str
    type: str
    title: str
    credits: tuple[Credit, ...] = ()
    names: tuple[Name, ...] = ()
    orcids: tuple[str, ...] = ()
    more_authors: bool = False
    editors: tuple[Name, ...] = ()
    translators: tuple[Name, ...] = ()
    kind: str = "other"
    status: str = "published"
    venue: str = ""
    venue_kind: str = "other"
    venue_short: str = ""
    venue_issn: str = ""
    when: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    article_number: str = ""
    publisher: str = ""
    place: str = ""
    series: str = ""
    edition: str = ""
    isbn: str = ""
    report_number: str = ""
    institution: str = ""
    licence: str = ""
    awards: tuple[str, ...] = ()
    doi: str = ""
    arxiv_id: str = ""
    url: str = ""
    abstract: str = ""
    note: str = ""
    links: tuple[EntryLink, ...] = ()
    files: tuple[EntryFile, ...] = ()
    topics: tuple[str, ...] = ()
    is_selected: bool = False
    is_parent: bool = False
    published_as: str = ""
    doubt: str = ""
    warnings: tuple[str, ...] = ()


def to_entry(raw: RawEntry) -> Entry:
    """Return the publication that an entry describes. Warnings list what the site cannot store.

    Raises BrokenEntryError if the title is missing or an author would be lost.
    """
    prepared = prepare(raw.fields)
    fields = prepared.fields
    authors = _read_authors(fields)
    arxiv_id = read_arxiv_id(fields)
    nature = classify_entry(raw.type, fields, has_arxiv_id=bool(arxiv_id))
    reference = read_reference(fields, nature)
    when, date_warnings = read_when(fields)
    doi, doi_warnings = read_doi(fields)
    abstract, abstract_warnings = read_abstract(fields.get("abstract", ""))
    entry = Entry(
        line=raw.line,
        key=raw.key,
        type=raw.type,
        title=_read_title(fields),
        credits=authors.credits,
        names=authors.names,
        more_authors=authors.more or (reference.more and not authors.credits),
        editors=reference.editors,
        translators=reference.translators,
        kind=nature.kind,
        status=nature.status,
        venue=nature.venue,
        venue_kind=nature.venue_kind,
        venue_short=_YEAR_AT_END.sub("", to_plain(fields.get("abbr", ""))) if nature.venue else "",
        venue_issn=reference.issn,
        when=when,
        volume=_read_volume(fields, arxiv_id),
        **reference.values | _read_pages(fields, reference.values["article_number"], arxiv_id),
        awards=reference.awards,
        doi=doi,
        arxiv_id=arxiv_id,
        abstract=abstract,
        note=nature.note,
        topics=_read_topics(fields),
        is_selected=read_plain_field(fields, "selected").casefold() in {"true", "yes", "1"},
        is_parent=raw.is_parent,
        warnings=(
            *filter(None, [raw.letters]),
            *(*raw.warnings, *prepared.warnings, *authors.warnings, *reference.warnings),
            *(*nature.warnings, *date_warnings, *doi_warnings, *abstract_warnings),
        ),
    )
    read = nature.read | reference.read
    return _add_leftovers(_cut_to_fit(_add_links(entry, prepared)), fields, read)


def _read_title(fields: Mapping[str, str]) -> str:
    parts = (" ".join(to_title(fields.get(name, "")).split()) for name in ("title", "subtitle"))
    title = ": ".join(filter(None, parts))
    if not any(char.isalnum() for char in title):
        raise BrokenEntryError(_("the title is missing; write title = {...}"))
    return title


def _read_authors(fields: Mapping[str, str]) -> People:
    try:
        meanings = read_meanings(fields.get("annotation", ""))
        return read_people(fields.get("author", ""), fields.get("collaboration", ""), meanings)
    except PeopleError as error:
        raise BrokenEntryError(
            _("the authors cannot be read: %(error)s") % {"error": error}
        ) from error


def _read_volume(fields: Mapping[str, str], arxiv_id: str) -> str:
    """Return the volume, but not DBLP's "abs/2304.06767", which only repeats the arXiv id."""
    volume = to_plain(fields.get("volume", ""))
    return "" if arxiv_id and arxiv_id in volume else volume


def _read_pages(fields: Mapping[str, str], article_number: str, arxiv_id: str) -> dict[str, str]:
    """Return the pages and the article number. ADS repeats the number, or an arXiv id, in both."""
    pages = RANGE_OF_PAGES.sub("–", read_plain_field(fields, "pages"))
    texts = {"pages": "" if pages == article_number else pages, "article_number": article_number}
    return {n: "" if arxiv_id and arxiv_id in text else text for n, text in texts.items()}


def _read_topics(fields: Mapping[str, str]) -> tuple[str, ...]:
    given = (read_plain_field(fields, name) for name in ("keywords", "keyword"))
    words = re.split(r"[,;]", ",".join(given))
    return tuple(dict.fromkeys(filter(None, (word.strip() for word in words))))


def _add_links(entry: Entry, prepared: Prepared) -> Entry:
    """Add the link to the paper and the links to its code, slides and the like."""
    urls, warnings = read_urls(prepared.fields, entry.doi, entry.arxiv_id)
    found = read_links(prepared.fields)
    for url in urls[1:]:
        found.add("other", url)
    url = urls[0] if urls else ""
    for link, text in prepared.links:
        if url:
            found.add("other", link, text)
        else:
            found_here, faults = check_links([link], entry.doi, entry.arxiv_id)
            url, warnings = "".join(found_here), [*warnings, *faults]
    links = tuple(
        link
        for link in found.links
        if link.url != url
        and not (_AT_DOI_ORG.match(link.url) and is_named_in(link.url, entry.doi))
    )
    return replace(
        entry,
        url=url,
        links=links,
        files=tuple(found.files),
        warnings=(*entry.warnings, *warnings, *found.warnings),
    )


def _cut_to_fit(entry: Entry) -> Entry:
    """Put the texts on one line, and cut those that are too long for their field."""
    texts: dict[str, Any] = {name: join_lines(getattr(entry, name)) for name in ("doi", "arxiv_id")}
    warnings = list(entry.warnings)
    for name, longest in {**LONGEST, "venue": _LONGEST_VENUE}.items():
        text = join_lines(keep_printable(getattr(entry, name)))
        texts[name], faults = cut_to_fit(text, longest, str(_LABELS[name]))
        warnings += faults
    awards = []
    for award in entry.awards:
        text, faults = cut_to_fit(join_lines(keep_printable(award)), _LONGEST_AWARD, _("award"))
        awards.append(text)
        warnings += faults
    return replace(entry, **texts, awards=tuple(awards), warnings=tuple(warnings))


def _add_leftovers(entry: Entry, fields: Mapping[str, str], read: Collection[str]) -> Entry:
    """Add warnings that list the fields left out of the import."""
    kept = [getattr(entry, name) for name in LONGEST]
    kept += [entry.venue, entry.venue_short, entry.isbn, entry.doi, entry.url, *entry.awards]
    kept += [link.url for link in entry.links]
    left = {name: tex for name, tex in fields.items() if name not in read}
    warnings = [*entry.warnings, *name_leftovers(left, kept, entry.arxiv_id)]
    if entry.topics:
        topics = ", ".join(entry.topics)
        warnings.append(
            _('of the keywords "%(topics)s", only those that are topics of this site are used')
            % {"topics": shorten(topics, 80)}
        )
    return replace(entry, warnings=tuple(_shorten(warnings)))


def _shorten(warnings: list[str]) -> list[str]:
    """Leave out warnings if there are more than anybody reads, and say so."""
    if len(warnings) <= _MOST_WARNINGS:
        return warnings
    more = len(warnings) - _MOST_WARNINGS
    return [
        *warnings[:_MOST_WARNINGS],
        _("there are %(more)s more warnings like these") % {"more": f"{more:,}"},
    ]
