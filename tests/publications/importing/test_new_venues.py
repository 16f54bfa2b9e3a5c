"""What the import calls a venue that is new to the site."""

import time

import pytest
from django.test import Client

from publications.importing.venue_index import VenueIndex
from publications.models import Venue
from tests import cast
from tests.admin_forms import admin_url
from tests.page import Page
from tests.publications.importing.test_import_page import IMPORT_URL

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
        ("Conference on Heaps, Piles and Lumps", "Conference on Heaps, Piles and Lumps"),
        ("Proceedings of Heaps", "Proceedings of Heaps"),
    ],
)
def test_without_an_acronym_it_is_known_by_its_name(text, short_name):
    assert plan(text) == (short_name, "")


@pytest.mark.parametrize(
    ("text", "short_name"),
    [
        ("Proceedings of the Second Workshop on Heaps at ICH 2020", "Workshop on Heaps at ICH"),
        ("3rd Workshop on Heaps, ICML 2020, Vienna", "Workshop on Heaps, ICML 2020, Vienna"),
        ("International Workshop on Heaps, WoH 2020, Oslo", "WoH"),
    ],
)
def test_a_workshop_does_not_get_the_acronym_of_its_conference(text, short_name):
    assert plan(text, "workshop")[0] == short_name


def test_what_takes_place_beside_a_conference_keeps_its_title():
    text = "Companion of the 3rd Conference on Heaps, ICH 2020, Oslo"
    assert plan(text) == (text, "")


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


def test_journals_with_one_issn_are_one():
    index = VenueIndex()
    first = index.find_or_plan("Heaps", "journal", issn="2835-8856")
    assert index.find_or_plan("Cumuli", "journal", issn="2835-8856") is first
    assert index.find_or_plan("Heaps in Series", "book", issn="2835-8856") is not first


def test_an_acronym_may_have_two_words():
    assert plan("European Conference on Heaps, ECH PKDD 2020, Oslo")[0] == "ECH PKDD"


def test_a_later_entry_of_the_file_tells_the_full_name():
    index = VenueIndex()
    venue = index.find_or_plan("ICH 2020", "conference")
    index.find_or_plan("International Conference on Heaps, ICH 2021, Oslo", "conference")
    assert (venue.short_name, venue.name) == ("ICH", "International Conference on Heaps")


@pytest.mark.parametrize("text", ["(AB 2020) " * 50, "first " * 80, "annual" * 80, "A" * 500])
def test_a_hostile_title_takes_no_time(text):
    start = time.process_time()
    plan(text[:500].strip())
    assert time.process_time() - start < 2


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


class TestTheNameInThePreview:
    """The owner may change the short name of a new venue there."""

    TEXT = (
        "@inproceedings{a, title={One},"
        " booktitle={37th International Conference on Heaps, ICH 2020}}\n"
        "@inproceedings{b, title={Two}, booktitle={Proceedings of ICH 2021}}\n"
    )

    def apply(self, desk: Client, short_name: str) -> None:
        chosen = {"text": self.TEXT, "apply": "yes", "entry": ["a", "b"]}
        desk.post(IMPORT_URL, chosen | {"venue:ICH": short_name})

    def test_is_asked_once(self, desk):
        page = Page.of(desk.post(IMPORT_URL, {"text": self.TEXT}))
        (box,) = page.all("input", type="text", name="venue:ICH")
        assert box.get("value") == "ICH"
        assert "is read as the venue ICH: International Conference on Heaps." in page.text

    def test_is_not_asked_for_a_venue_that_the_site_has(self, desk):
        cast.venue("ICH")
        page = Page.of(desk.post(IMPORT_URL, {"text": self.TEXT}))
        assert page.all("input", type="text") == []

    @pytest.mark.parametrize("typed", ["HeapConf", " HeapConf "])
    def test_becomes_the_short_name_and_the_next_import_finds_it(self, desk, typed):
        self.apply(desk, typed)
        venue = Venue.objects.get()
        assert (venue.short_name, venue.name) == ("HeapConf", "International Conference on Heaps")
        assert venue.publications.count() == 2
        self.apply(desk, "ICH")
        assert Venue.objects.get() == venue

    def test_leaves_the_name_in_the_file_as_the_full_name_that_citations_print(self, desk):
        text = "@article{a, title={One}, journal={Physical Review E}}"
        chosen = {"text": text, "apply": "yes", "entry": ["a"]}
        desk.post(IMPORT_URL, chosen | {"venue:Physical Review E": "PRE"})
        venue = Venue.objects.get()
        assert (venue.short_name, venue.name) == ("PRE", "Physical Review E")
        assert venue.variants == []

    def test_is_the_guess_if_nothing_is_typed(self, desk):
        self.apply(desk, "")
        assert Venue.objects.get().short_name == "ICH"

    def test_of_a_venue_on_the_site_means_that_one_which_gets_the_name_as_a_variant(self, desk):
        venue = cast.venue("Heaps")
        self.apply(desk, "heaps")
        venue.refresh_from_db()
        assert venue.publications.count() == 2
        assert venue.variants == ["International Conference on Heaps", "Proceedings of ICH 2021"]
        assert not Venue.objects.filter(short_name="ICH").exists()
        self.apply(desk, "ICH")
        assert Venue.objects.get() == venue
        assert "Imported." in Page(admin_url(Venue, "history", venue.pk), desk).text

    def test_that_is_too_long_refuses_the_papers_with_a_sentence(self, desk):
        chosen = {"text": self.TEXT, "apply": "yes", "entry": ["a"], "venue:ICH": "H" * 121}
        said = Page.of(desk.post(IMPORT_URL, chosen, follow=True)).text
        assert "“One” could not be imported." in said
        assert "121" in said
        assert not Venue.objects.exists()
