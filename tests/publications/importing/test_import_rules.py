"""How an import matches papers, reads venue, status, order and links, and reports."""

import pytest
from django.core.management import CommandError
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from publications import bibtex
from publications.importing import applying
from publications.importing.venue_index import VenueIndex
from publications.models import Author, Publication, PublicationLink, Venue
from tests import cast

pytestmark = pytest.mark.django_db


def entry(key: str = "k", title: str = "Bridges", kind: str = "article", **fields: str) -> str:
    values = {"author": "Olsen, Mia", "title": title} | fields
    lines = ", ".join(f"{name} = {{{value}}}" for name, value in values.items())
    return f"@{kind}{{{key}, {lines}}}\n"


def propose(text: str) -> list[applying.Proposal]:
    return applying.propose(bibtex.read(text).entries)


def load(text: str, replace: bool = False) -> list[applying.Proposal]:
    proposals = propose(text)
    for proposal in proposals:
        proposal.replace = replace
    applying.apply([proposal for proposal in proposals if proposal.is_suggested])
    return proposals


def titles() -> list[str]:
    return [paper.title for paper in Publication.objects.all()]


class TestWhichPaperAnEntryIs:
    def test_two_entries_that_share_an_identifier_stay_two_papers(self):
        text = entry("a", "Bridges", year="2014", doi="10.1000/x")
        text += entry("b", "On tolls", year="2015", doi="10.1000/X", abstract="Another.")
        _, second = load(text, replace=True)
        assert (
            "Line 1 has the same DOI: “Bridges”. They stay two papers. If they are one "
            "paper, such as a preprint and its published version, keep one of the two entries."
        ) in second.notes
        assert [p.outcome for p in load(text, replace=True)] == ["unchanged", "unchanged"]
        assert not Publication.objects.get(citation_key="a").abstract

    def test_an_identifier_does_not_outweigh_another_title_and_year(self):
        load(entry("a", "Bridges", year="2014", doi="10.1000/x"))
        (proposal,) = load(entry("b", "On tolls", year="2015", doi="10.1000/x"))
        assert proposal.outcome == "new"
        assert "you can make them one after the import" in proposal.notes[-1]

    def test_the_key_and_an_identifier_together_are_sure(self):
        paper = cast.paper("Bridges", when="2014", doi="10.1000/x", citation_key="k")
        (proposal,) = propose(entry("k", "On tolls", year="2015", doi="10.1000/x"))
        assert proposal.publication == paper

    @pytest.mark.parametrize(
        "fields",
        [
            {"title": "Tolls since 1700", "year": "2014"},
            {"title": "Bridges, part II", "year": "2014"},
            {"title": "Bridges", "year": "2015", "doi": "10.1000/y"},
        ],
    )
    def test_a_key_that_two_papers_have_by_chance_mixes_nothing(self, fields):
        cast.paper("Bridges", "Mia Olsen", when="2014", citation_key="k", doi="10.1000/x")
        (proposal,) = load(entry("k", **fields))
        assert proposal.outcome == "new"
        assert (
            "Another paper on the site has the key “k”. The site will create a new key."
            in proposal.notes
        )
        assert propose(entry("k", **fields))[0].outcome == "unchanged"

    def test_an_undated_paper_found_by_its_key_alone_is_found_again(self):
        cast.paper("Bridges", "Mia Olsen", citation_key="k")
        text = entry("k", "Tolls since 1700", year="2014")
        for _ in range(2):
            assert load(text)[0].outcome == "kept"
        assert Publication.objects.get().when is None

    @pytest.mark.parametrize("title", ["Bridges of stone: a survey", "Bridges made of stone"])
    def test_a_paper_that_was_given_another_title_is_found_by_its_key(self, title):
        paper = cast.paper("Bridges of stone", "Mia Olsen", when="2014", citation_key="k")
        (proposal,) = propose(entry("k", title, year="2014"))
        assert proposal.publication == paper

    @pytest.mark.parametrize(
        "fields",
        [
            {"doi": "10.1000/y"},
            {"pages": "30--40"},
            {"author": "Kato, Jun"},
            {"year": "2015"},
        ],
    )
    def test_a_title_alone_is_not_enough_where_something_else_is_another(self, fields):
        cast.paper("Editorial", "Mia Olsen", when="2014", doi="10.1000/x", pages="1–9")
        (proposal,) = propose(entry("new", "Editorial", **({"year": "2014"} | fields)))
        assert proposal.outcome == "new"
        assert [str(paper) for paper in proposal.like] == ["Editorial"]

    def test_the_doi_that_arxiv_gives_is_the_arxiv_id(self):
        paper = cast.paper("Bridges", "Mia Olsen", when="2020", arxiv_id="2001.04321")
        (proposal,) = propose(entry("k", "Bridges", year="2020", doi="10.48550/arXiv.2001.04321"))
        assert proposal.publication == paper

    def test_an_entry_that_the_file_has_twice_is_imported_once(self):
        text = entry("k", year="2014") * 2 + entry("other", year="2014")
        first, second, third = load(text)
        assert (first.doubt, second.doubt) == ("", "Line 1 has a paper with the same title: k")
        assert third.doubt == "Line 1 has a paper with the same title: k"
        assert titles() == ["Bridges"]

    def test_one_title_in_two_years_is_two_papers(self):
        load(entry("a", year="2014") + entry("b", year="2016"))
        assert Publication.objects.count() == 2

    def test_a_volume_in_which_others_appeared_is_left_out(self):
        text = "@inproceedings{p, title = {Piers}, crossref = {v}}\n"
        text += "@proceedings{v, title = {PierCon}, year = {2020}}\n"
        _, volume = load(text)
        assert volume.doubt == "This is the volume in which other entries of the file appeared."
        assert titles() == ["Piers"]


