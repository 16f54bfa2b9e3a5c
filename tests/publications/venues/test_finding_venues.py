"""A venue is found by all its names, in whatever way a file writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publications.models import Venue
from publications.venues.index import VenueNames

CONFERENCE, JOURNAL = Venue.Kind.CONFERENCE, Venue.Kind.JOURNAL


def is_found(text: str, short_name: str, name: str = "", kind: str = CONFERENCE) -> bool:
    """Whether a text that the import takes for such a venue means this one."""
    venue = Venue(short_name=short_name, name=name, kind=kind)
    return venue in VenueNames([venue]).find_meant(text, kind)


class TestConferences:
    NAME = "International Conference on Bridge Studies"

    @pytest.mark.parametrize(
        "text",
        [
            "bridges 2020",
            "Proceedings of the 34th International Conference on Bridge Studies",
            "Thirty-Fourth International Conference on Bridge Studies",
            "XXXIV International Conference on Bridge Studies",
            "2020 IEEE/CVF International Conference on Bridge Studies (BridgeS)",
            "Proc. Int. Conf. Bridge Stud.",
            "International Conference on Bridge Studies, July 13-18, 2020, Virtual Event",
            "BridgeS, 2020",
            "BridgeS-20",
            "[BridgeS 2020]",
        ],
    )
    def test_by_name_or_acronym_without_year_ordinal_and_date(self, text):
        assert is_found(text, "BridgeS", self.NAME)

    @pytest.mark.parametrize(
        "text",
        [
            "Conference on Bridge Studies",
            "European Conference on Bridge Studies",
            "International Conference on Bridge Studies and Tunnels",
            "International Conference on Bridge Studies Workshops",
            "Findings of the International Conference on Bridge Studies",
            "BridgeS 2020 Workshop on Piers",
            "SBridgeS 2020",
        ],
    )
    def test_but_not_by_that_of_another_or_of_what_takes_place_beside_it(self, text):
        assert not is_found(text, "BridgeS", self.NAME)

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("Proceedings of the 20th IEEE Conference on Bridges", True),
            ("Conference on Bridges", True),
            ("2020 IEEE/ACM International Conference on Bridges", True),
            ("Proceedings of the SIAM Conference on Bridges", False),
        ],
    )
    def test_sponsors_may_be_left_out_but_not_be_different(self, text, found):
        assert is_found(text, "CB", "IEEE Conference on Bridges") is found

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("Advances in Bridge Studies 33", True),
            ("Bridge Studies and Bridges - 3rd Meeting, BridgeS 2020, Oslo", False),
            ("Advances in Bridge Studies - 3rd Pacific Conference, PABS 2020, Oslo", False),
            ("Bridge Studies", False),
        ],
    )
    def test_the_topic_alone_may_be_another_conference(self, text, found):
        assert is_found(text, "CBS", self.NAME) is found

    @pytest.mark.parametrize("text", ["Proc. Bridges 2020", "Meeting of Piers, Bridges 2020, Oslo"])
    def test_a_short_name_need_not_be_in_capitals(self, text):
        assert is_found(text, "Bridges")

    def test_findings_are_found_as_such(self):
        name = "Findings of the Society of Bridges"
        assert is_found("Findings of the Society of Bridges: BridgeS 2020", "Findings", name)

    def test_a_name_with_separators_is_found_in_a_title(self):
        text = "Piers: Arches and Vaults XVI, Virtual Event, Oslo, July 12-16, 2020"
        assert is_found(text, "PAV", "Piers: Arches and Vaults")

    @pytest.mark.parametrize(
        "text",
        [
            "Advances in Neural Information Processing Systems 30",
            "Adv. Neural Inf. Process. Syst.",
            "34th International Conference on Neural Information Processing Systems",
            "NIPS 2017",
        ],
    )
    def test_a_well_known_one_needs_no_full_name(self, text):
        assert is_found(text, "NeurIPS")

    def test_another_one_with_its_short_name_is_not_taken_for_it(self):
        text = "International Conference on Machine Learning"
        assert is_found(text, "ICML")
        assert not is_found(text, "ICML", "Island Congress of Medieval Libraries")


class TestWorkshops:
    def test_by_name_or_acronym_and_not_by_the_conference(self):
        title = "Proceedings of the 3rd Workshop on Piers, WoP@BridgeS 2020"
        name = "Workshop on Piers"
        assert is_found(title, "WoP", name, Venue.Kind.WORKSHOP)
        assert not is_found(title, "BridgeS", "", Venue.Kind.WORKSHOP)


class TestJournals:
    @pytest.mark.parametrize(
        "text",
        [
            "the journal of bridges & natural tunnels",
            "Journal of Bridges and Natural Tunnels (JBNT)",
            "J. Bridges Nat. Tunnels",
            "J. Bridg. Natl. Tun.",
            "J Bridges Nat Tunn",
            "Journal of Bridges and Natural Tunnels 2020",
        ],
    )
    def test_with_words_left_out_or_abbreviated(self, text):
        assert is_found(text, "Journal of Bridges and Natural Tunnels", kind=JOURNAL)

    @pytest.mark.parametrize(
        "text",
        [
            "Journal of Bridges",
            "Journal of Bridges and Natural Tunnels: Letters",
            "Journal of Bridges and Natural Tunnels B",
            "J. Bridges Nat. Tunnels Lett.",
            "J. Bridges Tech. Tunnels",
            "Journal of Bridge and Natural Tunnels",
        ],
    )
    def test_but_not_by_a_name_that_only_resembles_it(self, text):
        assert not is_found(text, "Journal of Bridges and Natural Tunnels", kind=JOURNAL)

    @pytest.mark.parametrize(
        ("text", "name", "found"),
        [
            ("Phys Rev A", "Physical Review A", True),
            ("Phys. Rev. A", "Physical Review A", True),
            ("Phys Rev B", "Physical Review A", False),
            ("Phys Rev A", "Physical Review Applied", False),
            ("Nano Letters", "Nanotechnology Letters", False),
            ("Bridge Letters", "Bridges Letters", False),
            ("Bridges (Basel)", "Bridges", False),
            ("Bridges", "BR", False),
            ("Am. J. Phys.", "American Journal of Physics", True),
            ("Am. J. Phys.", "American Journal of Physiology", False),
            ("Am. J. Physiol.", "American Journal of Physiology", True),
            ("Proc Natl Acad Bridg U S A", "Proceedings of the National Academy of Bridges", False),
            ("Bridges (USA)", "Bridges", False),
        ],
    )
    def test_letters_and_places_are_parts_of_the_name(self, text, name, found):
        assert is_found(text, name, kind=JOURNAL) is found

    def test_the_full_name_finds_the_abbreviation(self):
        assert is_found("SIAM Journal on Computing", "SIAM J. Comput.", kind=JOURNAL)

    def test_an_abbreviation_of_several_means_none(self):
        names = ("Annals of Mathematics", "Annals of Mathematicians")
        index = VenueNames(Venue(short_name=name, kind=JOURNAL) for name in names)
        assert index.find_meant("Ann. Math.", JOURNAL) == []
        assert len(index.find_meant("Annals of Mathematics", JOURNAL)) == 1

    def test_by_its_issn(self):
        venue = Venue(short_name="Bridges", issn="2835-8856", kind=JOURNAL)
        assert VenueNames([venue]).find_meant("Pontes", JOURNAL, issn="2835-8856") == [venue]


NAMES = st.text("ab AB&-:,.()'20ä日\"/@", max_size=30) | st.sampled_from(
    [
        *("Of", "2020", "(2)", "ICML 2020", "Proceedings of the", "Workshop at X", "Findings of Y"),
        *("International Conference", "IEEE", "J. Heaps", "Conference on (A", "Advances in 33"),
    ]
)


@given(st.tuples(NAMES, NAMES, NAMES), st.sampled_from(Venue.Kind.values))
def test_a_venue_is_found_by_each_of_its_names(names, kind):
    venue = Venue(short_name=names[0], name=names[1], variants=[*names[2:]], kind=kind)
    index = VenueNames([Venue(short_name="Other"), venue])
    for name in venue.names:
        assert venue in index.find_meant(name, kind)
