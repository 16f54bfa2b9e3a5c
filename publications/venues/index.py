"""Finds venues by any of their names, in any of its spellings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from common.text.search import fold
from publications.models import Venue
from publications.venues.meetings import (
    Meeting,
    find_acronyms,
    find_beside,
    find_names_with_year,
    is_acronym,
    read_meetings,
)
from publications.venues.series import list_known_names
from publications.venues.words import Words, agree, get_initials, get_key, read_name

_MEETINGS = frozenset((Venue.Kind.CONFERENCE, Venue.Kind.WORKSHOP))
_LONGEST = 500  # characters of a name that are compared word by word
_PROCEEDINGS = re.compile(r"proc(?:\.|eedings)\s", re.IGNORECASE)


class VenueNames:
    """Venues by name: the site's, and new ones that are not saved yet.

    Case, accents, small words, a year and an addition in brackets make no difference, and words may
    be abbreviated. A conference is also found by its name or acronym in the title of a volume.
    """

    def __init__(self, venues: Iterable[Venue] = ()) -> None:
        self._exact: dict[str, list[Venue]] = defaultdict(list)
        self._plain: dict[str, list[Venue]] = defaultdict(list)
        self._by_initials: dict[str, list[tuple[Words, Venue]]] = defaultdict(list)
        self._acronyms: dict[str, list[Venue]] = defaultdict(list)
        self._meetings: dict[str, list[tuple[Meeting, Venue]]] = defaultdict(list)
        self._by_issn: dict[str, list[Venue]] = defaultdict(list)
        self._beside: dict[int, frozenset[str]] = {}
        for venue in venues:
            self.add(venue)

    def add(self, venue: Venue) -> None:
        """Add a venue under each of its names."""
        for name in (*venue.names, *list_known_names(venue)):
            _append(self._exact[_mark(name)], venue)
            name = name[:_LONGEST]
            if words := read_name(name):
                _append(self._plain[get_key(words)], venue)
                self._by_initials[get_initials(words)].append((words, venue))
            if venue.kind in _MEETINGS:
                self._add_meeting(name, venue)
        if venue.issn and venue.kind == Venue.Kind.JOURNAL:
            self._by_issn[venue.issn].append(venue)

    def _add_meeting(self, name: str, venue: Venue) -> None:
        self._beside[id(venue)] = find_beside(" ".join(venue.names))
        if is_acronym(name):
            _append(self._acronyms[name], venue)
        for meeting in read_meetings(name)[:1]:
            self._meetings[get_initials(meeting.topic)].append((meeting, venue))

    def find_meant(self, text: str, kind: str, short_name: str = "", issn: str = "") -> list[Venue]:
        """Return the venues that a text may mean, likeliest first.

        A name that abbreviates those of several venues means none of them.
        """
        found = list(self._find_named(text, kind, short_name, issn))
        abbreviated = [venue for venue in self._find_abbreviated(text) if venue not in found]
        return found + abbreviated if len(abbreviated) == 1 else found

    def find_pairs(self, venues: Iterable[Venue]) -> Iterator[tuple[Venue, Venue]]:
        """Yield each pair of venues that may be one, once, as one has a name of the other."""
        seen = set()
        for venue in venues:
            for name in venue.names:
                found = [*self._find_named(name, venue.kind), *self._find_abbreviated(name)]
                for other in (*found, *self._by_issn.get(venue.issn, [])):
                    pair = frozenset((venue.pk, other.pk))
                    if other != venue and pair not in seen:
                        seen.add(pair)
                        yield venue, other

    def _find_named(
        self, text: str, kind: str, short_name: str = "", issn: str = ""
    ) -> Iterator[Venue]:
        found = [*self._by_issn.get(issn, [])] if kind == Venue.Kind.JOURNAL else []
        for name in filter(None, (text, short_name)):
            found += self._exact.get(_mark(name), [])
        for name in filter(None, (text, short_name)):
            found += self._plain.get(get_key(read_name(name)), [])  # has no empty key
        in_front = _PROCEEDINGS.match(text)
        if in_front or kind in _MEETINGS:
            short = text[in_front.end() :] if in_front else ""
            found += [
                v for v in self._plain.get(get_key(read_name(short)), []) if v.kind in _MEETINGS
            ]
            found += self._find_inside(text, kind if kind in _MEETINGS else Venue.Kind.CONFERENCE)
        yield from _list_distinct(found)

    def _find_inside(self, text: str, kind: str) -> Iterator[Venue]:
        """Yield the conferences, or the workshops, whose own volume a title names."""
        beside = find_beside(text)
        acronyms = find_acronyms(text)
        for meeting in read_meetings(text):
            for other, venue in self._meetings.get(get_initials(meeting.topic), []):
                # A topic alone may also be the title of another conference's volume.
                is_other = meeting.is_bare and acronyms and not beside
                if is_other and not self._has_any(venue, acronyms):
                    continue
                if self._may_be_named(venue, kind, beside) and meeting.may_be(other):
                    yield venue
        of_acronyms = [v for acronym in acronyms for v in self._acronyms.get(acronym, [])]
        for name in find_names_with_year(text):
            of_acronyms += self._plain.get(get_key(read_name(name)), [])
        yield from (venue for venue in of_acronyms if self._may_be_named(venue, kind, beside))

    def _has_any(self, venue: Venue, acronyms: Iterable[str]) -> bool:
        return any(venue in self._acronyms.get(acronym, []) for acronym in acronyms)

    def _may_be_named(self, venue: Venue, kind: str, beside: frozenset[str]) -> bool:
        """Return whether a venue is of this kind, and not only where a workshop takes place."""
        is_workshop = kind == Venue.Kind.WORKSHOP
        return venue.kind == kind and (is_workshop or self._beside[id(venue)] == beside)

    def _find_abbreviated(self, text: str) -> list[Venue]:
        words = read_name(text)
        found = self._by_initials.get(get_initials(words), [])
        return _list_distinct(venue for others, venue in found if agree(words, others))


def _mark(name: str) -> str:
    """Return only the letters and digits of a name, in lower case and without accents."""
    return re.sub(r"\W+", " ", fold(name)).strip() or name.casefold().strip()


def _append(venues: list[Venue], venue: Venue) -> None:
    if not any(other is venue for other in venues):
        venues.append(venue)


def _list_distinct(venues: Iterable[Venue]) -> list[Venue]:
    return list({id(venue): venue for venue in venues}.values())