class TestVenues:
    LONG = (
        "Proceedings of the Ninth Joint International Symposium and Exhibition on the Theory, "
        "Practice and History of Bridges over Rivers and Lakes in the Mountains"
    )
    NAME = LONG.removeprefix("Proceedings of the Ninth ")

    def test_a_long_name_is_kept_whole_and_found_again(self):
        text = entry("a", "One", "inproceedings", booktitle=self.LONG)
        text += entry("b", "Two", "inproceedings", booktitle=self.LONG)
        load(text)
        venue = Venue.objects.get()
        assert venue.name == self.NAME
        assert venue.short_name.endswith(
            "Practice and History of Bridges over Rivers and Lakes in…"
        )
        assert venue.publications.count() == 2

    def test_two_long_names_that_begin_alike_are_two_venues(self):
        text = entry("a", "One", "inproceedings", booktitle=self.LONG)
        load(text + entry("b", "Two", "inproceedings", booktitle=f"{self.LONG} at Night"))
        assert sorted(Venue.objects.values_list("name", flat=True)) == [
            self.NAME,
            f"{self.NAME} at Night",
        ]

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("Annals of Bridges 3: Meeting on Bridges 2020, BridgeS 2020, virtual", True),
            ("Meeting on Bridges (BridgeS)", True),
            ("Proceedings of the 12th BridgeS", True),
            ("BridgeS'20: Meeting, Oslo, Norway", True),
            ("Proceedings of the International Conference on Bridge Studies, Oslo", True),
            ("The 3rd International Conference on Bridge Studies (2020)", True),
            ("International Conference on Bridge Studies and Tunnels", False),
            ("Asian International Conference on Bridge Studies", False),
            ("Workshop on Piers at BridgeS 2020", False),
            ("Findings of BridgeS 2020", False),
            ("Meeting on BRIDGES 2020", False),
            ("BridgeS-TunnelS 2020", False),
            ("Meeting on Trade, BridgeS and Tunnels", False),
        ],
    )
    def test_a_conference_is_found_in_the_title_of_a_volume(self, text, found):
        venue = cast.venue("BridgeS", name="International Conference on Bridge Studies")
        assert (venue in VenueIndex().find_meant(text, "conference")) is found

    def test_a_venue_under_another_name_is_reported_as_the_same(self):
        cast.venue("BridgeS")
        (proposal,) = load(entry(kind="inproceedings", booktitle="Meeting, BridgeS 2020, Oslo"))
        assert "“Meeting, BridgeS 2020, Oslo” is read as the venue BridgeS." in proposal.notes
        assert Venue.objects.count() == 1


class TestWhatAppeared:
    PUBLISHED = {"journal": "Tolls", "year": "2021", "eprint": "2001.04321"}

    def test_a_preprint_that_has_appeared_moves_on_as_a_whole(self):
        paper = cast.paper(
            *("Bridges", "Mia Olsen"), when="2020", arxiv_id="2001.04321", kind="preprint"
        )
        (proposal,) = load(entry(**self.PUBLISHED))
        moved = {d.label: (d.on_site, d.in_file) for d in proposal.differences if d.fills}
        assert moved["status"] == ("Preprint", "Published")
        assert moved["date"] == ("2020", "2021")
        paper.refresh_from_db()
        assert (paper.kind, paper.venue_line, paper.year) == ("article", "Tolls", 2021)

    def test_a_paper_that_has_come_further_on_the_site_keeps_its_venue(self):
        paper = cast.paper("Bridges", "Mia Olsen", status="published", citation_key="k")
        load(entry(note="Submitted to Tolls", journal="Submitted to Tolls"))
        paper.refresh_from_db()
        assert (paper.status, paper.venue) == ("published", None)


