"""Which venue each of some hundred real names means, among as many venues as a site may have."""

from pathlib import Path

import pytest

from publications.models import Venue
from publications.venues.index import VenueNames

_FILE = Path(__file__).parent / "files" / "names.txt"
_VENUES, _TEXTS = (
    [tuple(cell.strip() for cell in line.split(" | ")) for line in part.splitlines() if line]
    for part in _FILE.read_text(encoding="utf-8").partition("== venues\n")[2].split("== texts\n")
)


@pytest.fixture(scope="module")
def index() -> VenueNames:
    return VenueNames(Venue(short_name=s, name=name, kind=kind) for s, name, kind in _VENUES)


@pytest.mark.parametrize(("text", "kind", "meant"), _TEXTS)
def test_a_name_means_the_right_venue_or_none(index, text, kind, meant):
    found = index.find_meant(text, kind)
    assert (found[0].short_name if found else "-") == meant


def test_no_two_of_the_venues_seem_to_be_one():
    venues = [Venue(pk=pk, short_name=row[0], name=row[1]) for pk, row in enumerate(_VENUES)]
    for venue, row in zip(venues, _VENUES, strict=True):
        venue.kind = row[2]
    assert list(VenueNames(venues).find_pairs(venues)) == []
