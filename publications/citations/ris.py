"""Writes RIS, the format of EndNote, Zotero and Mendeley: a tag and a value on each line.

Tags and types are those of the RIS specification (Research Information Systems, 2011). Lines end
with CR and LF. Names are "Family, Given, Suffix", unlike in BibTeX.
"""

from collections.abc import Iterable, Iterator

from common.text.markdown import render_plain
from common.text.plain_math import write_in_unicode
from publications.citations.record import Citation
from publications.names.author_line import ET_AL
from publications.names.name import Name

_TYPES = {
    "journal-article": "JOUR",
    "conference-paper": "CONF",
    "chapter": "CHAP",
    "book": "BOOK",
    "proceedings": "EDBOOK",
    "phd-thesis": "THES",
    "master-thesis": "THES",
    "report": "RPRT",
    "patent": "PAT",
    "poster": "CPAPER",
    "dataset": "DATA",
    "software": "COMP",
    "preprint": "UNPB",
    "manuscript": "UNPB",
}
# The type of the work, where RIS has no type for it.
_WORK_TYPES = {
    "phd-thesis": "PhD thesis",
    "master-thesis": "Master's thesis",
    "poster": "Poster",
    "review": "Review",
    "translation": "Translation",
}


def write(citations: Iterable[Citation]) -> str:
    """Return a RIS file with one record per citation, in the given order."""
    return "\r\n".join(_record(citation) for citation in citations)


def _record(citation: Citation) -> str:
    lines = [(tag, " ".join(value.split())) for tag, value in _write_fields(citation)]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value) + "ER  - \r\n"


def _write_fields(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES.get(citation.form, "GEN")
    yield "ID", citation.key
    for name in citation.names:
        yield "AU", _name(name)
    if citation.names and citation.more_names:
        yield "AU", ET_AL
    for name in citation.editors:
        yield "ED", _name(name)
    if citation.editors and citation.more_names and not citation.names:
        yield "ED", ET_AL
    for name in citation.translators:
        yield "A4", _name(name)
    yield "TI", write_in_unicode(citation.title)
    yield from _write_venue(citation)
    if citation.date:
        yield "PY", str(citation.date.year)
        yield "DA", _write_date(citation)
    yield "VL", citation.volume
    yield "IS", citation.number
    first, last = citation.first_and_last_page
    yield "SP", first or citation.article_number
    yield "EP", last
    yield "C7", citation.article_number
    yield "DO", citation.doi
    yield "UR", citation.url
    yield "AB", render_plain(citation.abstract)
    yield "N1", citation.standing
    yield "N1", citation.note


def _write_venue(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "T2", citation.container
    if citation.form == "journal-article":
        yield "JO", citation.venue_short
        yield "JA", citation.venue_iso4
    yield "T3", citation.series_title
    yield "PB", citation.publisher_name or citation.institution_name
    yield "CY", citation.place
    yield "ET", citation.edition
    # The number of a report or patent has the same tag as those of books and journals.
    yield "SN", citation.report_number
    yield "SN", citation.isbn
    yield "SN", citation.issn if citation.container else ""
    if citation.form == "preprint" and citation.arxiv_id and not citation.appeared_in:
        yield "PB", "arXiv"
        yield "M1", f"arXiv:{citation.arxiv_id}"
    yield "M3", _WORK_TYPES.get(citation.kind, "")


def _name(name: Name) -> str:
    return ", ".join(filter(None, (name.family, name.given, name.suffix)))


def _write_date(citation: Citation) -> str:
    """Return year/month/day/other; empty parts keep their slashes. Empty without a month."""
    date = citation.date
    if date is None or date.precision not in {"month", "day"}:
        return ""
    return f"{date.year}/{date.month:02}/{f'{date.day:02}' if date.day else ''}/"
