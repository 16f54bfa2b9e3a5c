"""Reads the plain text files of the Web of Science, in ISI's format."""

from django.utils.translation import gettext as _

from publications.sources.readers.answer import Answer, UnreadableError
from publications.sources.readers.cleaning.abstracts import clean_abstract
from publications.sources.readers.cleaning.dates import read_date
from publications.sources.readers.cleaning.numbers import (
    read_doi,
    read_isbn,
    read_number,
    read_pages,
)
from publications.sources.readers.cleaning.people import MOST_PEOPLE, gather, read_whole
from publications.sources.readers.cleaning.tagged import Record, divide, make_grammar
from publications.sources.readers.cleaning.titles import clean_line, clean_title
from publications.sources.readers.cleaning.venues import choose_venue_kind
from publications.sources.readers.draft import Draft, collect

_GRAMMAR = make_grammar(r"\ufeff?(?P<tag>[A-Z][A-Z0-9])(?: |$)(?P<value>.*)", "PT", "ER", "\n")
_KINDS = {"B": "book", "P": "patent"}


def read(data: bytes) -> Answer:
    """Return the papers of a file. Raises UnreadableError if it is none of the Web of Science."""
    records = divide(data, _GRAMMAR)
    if not records:
        raise UnreadableError(_('This is no file of the Web of Science: no line begins with "PT".'))
    return collect([_read_record(record) for record in records])


def _list_lines(record: Record, *tags: str) -> list[str]:
    """Return the lines of the first of these tags that has any: one author in each."""
    return [line for line in record.get_first(*tags).split("\n") if line.strip()]


def _read_record(record: Record) -> Draft:
    draft = Draft(record.line, type=record.get_first("DT").lower())
    kind = _KINDS.get(record.get_first("PT"), "article")
    at_meeting = "proceedings" in draft.type
    draft.kind = "chapter" if "book chapter" in draft.type else kind
    draft.title = clean_title(record.get_first("TI"))
    draft.authors = gather(map(read_whole, _list_lines(record, "AF", "AU")[: MOST_PEOPLE + 1]))
    draft.editors = gather(map(read_whole, _list_lines(record, "BE")[: MOST_PEOPLE + 1]))
    draft.series = _lower(clean_line(record.get_first("SE")))
    if kind != "book":
        draft.venue = _lower(clean_line(record.get_first("SO")))
    draft.venue_kind = choose_venue_kind(draft.kind, draft.venue, at_meeting=at_meeting)
    draft.add_publisher(_lower(clean_line(record.get_first("PU"))))
    draft.issns = record.list_all("SN")
    day = record.get_first("PD")
    draft.when = read_date(f"{record.get_first('PY')} {day}" if day else record.get_first("PY"))
    draft.volume, draft.number = (read_number(record.get_first(tag)) for tag in ("VL", "IS"))
    first, last = record.get_first("BP"), record.get_first("EP")
    draft.pages, draft.article_number = read_pages(
        f"{first}-{last}" if first and last else first, record.get_first("AR")
    )
    draft.doi = read_doi(record.get_first("DI", "D2"))
    draft.isbn = read_isbn(_list_lines(record, "BN"))
    draft.abstract = clean_abstract(record.get_first("AB").replace("\n", " "))
    draft.topics = record.get_first("DE").replace("\n", " ").split(";")
    return draft


def _lower(name: str) -> str:
    """Return a name in capitals with capitals only at the start of each longer word."""
    if not name.isupper():
        return name
    small = {"of", "and", "the", "in", "for", "on", "de", "der", "et", "und", "a", "an"}
    words = name.lower().split()
    return " ".join(
        word if word in small and index else word[:1].upper() + word[1:]
        for index, word in enumerate(words)
    )
