r"""Writes BibTeX for classical styles and for biblatex.

Entry types and fields are those of Oren Patashnik's BibTeXing (section 3), plus ``doi``, ``url``,
``eprint`` and ``pubstate`` from the biblatex manual (section 2.2). ``publications.bibtex`` reads
the same paper back from an entry.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from common.dates.words import MONTHS
from publications.bibtex.kinds import MISC_TYPES, TYPES, find_status, suggests_preprint
from publications.bibtex.people.reading import PeopleError, read_people
from publications.citations import latex
from publications.citations.record import Citation
from publications.models import Publication
from publications.models.choices import Licence
from publications.names.name import Name, is_suffix

_STATUS = Publication.Status

# The entry type, and the field that has the venue, if it is neither publisher nor institution.
_TYPES = {
    "journal-article": ("article", "journal"),
    "conference-paper": ("inproceedings", "booktitle"),
    "chapter": ("incollection", "booktitle"),
    "book": ("book", "howpublished"),
    "proceedings": ("proceedings", "eventtitle"),
    "phd-thesis": ("phdthesis", "howpublished"),
    "master-thesis": ("mastersthesis", "howpublished"),
    "report": ("techreport", "howpublished"),
    "patent": ("patent", "howpublished"),
}
# Brackets and quotation marks, which programs that read names may drop.
_LEFT_OUT = re.compile(r"[()\[\]“”„\"«»]")
_MISC = ("misc", "howpublished")
# Forms whose number is not the issue of a journal.
_NUMBERED = {"report", "patent"}
# Without venue and year, classical styles warn of an "empty journal" and print half a sentence.
_NEED_VENUE_AND_YEAR = {"journal-article", "conference-paper", "chapter"}

# biblatex's keys for the status; classical styles need it in words in the note.
_PUBSTATES = {
    _STATUS.IN_PREPARATION: "inpreparation",
    _STATUS.PREPRINT: "prepublished",
    _STATUS.SUBMITTED: "submitted",
    _STATUS.ACCEPTED: "forthcoming",
    _STATUS.IN_PRESS: "inpress",
    _STATUS.PUBLISHED: "published",
}


def write(citations: Iterable[Citation]) -> str:
    """Return a BibTeX file for UTF-8, with one entry per citation in the given order."""
    return "\n".join(_write_entry(citation) for citation in citations)


def _write_entry(citation: Citation) -> str:
    entry_type, venue_field = _choose_type(citation)
    where = latex.escape_text(_write_where(citation, entry_type))
    note, pubstate = _describe_state(citation, entry_type, where)
    fields = {
        **_write_people(citation),
        "title": latex.escape_title(citation.title),
        venue_field: where,
        "type": _choose_type_field(citation, entry_type),
        "volume": latex.escape_text(citation.volume),
        **_write_numbers(citation),
        **_write_reference(citation),
        "pages": "--".join(latex.escape_text(page) for page in citation.pages.split("–")),
        "eid": latex.escape_text(citation.article_number),
        "year": str(citation.date.year) if citation.date else "",
        "month": _write_month(citation),
        "eprint": citation.arxiv_id,
        "archiveprefix": "arXiv" if citation.arxiv_id else "",
        # Ids from before 2007 begin with their class: math.GT/0309136.
        "primaryclass": citation.arxiv_id.rpartition("/")[0],
        "doi": latex.escape_verbatim(citation.doi),
        "url": latex.escape_verbatim(citation.url),
        "note": latex.escape_text(note),
        "pubstate": pubstate,
        "copyright": Licence(citation.licence).label if citation.licence else "",
        "award": latex.escape_text("; ".join(award.replace(";", ",") for award in citation.awards)),
    }
    # Values are on one line: many programs take an "@" at the start of a line for a new entry.
    lines = [_write_field(name, " ".join(value.split())) for name, value in fields.items() if value]
    return "\n".join([f"@{entry_type}{{{citation.key},", *lines, "}", ""])


def _write_people(citation: Citation) -> dict[str, str]:
    authors, editors, more = citation.names, citation.editors, citation.more_names
    return {
        "author": write_author_list(authors, more=more),
        "editor": write_author_list(editors, more=more and not authors),
        "translator": write_author_list(citation.translators),
        # Styles sort an entry without authors by this.
        "key": "" if authors or editors else citation.key,
    }


def _write_numbers(citation: Citation) -> dict[str, str]:
    report_number = latex.escape_text(citation.report_number)
    if citation.form in _NUMBERED:
        return {"number": report_number}
    return {"number": latex.escape_text(citation.number), "reportnumber": report_number}


def _write_reference(citation: Citation) -> dict[str, str]:
    """Return the fields of publishers and institutions."""
    values = {
        "publisher": citation.publisher_name,
        "school" if "thesis" in citation.form else "institution": citation.institution_name,
        "address": citation.place,
        "series": citation.series_title,
        "edition": citation.edition,
        "isbn": citation.isbn,
        "issn": citation.issn if citation.container else "",
    }
    return {name: latex.escape_text(value) for name, value in values.items()}


def _choose_type_field(citation: Citation, entry_type: str) -> str:
    if citation.kind in TYPES:
        return TYPES[citation.kind]
    return MISC_TYPES.get(citation.form, "") if entry_type == "misc" else ""


def _write_field(name: str, value: str) -> str:
    return f"  {name} = {value}," if name == "month" else f"  {name} = {{{value}}},"


def _choose_type(citation: Citation) -> tuple[str, str]:
    complete = citation.names and citation.venue and citation.date
    if citation.form in _NEED_VENUE_AND_YEAR and not complete:
        return _MISC
    return _TYPES.get(citation.form, _MISC)


def _write_where(citation: Citation, entry_type: str) -> str:
    """Return the venue, or the status of an unpublished paper: "Submitted to JMLR".

    Classical styles print no publisher of a @misc, so it gets the venue's field too.
    """
    if not citation.is_unpublished:
        in_misc = citation.publisher_name if entry_type == "misc" else ""
        return citation.container or in_misc
    on_arxiv = citation.status == _STATUS.PREPRINT and citation.arxiv_id
    return "" if on_arxiv else citation.standing


def _describe_state(citation: Citation, entry_type: str, where: str) -> tuple[str, str]:
    """Return the note, and biblatex's ``pubstate`` if the entry would suggest another status."""
    if citation.status == _infer_status(citation, entry_type, where):
        return citation.note, ""
    if citation.note or citation.status in {_STATUS.PREPRINT, _STATUS.PUBLISHED}:
        return citation.note, _PUBSTATES[Publication.Status(citation.status)]
    return citation.standing, ""


