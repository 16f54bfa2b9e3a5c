r"""BibTeX, for classical styles and for biblatex.

Entry types and fields are those of Oren Patashnik's BibTeXing (section 3), with ``doi``, ``url``,
``eprint`` and ``pubstate`` of the biblatex manual (section 2.2) beside them. What is written here
is read by ``publications.bibtex`` as the same paper.
"""

from collections.abc import Iterable
from functools import lru_cache

from common.date_words import MONTHS
from publications.bibtex.kinds import MISC_TYPES, status_in, suggests_preprint
from publications.citations import latex
from publications.citations.record import Citation
from publications.models import Publication, Venue
from publications.names import Name

_STATUS = Publication.Status

# The type of an entry, and the field that names its venue.
_TYPES = {
    "journal-article": ("article", "journal"),
    "conference-paper": ("inproceedings", "booktitle"),
    "chapter": ("incollection", "booktitle"),
    "book": ("book", "publisher"),
    "phd-thesis": ("phdthesis", "school"),
    "master-thesis": ("mastersthesis", "school"),
    "report": ("techreport", "institution"),
}
_MISC = ("misc", "howpublished")
# Without these, classical styles warn of an "empty journal" and print half a sentence.
_NEED_VENUE_AND_YEAR = {"journal-article", "conference-paper", "chapter"}

# The keys of biblatex for how far a work has come; classical styles need words in the note.
_PUBSTATES = {
    _STATUS.IN_PREPARATION: "inpreparation",
    _STATUS.PREPRINT: "prepublished",
    _STATUS.SUBMITTED: "submitted",
    _STATUS.ACCEPTED: "forthcoming",
    _STATUS.PUBLISHED: "published",
}


def write(citations: Iterable[Citation]) -> str:
    """Return a BibTeX file in UTF-8, an entry for each citation in their order."""
    return "\n".join(_entry(citation) for citation in citations)


def _entry(citation: Citation) -> str:
    entry_type, venue_field = _type_of(citation)
    where = latex.text(_where(citation))
    if citation.form == "book" and citation.venue_kind == Venue.Kind.BOOK:
        venue_field = "series"
    note, pubstate = _state(citation, entry_type, where)
    fields = {
        "author": " and ".join(_name(name) for name in citation.names),
        # By what to sort an entry without authors: styles ask for it.
        "key": "" if citation.names else citation.key,
        "title": latex.title(citation.title),
        venue_field: where,
        "type": MISC_TYPES.get(citation.form, "") if entry_type == "misc" else "",
        "volume": latex.text(citation.volume),
        "number": latex.text(citation.number),
        "pages": "--".join(latex.text(page) for page in citation.pages.split("–")),
        "year": str(citation.date.year) if citation.date else "",
        "month": _month(citation),
        "eprint": citation.arxiv_id,
        "archiveprefix": "arXiv" if citation.arxiv_id else "",
        # An id of before 2007 begins with its class: math.GT/0309136.
        "primaryclass": citation.arxiv_id.rpartition("/")[0],
        "doi": latex.verbatim(citation.doi),
        "url": latex.verbatim(citation.url),
        "note": latex.text(note),
        "pubstate": pubstate,
    }
    # On one line, as readers of BibTeX take an "@" that begins a line for another entry.
    lines = [_field(name, " ".join(value.split())) for name, value in fields.items() if value]
    return "\n".join([f"@{entry_type}{{{citation.key},", *lines, "}", ""])


def _field(name: str, value: str) -> str:
    return f"  {name} = {value}," if name == "month" else f"  {name} = {{{value}}},"


def _type_of(citation: Citation) -> tuple[str, str]:
    """Return the type of the entry and the field of its venue."""
    complete = citation.names and citation.venue and citation.date
    if citation.form in _NEED_VENUE_AND_YEAR and not complete:
        return _MISC
    return _TYPES.get(citation.form, _MISC)


def _where(citation: Citation) -> str:
    """Return the venue, or what a @misc says in its place: "Submitted to JMLR"."""
    if not citation.is_unpublished:
        return citation.venue
    on_arxiv = citation.status == _STATUS.PREPRINT and citation.arxiv_id
    return "" if on_arxiv else citation.standing


def _state(citation: Citation, entry_type: str, where: str) -> tuple[str, str]:
    """Return the note, and biblatex's ``pubstate`` where a reader would take the status amiss."""
    if citation.status == _implied_status(citation, entry_type, where):
        return citation.note, ""
    if citation.note or citation.status in {_STATUS.PREPRINT, _STATUS.PUBLISHED}:
        return citation.note, _PUBSTATES[Publication.Status(citation.status)]
    return citation.standing, ""


def _implied_status(citation: Citation, entry_type: str, where: str) -> str:
    """Return the status that an entry has where nothing else is said, as ``nature_of`` reads it."""
    if said := status_in(where) or status_in(citation.note):
        return said
    is_vague = entry_type in {"article", "misc"} and citation.form not in MISC_TYPES
    if is_vague and suggests_preprint(where, has_arxiv_id=bool(citation.arxiv_id)):
        return _STATUS.PREPRINT
    return _STATUS.PUBLISHED


def _month(citation: Citation) -> str:
    """Return the macro of the month, such as ``jan``; seasons have none."""
    month = citation.date.month if citation.date else None
    return MONTHS[month - 1][:3].lower() if month and month <= len(MONTHS) else ""


@lru_cache(maxsize=8192)
def _name(name: Name) -> str:
    """Return a name with the family name first; in braces what is no name of a person in parts."""
    if not name.given:
        whole = latex.text(str(name))
        is_one_word = whole.isalpha() and whole.casefold() not in {"and", "others"}
        return whole if is_one_word else f"{{{whole}}}"
    given, family, suffix = latex.given_name(name.given), latex.text(name.family), name.suffix
    return Name(_part(given), _part(family), _part(latex.text(suffix))).sorted_form


def _part(part: str) -> str:
    """Return a part of a name, in braces where BibTeX would divide it."""
    divides = "," in part or "and" in part.casefold().split()
    return f"{{{part}}}" if divides else part
