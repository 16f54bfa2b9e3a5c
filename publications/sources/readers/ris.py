"""Reads RIS, which EndNote, Zotero, Mendeley, publishers and databases write.

No two of them use the tags alike; where they differ, the best tag comes first.
"""

import re

from django.utils.translation import gettext as _

from publications.bibtex.kinds import MEETING, WORKSHOP, find_status, read_degree
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
    r"[\ufeff\s]{0,9}(?P<tag>[A-Z][A-Z0-9])\s{1,2}-\s?(?P<value>.*)", "TY", "ER"
)
_KINDS = {
    **dict.fromkeys(["JOUR", "JFULL", "MGZN", "NEWS", "INPR", "EJOUR", "ABST"], "article"),
    **dict.fromkeys(["CONF", "CPAPER"], "article"),
    **dict.fromkeys(["CHAP", "ECHAP", "ENCYC", "DICT"], "chapter"),
    **dict.fromkeys(["BOOK", "EBOOK", "EDBOOK", "WHOLE"], "book"),
    **dict.fromkeys(["RPRT", "STAND", "GOVDOC"], "report"),
    **dict.fromkeys(["DATA", "DBASE", "AGGR"], "dataset"),
    "COMP": "software",
    **dict.fromkeys(["UNPB", "UNPD", "PREP"], "preprint"),
    "PAT": "patent",
}
_MEETINGS = frozenset(("CONF", "CPAPER"))
_VENUE_TAGS = {
    "article": ("JF", "T2", "JO", "JA", "J2"),
    "chapter": ("T2", "BT", "JO"),
    **dict.fromkeys(["preprint", "other", "poster"], ("T2", "JO")),
    **dict.fromkeys(["review", "translation"], ("JF", "T2", "JO", "JA", "J2")),
}
_VENUE_TAGS_OF_MEETING = ("T2", "BT", "C3", "T3", "JF", "JO", "JA")
_WEB = re.compile(r"https?://\S+", re.IGNORECASE)


def read(data: bytes) -> Answer:
    """Return the papers of a file. Raises UnreadableError if it is not RIS."""
    records = divide(data, _GRAMMAR)
    if not records:
        raise UnreadableError(_('This is not RIS: no line begins with "TY  -".'))
    return collect([_read_record(record) for record in records])


def _read_record(record: Record) -> Draft:
    draft = Draft(record.line, type=record.get_first("TY").split(" ")[0].upper())
    _choose_kind(draft, record)
    titles = ("TI", "T1", "CT", "BT") if draft.kind == "book" else ("TI", "T1", "CT")
    draft.title = clean_title(record.get_first(*titles))
    others = ("T2", "ST") if draft.kind == "book" else ("ST",)
    draft.title = draft.title or clean_title(record.get_first(*others))
    identifier = record.get_first("ID")
    draft.key = identifier if re.fullmatch(r"[A-Za-z][\w:.+-]{0,99}", identifier) else ""
    _read_identifiers(draft, record)
    names = record.list_all("AU", "A1")[: MOST_PEOPLE + 1]
    draft.authors = gather(map(read_whole, names))
    draft.editors = gather(map(read_whole, record.list_all("A2", "ED", "A3")[: MOST_PEOPLE + 1]))
    draft.translators = gather(map(read_whole, record.list_all("A4")[: MOST_PEOPLE + 1]))
    draft.issns = record.list_all("SN")
    draft.when = next(filter(None, map(read_date, record.list_all("DA"))), "")
    draft.when = draft.when or next(filter(None, map(read_date, record.list_all("PY", "Y1"))), "")
    _read_venue(draft, record)
    draft.volume = read_number(record.get_first("VL", "VO"))
    issue = read_number(record.get_first("IS"))
    if draft.kind in {"report", "patent"}:
        draft.report_number = issue or read_number(record.get_first("M1", "SN"))
    else:
        draft.number = issue
    draft.abstract = clean_abstract(record.get_first("AB", "N2"))
    draft.topics = record.list_all("KW")
    draft.isbn = read_isbn(record.list_all("SN"))
    draft.urls = [found[0] for url in record.list_all("UR") if (found := _WEB.match(url))][:1]
    return draft


def _choose_kind(draft: Draft, record: Record) -> None:
    draft.kind = _KINDS.get(draft.type, "other")
    if draft.type == "THES":
        degree = " ".join(record.list_all("M3", "U1", "VL"))
        draft.kind = read_degree(degree) or "other"
        draft.is_thesis = True
        if draft.kind == "other":
            draft.warnings.append(_("the kind of thesis is not given"))
    elif (word := record.get_first("M3").casefold()) in {"poster", "review", "translation"}:
        draft.kind = word
    statuses = (find_status(note) for note in record.list_all("N1")[:20])
    status = "in-press" if draft.type == "INPR" else next(filter(None, statuses), "")
    draft.status = "" if status == "published" else status


def _read_identifiers(draft: Draft, record: Record) -> None:
    """Find the DOI and the arXiv id wherever programs put them, and the pages."""
    first = record.get_first("SP")
    for tag in ("DO", "N1", "L3", "M3", "UR", "SP"):
        draft.doi = next(filter(None, map(read_doi, record.list_all(tag)[:20])), "")
        if draft.doi:
            break
    places = [draft.doi, *record.list_all("M1", "UR", "AN", "N1", "C7")[:20]]
    draft.arxiv_id = next(filter(None, map(read_arxiv_id, places)), "")
    if draft.arxiv_id and draft.doi.lower().startswith("10.48550/"):
        draft.doi = ""
    if draft.kind == "book" or (draft.doi and draft.doi in first):
        return
    last = record.get_first("EP")
    number = record.get_first("AR", "C7") or (record.get_first("M2") if not first else "")
    if read_arxiv_id(number):
        number = ""
    pages = f"{first}-{last}" if first and last and "-" not in first else first
    draft.pages, draft.article_number = read_pages(pages, number)


def _read_venue(draft: Draft, record: Record) -> None:
    at_meeting = draft.type in _MEETINGS
    tags = _VENUE_TAGS_OF_MEETING if at_meeting else _VENUE_TAGS.get(draft.kind, ())
    draft.venue = clean_line(record.get_first(*tags))
    draft.series = clean_line(record.get_first("T3"))
    if draft.kind == "book":
        series = clean_line(record.get_first("T2"))
        if MEETING.search(series) or WORKSHOP.search(series):
            draft.venue, series = series, ""
        draft.series = draft.series or ("" if series == draft.title else series)
    draft.venue_kind = choose_venue_kind(draft.kind, draft.venue, at_meeting=at_meeting)
    draft.add_publisher(clean_line(record.get_first("PB")))
    draft.place_of_publisher = clean_line(record.get_first("CY", "PP"))
    edition = clean_line(record.get_first("ET"))
    draft.edition = "" if re.match(r"\d{4}", edition) else edition  # PubMed's is a date