def _infer_status(citation: Citation, entry_type: str, where: str) -> str:
    """Return the status that ``classify_entry`` infers from an entry without ``pubstate``."""
    if said := find_status(where) or find_status(citation.note):
        return said
    is_vague = entry_type in {"article", "misc"} and citation.form not in MISC_TYPES
    is_vague = is_vague and citation.kind not in TYPES
    is_publisher = not citation.container and where == latex.escape_text(citation.publisher_name)
    venue = "" if is_publisher else where
    if is_vague and suggests_preprint(venue, has_arxiv_id=bool(citation.arxiv_id)):
        return _STATUS.PREPRINT
    return _STATUS.PUBLISHED


def _write_month(citation: Citation) -> str:
    """Return the month's macro, such as ``jan``; empty for seasons, which have none."""
    month = citation.date.month if citation.date else None
    return MONTHS[month - 1][:3].lower() if month and month <= len(MONTHS) else ""


def write_author_list(names: Iterable[Name], *, more: bool = False) -> str:
    """Return the value of an author field."""
    written = [_name(name) for name in names]
    return " and ".join([*written, "others"] if more and written else written)


@lru_cache(maxsize=8192)
def _name(name: Name) -> str:
    """Return a name with the family name first, or a group's name in braces.

    Braces are doubled if a group would still be read as a person. An empty given name ("{}") keeps
    a family name of several words from being split.
    """
    if name.is_group:
        written = f"{{{latex.escape_text(name.family)}}}"
        return written if _reads_back(written, name) else f"{{{written}}}"
    given, family, suffix = (
        latex.escape_given_name(name.given),
        latex.escape_text(name.family),
        name.suffix,
    )
    suffix = suffix if is_suffix(suffix) or not suffix else f"{{{latex.escape_text(suffix)}}}"
    parts = Name(_write_part(given), _write_part(family), suffix)
    if name.given:
        written = parts.sorted_form
        # "García Márquez, Gabriel José" might be two people.
        held = replace(parts, family=f"{{{parts.family}}}")
        is_clear = " " not in name.family or _reads_back(written, name)
        return written if is_clear else held.sorted_form
    bare = latex.escape_text(name.family)
    return bare if _reads_back(bare, name) else replace(parts, given="{}").sorted_form


def _reads_back(written: str, name: Name) -> bool:
    try:
        people = read_people(written)
    except PeopleError:
        return False
    return people.names == (name,) and not people.warnings


def _write_part(part: str) -> str:
    """Return a part of a name, in braces if programs might otherwise split or shorten it."""
    divides = "," in part or ";" in part or "and" in part.casefold().split()
    return f"{{{part}}}" if divides or _LEFT_OUT.search(part) else part
