"""Finds the venue on the site for a venue name in a BibTeX file, or plans a new one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from publications.bibtex.text.shortening import shorten
from publications.models import Venue
from publications.venues.guessing import guess_names
from publications.venues.index import VenueNames
from publications.venues.series import make_series
from publications.venues.words import is_abbreviated

LONGEST_SHORT_NAME = Venue._meta.get_field("short_name").max_length or 0


class VenueIndex(VenueNames):
    """All venues of the site by name, and planned new ones, which are not saved yet."""

    def __init__(self) -> None:
        self._short_names: set[str] = set()
        self._numbers: dict[str, int] = {}  # the last one after each short name
        self._series = VenueNames(make_series())
        super().__init__(Venue.objects.order_by("pk"))

    def add(self, venue: Venue) -> None:
        """Add a venue under each of its names."""
        self._short_names.add(venue.short_name)
        super().add(venue)

    def find_or_plan(self, text: str, kind: str, short_name: str = "", issn: str = "") -> Venue:
        """Return the venue that a text names, or a new, unsaved one if the site has none."""
        found = self.find_meant(text, kind, short_name, issn)
        if not found:
            return self._plan(text, kind, short_name, issn)
        if found[0].pk is None and not found[0].name:
            self._add_full_name(found[0], text, kind)
        return found[0]

    def _add_full_name(self, venue: Venue, text: str, kind: str) -> None:
        """Give a new venue the full name that another entry has."""
        short_name, name = guess_names(text, kind)
        if short_name == venue.short_name and name not in (text, short_name):
            venue.name = name
            self.add(venue)

    def _plan(self, text: str, kind: str, short_name: str, issn: str) -> Venue:
        """Return a new venue that is found by this text from now on."""
        series = self._series.find_meant(text, kind) if kind == Venue.Kind.CONFERENCE else []
        guessed, name = series[0].names[:2] if series else guess_names(text, kind)
        short_name = short_name or guessed
        if not short_name or short_name in self._short_names:
            short_name = _shorten_name(name)
        short_name = self._make_free(short_name)
        venue = Venue(
            short_name=short_name,
            name="" if short_name == name else name,
            issn=issn,
            iso4=text if kind == Venue.Kind.JOURNAL and is_abbreviated(text) else "",
            kind=series[0].kind if series else kind,
        )
        self.add(venue)
        if venue not in self.find_meant(text, kind):
            venue.name = text
            self.add(venue)
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


def note_venue(text: str, venue: Venue | None) -> Iterator[str]:
    """Yield a note if the site's name for the venue differs from the file's."""
    if venue is None or text == venue.short_name:
        return
    if venue.pk is None and venue.name:
        yield _("“%(venue)s” is read as the venue %(short)s: %(name)s.") % {
            "venue": text,
            "short": venue,
            "name": venue.name,
        }
    else:
        yield _("“%(venue)s” is read as the venue %(on_site)s.") % {
            "venue": text,
            "on_site": venue,
        }


def _shorten_name(name: str) -> str:
    """Shorten a long name at a colon, bracket or dash, or else between words."""
    if len(name) <= LONGEST_SHORT_NAME:
        return name
    head = re.split(r":\s|\s[(\[]|\s[–—-]\s", name, maxsplit=1)[0].rstrip(" ,;.")
    return head if 20 <= len(head) <= LONGEST_SHORT_NAME else shorten(name, LONGEST_SHORT_NAME)