class TestTheOrder:
    def test_new_papers_take_their_place_by_date(self):
        for title, when in [("Of 2001", "2001"), ("Of 2011", "2011"), ("Of 2021", "2021")]:
            cast.paper(title, when=when)
        load(entry("a", "Of 1990", year="1990") + entry("b", "Of 2015", year="2015"))
        assert titles() == ["Of 2021", "Of 2015", "Of 2011", "Of 2001", "Of 1990"]

    def test_a_file_with_the_oldest_first_is_reversed(self):
        load("".join(entry(str(year), f"Of {year}", year=str(year)) for year in (1999, 2005, 2011)))
        assert titles() == ["Of 2011", "Of 2005", "Of 1999"]

    def test_a_paper_that_the_owner_put_on_top_stays_there(self):
        for title, when in [("Of 2001", "2001"), ("Of 2011", "2011"), ("Best", "1995")]:
            cast.paper(title, when=when)
        load(entry("a", "Of 2015", year="2015") + entry("b", "Of 2005", year="2005"))
        assert titles() == ["Of 2015", "Best", "Of 2011", "Of 2005", "Of 2001"]

    def test_papers_of_one_year_stay_in_the_order_of_the_file_and_undated_ones_come_first(self):
        load(entry("a", "A", year="2020") + entry("b", "B", year="2020") + entry("c", "C"))
        assert titles() == ["C", "A", "B"]


class TestLinks:
    @pytest.mark.parametrize(
        "url",
        ["https://name:word@tolls.example/", "http://a", "https://tolls.example/" + "a" * 600],
    )
    def test_one_that_the_form_refuses_is_left_out_with_a_note(self, url):
        (proposal,) = load(entry(url=url))
        assert not PublicationLink.objects.exists()
        assert any("is left out" in note and "http" in note for note in proposal.notes)

    def test_it_is_added_to_a_paper_that_has_none(self):
        paper = cast.paper("Bridges", "Mia Olsen", citation_key="k")
        load(entry(url="https://tolls.example/"))
        assert [link.url for link in paper.links.all()] == ["https://tolls.example/"]


class TestTheReport:
    def test_a_file_without_entries_gets_a_sentence(self, run):
        with pytest.raises(CommandError, match=r"papers\.bib: “Bridges, by Mia Olsen” is no ident"):
            run("Bridges, by Mia Olsen")

    def test_what_is_left_out_is_named_and_can_be_taken(self, run):
        said = run(entry() * 2)
        assert (
            "left out: Bridges\n  Line 1 has a paper with the same title: k (--all imports" in said
        )
        assert said.endswith("1 new, 0 changed, 0 kept, 0 unchanged, 0 refused, 1 left out\n")
        assert run(entry() * 2, all=True).startswith("line 1: k unchanged")
        assert Publication.objects.count() == 2

    def test_a_note_is_reported_once_even_for_an_unchanged_paper(self, run):
        text = entry().replace("title", "note = {a}, note = {b}, note = {c}, title")
        for _ in range(2):
            assert run(text).count('The field "note" appears twice; the first one is used') == 1

    def test_long_fields_are_cut_between_words_with_a_note(self):
        (proposal,) = load(entry(note="Much to say " * 100))
        assert Publication.objects.get().note.endswith("Much to say…")
        assert (
            "The note has 1,199 characters, and is cut to the 1,000 that fit." in proposal.notes[0]
        )

    def test_fields_are_called_what_the_form_calls_them(self):
        cast.paper("Bridges", "Mia Olsen", citation_key="k", number="1", kind="book")
        (proposal,) = propose(entry(number="2", year="2014"))
        labels = {difference.label for difference in proposal.differences}
        assert {"issue", "date"} <= labels
        assert not {"number", "when"} & labels


def test_what_the_database_refuses_is_named_and_spoils_no_other(monkeypatch):
    real = Publication.save

    def save(paper: Publication, *args: object, **kwargs: object) -> None:
        real(paper, *args, **kwargs)
        if paper.title == "Piers":
            raise IntegrityError

    monkeypatch.setattr(Publication, "save", save)
    text = entry("a", "Piers", author="Kato, Jun", journal="Tolls") + entry("b", journal="Tolls")
    first, second = load(text)
    assert first.refused.startswith("The database refused this entry")
    assert (second.outcome, titles()) == ("new", ["Bridges"])
    assert [str(author) for author in Author.objects.all()] == ["Mia Olsen"]


def test_queries_per_imported_paper_do_not_grow_with_the_file():
    def queries(papers: range) -> int:
        text = "".join(entry(f"k{n}", f"Bridge {n}", journal=f"Tolls {n}") for n in papers)
        with CaptureQueriesContext(connection) as captured:
            load(text)
        return len(captured)

    load(entry())
    few, more = queries(range(5)), queries(range(100, 125))
    assert more - few <= 20 * 12
