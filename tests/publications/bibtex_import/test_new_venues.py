"""What the import calls a venue that is new to the site."""

import pytest

from publications.bibtex_import.venue_index import VenueIndex
from publications.models import Venue

pytestmark = pytest.mark.django_db


def plan(text: str, kind: str = "conference") -> tuple[str, str]:
    """Return the short and the full name of a new venue."""
    venue = VenueIndex().find_or_plan(text, kind)
    return venue.short_name, venue.name


@pytest.mark.parametrize(
    "text",
    [
        "37th International Conference on Heaps (ICH 2020), Virtual",
        "Proceedings of the 37th International Conference on Heaps, ICH 2020, 13-18 July 2020",
        "ICH'20: Proceedings of the Thirty-Seventh International Conference on Heaps",
        "ICH '20: International Conference on Heaps, Oslo, Norway, July 13-18, 2020",
        "ICH 2020 - 2020 International Conference on Heaps (ICH)",
        "Advances in Heaps 33: International Conference on Heaps 2020, ICH 2020, virtual",
    ],
)
def test_a_conference_gets_its_acronym_and_its_name_without_year_and_place(text):
    assert plan(text) == ("ICH", "International Conference on Heaps")


@pytest.mark.parametrize(
    ("text", "short_name"),
    [
        ("Proceedings of the 3rd Conference on Heaps", "Conference on Heaps"),
        ("Proc. ICH", "ICH"),
        ("Conference on Heaps, June 30 - July 3, 2023, Oslo", "Conference on Heaps"),
        ("Proceedings of the Second Workshop on Heaps at ICH 2020", "Workshop on Heaps at ICH"),
        ("Conference on Heaps, Piles and Lumps", "Conference on Heaps, Piles and Lumps"),
        ("Proceedings of Heaps", "Proceedings of Heaps"),
    ],
)
def test_without_an_acronym_it_is_known_by_its_name(text, short_name):
    assert plan(text) == (short_name, "")


def test_a_title_that_tells_no_name_is_kept_whole():
    text = "Heaps - ECH 2020 - 16th European Conference, Oslo, August 23-28, 2020, Part I"
    assert plan(text) == ("ECH", text)


def test_a_well_known_conference_gets_its_short_name():
    text = "Advances in neural information processing systems"
    assert plan(text) == ("NeurIPS", "Conference on Neural Information Processing Systems")


def test_an_acronym_that_another_venue_has_is_not_used():
    Venue.objects.create(short_name="ICH", kind="journal", name="Icelandic Heaps")
    assert plan("Island Conference for Heaps, ICH 2020, Oslo") == (
        "Island Conference for Heaps",
        "",
    )


@pytest.mark.parametrize("text", ["Journal of Heaps", "Proceedings of the 3rd Society of Heaps"])
def test_a_journal_keeps_its_name(text):
    assert plan(text, "journal") == (text, "")


def test_an_abbreviated_journal_gets_it_as_its_abbreviation():
    venue = VenueIndex().find_or_plan("J. Heaps Piles", "journal")
    assert (venue.short_name, venue.iso4) == ("J. Heaps Piles", "J. Heaps Piles")


@pytest.mark.parametrize(
    "other",
    [
        "ICH 2021",
        "38th International Conference on Heaps",
        "Proceedings of the 38th International Conference on Heaps (ICH)",
    ],
)
def test_the_next_volume_in_the_file_is_of_the_same_venue(other):
    index = VenueIndex()
    first = index.find_or_plan("37th International Conference on Heaps (ICH 2020)", "conference")
    assert index.find_or_plan(other, "conference") is first
