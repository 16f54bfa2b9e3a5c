"""Reads the files that PubMed writes (.nbib), in MEDLINE's format: "PMID- 123"."""

import re

from django.utils.translation import gettext as _

from publications.sources.readers.answer import Answer, UnreadableError
from publications.sources.readers.cleaning.abstracts import clean_abstract
from publications.sources.readers.cleaning.dates import make_date, read_date
from publications.sources.readers.cleaning.numbers import (
    complete_range,
    read_doi,
    read_isbn,
    read_number,
    read_pages,
)
from publications.sources.readers.cleaning.people import (
    MOST_PEOPLE,
    Crowd,
    Person,
    gather,
    read_group,
    read_whole,
)
from publications.sources.readers.cleaning.tagged import Record, divide, make_grammar
from publications.sources.readers.cleaning.titles import clean_line, clean_title
from publications.sources.readers.cleaning.venues import choose_venue_kind
from publications.sources.readers.draft import Draft, collect

_GRAMMAR = make_grammar(r"\ufeff?(?P<tag>[A-Z][A-Z0-9]{1,3}) {0,2}-(?: |$)(?P<value>.*)", "PMID")
_DOI = re.compile(r"(\S+)\s*\[doi\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[([^\[\]]+)\]")
_HEADING = re.compile(r"(?:^|(?<=[.?!] ))([A-Z]{3}[A-Z ,/&]{0,40}): ")


def read(data: bytes) -> Answer:
    """Return the papers of a file. Raises UnreadableError if it is none of PubMed's."""
    records = divide(data, _GRAMMAR)
    if not records:
        raise UnreadableError(_('This is no file of PubMed: no line begins with "PMID-".'))
    return collect([_read_record(record) for record in records])


def _read_record(record: Record) -> Draft:
    kinds = [kind.lower() for kind in record.list_all("PT")]
    draft = Draft(record.line, type=kinds[0] if kinds else "")
    draft.kind = choose_kind(kinds)
    draft.title = remove_brackets(clean_title(record.get_first("TI", "BTI", "TT")))
    draft.authors = _read_people(record)
    draft.editors = gather(map(read_whole, record.list_all("FED", "ED")[: MOST_PEOPLE + 1]))
    if draft.kind == "chapter":
        draft.venue = clean_line(record.get_first("BTI"))
    elif draft.kind != "book":
        draft.venue = clean_line(record.get_first("JT", "TA"))
    draft.venue_kind = choose_venue_kind(draft.kind, draft.venue)
    draft.add_publisher(clean_line(record.get_first("PB")))
    draft.place_of_publisher = clean_line(record.get_first("PL"))
    draft.edition = clean_line(record.get_first("EN"))
    date = record.get_first("DP") or record.get_first("DEP")
    digits = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", date)
    draft.when = make_date(*digits.groups()) if digits else read_date(date)
    draft.issns = [issn.partition(" ")[0] for issn in record.list_all("IS")]
    draft.volume, draft.number = (read_number(record.get_first(tag)) for tag in ("VI", "IP"))
    draft.pages, draft.article_number = read_pages(complete_range(record.get_first("PG")))
    found = (_DOI.search(value[:300]) for value in record.list_all("LID", "AID")[:20])
    draft.doi = next((read_doi(one[1]) for one in found if one), "")
    draft.isbn = read_isbn(record.list_all("ISBN"))
    draft.abstract = clean_abstract(_mark_headings(record.get_first("AB")))
    draft.topics = record.list_all("OT")
    if "retracted publication" in kinds or record.get_first("RIN"):
        draft.doubt = _("This paper was retracted.")
    return draft


def _mark_headings(abstract: str) -> str:
    """Mark the headings of a structured abstract: "METHODS: We …"."""
    return _HEADING.sub(lambda found: f"<title>{found[1].capitalize()}</title>", abstract)


def choose_kind(kinds: list[str]) -> str:
    """Return the kind of a work of these publication types of PubMed."""
    for word, kind in (("preprint", "preprint"), ("book chapter", "chapter"), ("book", "book")):
        if word in kinds:
            return kind
    return "article"


def remove_brackets(title: str) -> str:
    """Return a title without the brackets that PubMed puts around its own translations."""
    whole = _BRACKETS.fullmatch(title)
    return whole[1] if whole else title


def _read_people(record: Record) -> Crowd:
    """Return the authors in the order of the file; an ORCID iD follows its author."""
    full = bool(record.get_first("FAU"))
    people: list[Person | None] = []
    for tag, value in record.pairs:
        if tag == "CN":
            people.append(read_group(value))
        elif tag == ("FAU" if full else "AU"):
            people.append(read_whole(value))
        elif tag == "AUID" and people and people[-1] is not None and "ORCID" in value:
            people[-1] = people[-1].add_orcid(value.partition("ORCID:")[2])
    return gather(people[: MOST_PEOPLE + 1])
