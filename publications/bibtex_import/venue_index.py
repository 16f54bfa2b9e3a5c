"""Finds the venue on the site for a venue name in a BibTeX file, or plans a new one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from publications.bibtex.text.shortening import shorten
from publications.merging.duplicates import normalise
from publications.models import Venue

LONGEST_SHORT_NAME = Venue._meta.get_field("short_name").max_length or 0

# Words for events and volumes that use a conference's name but are not the conference itself.
_BESIDE_A_CONFERENCE = re.compile(
    r"\b(?:workshops?|findings|companion|adjunct|tutorials?|satellite|tracks?|posters?|demos?"
    r"|demonstrations?|doctoral|student|extended abstracts|colocated|collocated|co-located"
    r"|in conjunction with|held with)\b|@",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"(?=(?:\w*[A-Z]){2})[A-Za-z][\w&+-]{2,}")
_YEAR = r"(?:[12]\d{3}\b|['’]\d\d\b)"
# Text that may precede a conference's name without making it the name of a different one.
_IN_FRONT = (
    r"(?:^|[(\[,;:.–—]\s*|\d\s+|\b(?:of|on|in|the|annual|proceedings|proc\.|\d+(?:st|nd|rd|th)"
    r"|first|second|third|\w+th)\s+)"
)
_BEHIND = rf"(?=\s*(?:$|[)\],;:.–—(\[]|-\s|{_YEAR}))"
_FEWEST_WORDS = 3  # that a full name must have to be searched for inside another text


class VenueIndex:
    """All venues of the site by name, and planned new ones, which are not saved yet.

    Comparison uses only letters and digits. A conference is also found by its acronym or full name
    in the title of a volume: "Advances ... Systems 33, NeurIPS 2020, virtual".
    """

    def __init__(self) -> None:
        self._by_name: dict[str, list[Venue]] = defaultdict(list)
        self._short_names: set[str] = set()
        self._numbers: dict[str, int] = {}  # the last one after each short name
        self._conferences: list[tuple[Venue, str]] = []  # with the full names in lower case
        for venue in Venue.objects.order_by("pk"):
            self._add(venue)

    def _add(self, venue: Venue) -> None:
        self._short_names.add(venue.short_name)
        for name in {_mark(venue.short_name), _mark(venue.name)} - {""}:
            self._by_name[name].append(venue)
        if venue.kind == Venue.Kind.CONFERENCE:
            self._conferences.append((venue, venue.name.casefold()))

    def find_meant(self, text: str, kind: str, short_name: str = "") -> list[Venue]:
        """Return the venues that a text or its short name may mean, likeliest first."""
        marks = dict.fromkeys(filter(None, (_mark(text), _mark(short_name))))
        found = [venue for mark in marks for venue in self._by_name.get(mark, [])]
        if kind == Venue.Kind.CONFERENCE and not _BESIDE_A_CONFERENCE.search(text):
            found += [venue for venue in self._find_inside(text) if venue not in found]
        return found

    def find_or_plan(self, text: str, kind: str, short_name: str = "") -> Venue:
        """Return the venue that a text names, or a new, unsaved one if the site has none."""
        found = self.find_meant(text, kind, short_name)
        return found[0] if found else self._plan(text, kind, short_name)

    def _find_inside(self, text: str) -> Iterator[Venue]:
        folded = text.casefold()
        for venue, name in self._conferences:
            has_name = name and name in folded and _has_name(text, venue.name)
            if has_name or _has_acronym(text, venue.short_name):
                yield venue

    def _plan(self, text: str, kind: str, short_name: str) -> Venue:
        short = self._make_free(_shorten_name(short_name or text))
        venue = Venue(short_name=short, name="" if short == text else text, kind=kind)
        self._add(venue)
        return venue

    def _make_free(self, short_name: str) -> str:
        if short_name not in self._short_names:
            return short_name
        head, number = (
            shorten(short_name, LONGEST_SHORT_NAME - 10),
            self._numbers.get(short_name, 1),
        )
        free = short_name
        while free in self._short_names:
            number += 1
            free = f"{head} ({number})"
        self._numbers[short_name] = number
        return free


def _mark(name: str) -> str:
    """Return a name normalized for comparison."""
    return normalise(name) or name.casefold().strip()


def _shorten_name(name: str) -> str:
    """Shorten a long name at a colon, bracket or dash, or else between words."""
    if len(name) <= LONGEST_SHORT_NAME:
        return name
    head = re.split(r":\s|\s[(\[]|\s[–—-]\s", name, maxsplit=1)[0].rstrip(" ,;.")
    return head if 20 <= len(head) <= LONGEST_SHORT_NAME else shorten(name, LONGEST_SHORT_NAME)


def _has_acronym(text: str, acronym: str) -> bool:
    """Return whether a text uses an acronym as the conference's name: "(ICML)", "ICML 2020"."""
    if acronym not in text or not _ACRONYM.fullmatch(acronym):
        return False
    word = re.escape(acronym)
    with_year = rf"(?<![\w-]){word}\s*-?{_YEAR}"
    in_brackets = rf"[(\[](?:\d{{4}}\s+)?{word}[)\]]"
    at_the_end = rf"(?i:\b(?:proc\.|proceedings of)\s+(?:the\s+)?(?:\S+\s+)?){word}$"
    return re.search(f"{with_year}|{in_brackets}|{at_the_end}", text) is not None


def _has_name(text: str, name: str) -> bool:
    """Return whether a text has a full name that is not part of another conference's name."""
    if len(name.split()) < _FEWEST_WORDS:
        return False
    pattern = rf"{_IN_FRONT}{re.escape(name)}{_BEHIND}"
    return re.search(pattern, text, re.IGNORECASE) is not None
