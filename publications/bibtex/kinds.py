"""Determines the kind, status and venue of an entry.

The entry types are those of BibTeX (Oren Patashnik, BibTeXing, section 3.1), biblatex (manual,
section 2.1) and biblatex-software. The results are values of ``Publication.Kind``,
``Publication.Status`` and ``Venue.Kind``.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import gettext as _

from publications.bibtex.identifiers import AVAILABLE, URL, is_arxiv
from publications.bibtex.notes import says_when_looked_at
from publications.bibtex.text.latex import to_plain

_KINDS = {
    **dict.fromkeys(("article", "inproceedings", "conference"), "article"),
    **dict.fromkeys(("incollection", "inbook", "bookinbook", "inreference"), "chapter"),
    **dict.fromkeys(("suppbook", "suppcollection"), "chapter"),
    **dict.fromkeys(("book", "mvbook", "booklet"), "book"),
    **dict.fromkeys(("proceedings", "mvproceedings", "collection", "mvcollection"), "proceedings"),
    **dict.fromkeys(("reference", "mvreference"), "proceedings"),
    **dict.fromkeys(("mastersthesis", "masterthesis"), "master-thesis"),
    **dict.fromkeys(("techreport", "report"), "report"),
    **dict.fromkeys(("unpublished", "preprint"), "preprint"),
    **dict.fromkeys(("software", "softwareversion", "softwaremodule", "codefragment"), "software"),
    "phdthesis": "phd-thesis",
    "dataset": "dataset",
    "review": "review",
    "patent": "patent",
    "poster": "poster",
}
# Classic BibTeX has no entry type for these kinds: they are a @misc with one of these as ``type``.
MISC_TYPES = {
    "chapter": "Book chapter",
    "poster": "Poster",
    "dataset": "Dataset",
    "software": "Software",
}
# These kinds have no entry type either, but appear wherever an article does.
TYPES = {"review": "Review", "translation": "Translation"}
_KINDS_OF_ANY = {
    **{text.casefold(): kind for kind, text in TYPES.items()},
    **dict.fromkeys(("book review", "review article"), "review"),
    **dict.fromkeys(("poster", "poster presentation"), "poster"),
}
_KINDS_OF_MISC = {text.casefold(): kind for kind, text in MISC_TYPES.items()}
_THESIS_TYPES = frozenset(("thesis", "phdthesis", "mastersthesis", "masterthesis"))
_THESES = {
    re.compile(r"bachelor|bathesis|\bb\.?\s?sc\b", re.IGNORECASE): "other",
    re.compile(r"master|mathesis|\bm\.?\s?sc\b|diplom", re.IGNORECASE): "master-thesis",
    re.compile(r"\bph\.?\s*d|doctor|dissertation|candthesis", re.IGNORECASE): "phd-thesis",
}

# For each kind, the fields that may name the venue, best first.
_VENUE_FIELDS: dict[str, tuple[str, ...]] = {
    "article": ("journal", "journaltitle", "booktitle", "eventtitle"),
    "chapter": ("booktitle", "maintitle"),
    "book": (),
    "proceedings": ("eventtitle",),
    "master-thesis": (),
    "phd-thesis": (),
    "report": (),
    "dataset": ("organization",),
    "software": ("organization",),
}
_MEETINGS = ("inproceedings", "conference")
_OTHER_VENUE_FIELDS: tuple[str, ...] = (
    *("journal", "journaltitle", "booktitle", "eventtitle"),
    "organization",
)

WORKSHOP = re.compile(r"\bworkshops?\b", re.IGNORECASE)
# Google Scholar exports some conferences as journals.
MEETING = re.compile(
    r"\b(?:international|annual|european|asian) (?:joint )?conference\b|\bconference on\b"
    r"|\bsymposium on\b|\badvances in neural information processing",
    re.IGNORECASE,
)
_SERVER = re.compile(r"\b(?:bio|med|chem|psy|soc)?a?rxiv\b|\bssrn\b|\bpreprint", re.IGNORECASE)

_STATUSES = {
    "accepted": r"forthcoming|to appear|accepted(?: for publication)?",
    "in-press": r"in ?press|article in press",
    "submitted": r"submitted|(?:under|in) (?:review|submission|revision)",
    "in-preparation": r"in ?preparation|in progress|work in progress",
    "preprint": r"prepublished",
    "published": r"published",
}
_STATUS = {
    status: re.compile(rf"[\[(]?(?:{words})\b(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
    for status, words in _STATUSES.items()
}
_AT_VENUE = re.compile(r"\s*(?:to|in|at|by|for)\b(?: the\b)?:?\s+(.+)", re.IGNORECASE)
_YEAR_AND_SIGNS = re.compile(r"\d{4}|[\[\](),;.]")
_ARXIV_NOTE = re.compile(
    r"(?:arxiv|preprint|[\s:,]){1,9}+[\w./-]*(?:\s*\[[\w., -]+\])?\.?", re.IGNORECASE
)


class Nature(NamedTuple):
    """The kind, status and venue of a paper, and its note unless that only repeats the status.

    ``read`` holds the names of the fields that were used.
    """

    kind: str
    status: str
    venue: str
    venue_kind: str
    note: str
    warnings: list[str]
    read: frozenset[str]


def classify_entry(entry_type: str, fields: Mapping[str, str], *, has_arxiv_id: bool) -> Nature:
    """Determine the nature of an entry from its type and its fields in LaTeX."""
    kind, warnings = _choose_kind(entry_type, to_plain(fields.get("type", "")))
    if kind == "book" and fields.get("editor") and not fields.get("author"):
        kind = "proceedings"
    venue_field, venue = _find_venue(entry_type, kind, fields)
    status, at_venue = _read_status(venue)
    venue = at_venue if status else venue
    archived = _is_archived(venue, has_arxiv_id=has_arxiv_id)
    if kind in {"article", "other"} and entry_type not in _MEETINGS:
        kind = "preprint" if suggests_preprint(venue, has_arxiv_id=has_arxiv_id) else kind
    venue = "" if archived else venue
    note = to_plain(fields.get("note") or fields.get("addendum") or "")
    in_words = _YEAR_AND_SIGNS.sub(" ", to_plain(fields.get("year", ""))).strip()
    for text in (to_plain(fields.get("pubstate", "")), in_words, note):
        status = status or find_status(text)
    if _says_no_more(note, has_arxiv_id=has_arxiv_id):
        note = ""
    status = status or ("preprint" if kind == "preprint" else "published")
    venue_kind = _choose_venue_kind(entry_type, kind, venue, venue_field) if venue else "other"
    read = {venue_field, "note", "pubstate"}
    if entry_type in {"misc", *_THESIS_TYPES} or kind in _KINDS_OF_ANY.values():
        read.add("type")
    return Nature(kind, status, venue, venue_kind, note, warnings, frozenset(read))


def suggests_preprint(venue: str, *, has_arxiv_id: bool) -> bool:
    """Return whether a @misc or an @article at this venue is treated as a preprint."""
    return _is_archived(venue, has_arxiv_id=has_arxiv_id) or _SERVER.search(venue) is not None


def _is_archived(venue: str, *, has_arxiv_id: bool) -> bool:
    return is_arxiv(venue) or (has_arxiv_id and not venue) or venue.casefold() == "preprint"


def _choose_kind(entry_type: str, type_field: str) -> tuple[str, list[str]]:
    if kind := _KINDS_OF_ANY.get(type_field.casefold()):
        return kind, []
    if entry_type == "misc":
        return _KINDS_OF_MISC.get(type_field.casefold(), "other"), []
    if entry_type in _THESIS_TYPES and (kind := read_degree(type_field)):
        return kind, []
    if entry_type == "thesis":
        return "other", [_("the kind of thesis is missing; write type = {phdthesis}")]
    return _KINDS.get(entry_type, "other"), []


def read_degree(text: str) -> str:
    """Return the kind of thesis that a text names: "Doctor of Philosophy (PhD)"; "" if none."""
    return next((kind for pattern, kind in _THESES.items() if pattern.search(text)), "")


def _find_venue(entry_type: str, kind: str, fields: Mapping[str, str]) -> tuple[str, str]:
    """Return the field that best names the venue, and the name. A bare URL is not a name.

    A publisher is no venue, unless it is a preprint server.
    """
    names = _VENUE_FIELDS.get(kind, _OTHER_VENUE_FIELDS)
    if entry_type in _MEETINGS:
        names = ("booktitle", "eventtitle", "series", *names)
    for name in (*names, "howpublished"):
        text = _remove_urls(to_plain(fields.get(name, "")))
        repeats_publisher = name == "howpublished" and text == to_plain(fields.get("publisher", ""))
        if text and not repeats_publisher and not says_when_looked_at(text):
            return name, text
    publisher = to_plain(fields.get("publisher", ""))
    is_server = is_arxiv(publisher) or _SERVER.search(publisher)
    return ("publisher", publisher) if is_server else ("", "")


def _remove_urls(text: str) -> str:
    if "://" not in text:
        return text
    return AVAILABLE.sub("", URL.sub("", text)).strip(" .,;:()[]")


def _choose_venue_kind(entry_type: str, kind: str, venue: str, field: str) -> str:
    if WORKSHOP.search(venue):
        return "workshop"
    if kind == "chapter" or _KINDS.get(entry_type) == "chapter":
        return "book"
    if kind == "proceedings":
        return "conference"
    if kind not in {"article", "review", "translation", "poster"}:
        return "other"
    if field in {"howpublished", "organization"} and kind != "article":
        return "other"
    of_meeting = entry_type in _MEETINGS or field in {"booktitle", "eventtitle"}
    return "conference" if of_meeting or MEETING.search(venue) else "journal"


def find_status(text: str) -> str:
    """Return the status at the start of a text, or ""."""
    return _read_status(text)[0]


def _read_status(text: str) -> tuple[str, str]:
    """Return the status at the start of a text, and the venue named after it."""
    for status, pattern in _STATUS.items():
        if found := pattern.match(text):
            venue = _AT_VENUE.match(found["rest"])
            return status, venue[1] if venue else ""
    return "", ""


def _says_no_more(note: str, *, has_arxiv_id: bool) -> bool:
    """Return whether a note only repeats the status or the arXiv id."""
    only_status = any(
        (found := pattern.match(note)) and not found["rest"].strip(" .,;)]")
        for pattern in _STATUS.values()
    )
    return only_status or (has_arxiv_id and _ARXIV_NOTE.fullmatch(note) is not None)
