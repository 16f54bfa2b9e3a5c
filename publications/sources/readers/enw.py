"""Reads EndNote's tagged files (.enw), which are in the format of Refer: "%A Rossi, Ada"."""

import re

from django.utils.translation import gettext as _

from publications.bibtex.kinds import read_degree
from publications.sources.readers.answer import Answer, UnreadableError
from publications.sources.readers.cleaning.abstracts import clean_abstract
from publications.sources.readers.cleaning.dates import read_date
from publications.sources.readers.cleaning.numbers import (
    read_arxiv_id,
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

_GRAMMAR = make_grammar(
    r"\ufeff?(?P<tag>%[0-9A-Za-z@!#$&()*+,\-./:;<=>?\[\]^~|])(?:[ \t]|$)(?P<value>.*)", "%0"
)
_KINDS = {
    "journal article": "article",
    "electronic article": "article",
    "magazine article": "article",
    "newspaper article": "article",
    "conference paper": "article",
    "conference proceedings": "article",
    "book": "book",
    "edited book": "book",
    "electronic book": "book",
    "book section": "chapter",
    "electronic book section": "chapter",
    "encyclopedia": "chapter",
    "report": "report",
    "government document": "report",
    "patent": "patent",
    "dataset": "dataset",
    "computer program": "software",
    "unpublished work": "preprint",
    "manuscript": "preprint",
}
_MEETINGS = frozenset(("conference paper", "conference proceedings"))
_WEB = re.compile(r"https?://\S+", re.IGNORECASE)


def read(data: bytes) -> Answer:
    """Return the papers of a file. Raises UnreadableError if it is no EndNote file."""
    records = divide(data, _GRAMMAR)
    if not records:
        raise UnreadableError(_('This is no EndNote file: no line begins with "%0".'))
    return collect([_read_record(record) for record in records])


def _read_record(record: Record) -> Draft:
    draft = Draft(record.line, type=record.get_first("%0").lower())
    draft.kind = _KINDS.get(draft.type, "other")
    if draft.type == "thesis":
        draft.kind = read_degree(record.get_first("%9")) or "other"
        draft.is_thesis = True
        if draft.kind == "other":
            draft.warnings.append(_("the kind of thesis is not given"))
    draft.title = clean_title(record.get_first("%T", "%!"))
    label = record.get_first("%F")
    draft.key = label if re.fullmatch(r"[A-Za-z][\w:.+-]{0,99}", label) else ""
    draft.authors = gather(map(read_whole, record.list_all("%A")[: MOST_PEOPLE + 1]))
    draft.editors = gather(map(read_whole, record.list_all("%E")[: MOST_PEOPLE + 1]))
    draft.issns = record.list_all("%@")
    year, full = read_date(record.get_first("%D")), read_date(record.get_first("%8"))
    draft.when = full if full and full[:4] == (year or full)[:4] else year
    draft.doi = next(filter(None, map(read_doi, record.list_all("%R", "%U", "%O"))), "")
    places = [draft.doi, *record.list_all("%U", "%N", "%M")[:20]]
    draft.arxiv_id = next(filter(None, map(read_arxiv_id, places)), "")
    _read_venue(draft, record)
    draft.volume = read_number(record.get_first("%V"))
    number = read_number(record.get_first("%N"))
    if draft.kind in {"report", "patent"}:
        draft.report_number = number or read_number(record.get_first("%@"))
    else:
        draft.number = number
    if draft.kind not in {"book", "other"}:
        draft.pages, draft.article_number = read_pages(record.get_first("%P"))
    draft.isbn = read_isbn(record.list_all("%@"))
    draft.abstract = clean_abstract(record.get_first("%X"))
    draft.topics = [word for line in record.list_all("%K") for word in re.split(r"[,;\n]", line)]
    draft.urls = [found[0] for url in record.list_all("%U") if (found := _WEB.match(url))][:1]
    return draft


def _read_venue(draft: Draft, record: Record) -> None:
    at_meeting = draft.type in _MEETINGS
    draft.series = clean_line(record.get_first("%S"))
    if draft.kind == "book":
        draft.series = draft.series or clean_line(record.get_first("%B"))
    elif draft.kind not in {"report", "dataset", "software"} and not draft.is_thesis:
        tags = ("%B", "%J") if at_meeting else ("%J", "%B")
        draft.venue = clean_line(record.get_first(*tags))
    draft.venue_kind = choose_venue_kind(draft.kind, draft.venue, at_meeting=at_meeting)
    draft.add_publisher(clean_line(record.get_first("%I")))
    draft.place_of_publisher = clean_line(record.get_first("%C"))
    if draft.kind in {"book", "chapter"}:
        draft.edition = clean_line(record.get_first("%7"))
