"""Importing editors, publishers and the like, as lists of several fields have them."""

import pytest

from publications.citations import BIBTEX, cite
from publications.models import Publication
from tests import cast
from tests.publications.importing.test_importing import load, propose

pytestmark = pytest.mark.django_db

BIOLOGIST = """@article{x, title = {The *Lumicines*}, author = {Wei Xiong and Rossi, Ada},
  journal = {PLOS Computational Biology}, issn = {1553-7358}, volume = 12, number = 5,
  eid = {e1004923}, year = 2016, license = {https://creativecommons.org/licenses/by/4.0/}}"""
HISTORIAN = """
@collection{volume, title = {Rooms}, editor = {Xiong, Wei and Rossi, Ada}, publisher = {Brill},
  location = {Leiden}, series = {Texts and Rooms}, isbn = {978-0-262-03924-6}, year = 2019}
@incollection{chapter, title = {Doors}, author = {Xiong, Wei}, booktitle = {Houses},
  editor = {Verdi, Carlo}, publisher = {CUP}, address = {Cambridge}, pages = {1--20}, year = 2020}
@book{translated, title = {Salt}, author = {Bianchi, Ugo}, translator = {Xiong, Wei},
  type = {Translation}, publisher = {CUP}, edition = {2nd}, year = 2021}
@review{review, title = {On Houses}, author = {Xiong, Wei}, journal = {Isis}, year = 2022}
@phdthesis{thesis, title = {Walls}, author = {Xiong, Wei}, school = {Bologna}, year = 2015}
"""
PHYSICIST = """@article{higgs, title = {Observation}, author = {Xiong, Wei and others},
  collaboration = {NOVUM}, journal = {Phys. Lett. B}, volume = 716, pages = {1--29}, year = 2012,
  reportnumber = {CERN-PH-EP-2012-218}, note = {In press}, award = {Best paper, 2013}}"""


@pytest.fixture(autouse=True)
def _owner():
    cast.owner()


def get(title: str) -> Publication:
    return Publication.objects.get(title=title)


def test_an_article_number_a_licence_and_the_issn_of_a_journal():
    load(BIOLOGIST)
    paper = Publication.objects.get()
    assert (paper.article_number, paper.pages, paper.licence) == ("e1004923", "", "CC-BY-4.0")
    assert paper.venue.issn == "1553-7358"


def test_a_known_journal_gets_the_issn_that_it_lacks():
    cast.venue("PLOS Computational Biology", "journal")
    load(BIOLOGIST)
    assert Publication.objects.get().venue.issn == "1553-7358"


def test_an_edited_volume_has_editors_only():
    load(HISTORIAN)
    volume = get("Rooms")
    assert volume.kind == "proceedings"
    assert [name.name for name in volume.editors] == ["Wei Xiong", "Ada Rossi"]
    assert volume.byline_names == []
    assert (volume.publisher, volume.place, volume.series) == ("Brill", "Leiden", "Texts and Rooms")
    assert (volume.isbn, volume.venue) == ("9780262039246", None)


def test_a_chapter_has_its_book_as_venue_and_the_editors_of_it():
    load(HISTORIAN)
    chapter = get("Doors")
    assert (chapter.venue.short_name, chapter.venue.kind) == ("Houses", "book")
    assert [name.name for name in chapter.byline_names] == ["Wei Xiong"]
    assert [name.name for name in chapter.editors] == ["Carlo Verdi"]


def test_a_translation_has_its_author_and_translator():
    load(HISTORIAN)
    salt = get("Salt")
    assert (salt.kind, salt.edition) == ("translation", "2nd")
    assert [name.name for name in salt.byline_names] == ["Ugo Bianchi"]
    assert [name.name for name in salt.translators] == ["Wei Xiong"]


def test_a_thesis_has_an_institution_and_no_venue():
    load(HISTORIAN)
    assert (get("Walls").institution, get("Walls").venue) == ("Bologna", None)
    assert get("On Houses").kind == "review"


def test_a_collaboration_a_report_number_and_an_award():
    load(PHYSICIST)
    paper = Publication.objects.get()
    assert [name.name for name in paper.byline_names] == ["Wei Xiong", "NOVUM Collaboration"]
    assert (paper.report_number, paper.status) == ("CERN-PH-EP-2012-218", "in-press")
    assert [(award.title, award.year) for award in paper.awards.all()] == [("Best paper", 2013)]


@pytest.mark.parametrize("text", [BIOLOGIST, HISTORIAN, PHYSICIST])
def test_what_is_exported_is_unchanged_when_it_is_imported(text):
    load(text)
    exported = BIBTEX.write([cite(paper) for paper in Publication.objects.with_citations()])
    for again in (text, exported):
        assert [p.differences for p in propose(again) if p.outcome != "unchanged"] == []


def test_what_a_paper_lacks_is_filled_in():
    paper = cast.paper("Doors", "Wei Xiong", when="2020", kind="chapter", citation_key="chapter")
    (proposal,) = [p for p in load(HISTORIAN) if p.entry.key == "chapter"]
    assert {"editors", "publisher", "place"} <= proposal.written
    paper = Publication.objects.get(pk=paper.pk)
    assert [name.name for name in paper.editors] == ["Carlo Verdi"]
    assert [name.name for name in paper.byline_names] == ["Wei Xiong"]


def test_other_editors_are_replaced_only_if_the_owner_says_so():
    load(HISTORIAN)
    other = HISTORIAN.replace("Verdi, Carlo", "Verdi, Carla")
    assert [p.outcome for p in propose(other)].count("kept") == 1
    load(other)
    assert [name.name for name in get("Doors").editors] == ["Carlo Verdi"]
    load(other, replace=True)
    assert [name.name for name in get("Doors").editors] == ["Carla Verdi"]


def test_a_university_that_is_the_venue_of_a_thesis_is_its_institution():
    thesis = cast.paper(
        *("Walls", "Wei Xiong"),
        kind="phd-thesis",
        status="published",
        when="2015",
        venue=cast.venue("Bologna", "other"),
        citation_key="thesis",
    )
    thesis.refresh_from_db()
    assert "school = {Bologna}" in BIBTEX.write([cite(thesis)])
    outcomes = {p.entry.key: p.outcome for p in propose(HISTORIAN)}
    assert outcomes["thesis"] == "unchanged"


def test_editors_and_authors_of_one_work_may_be_the_same_people():
    load("@incollection{a, title = {A}, author = {Xiong, Wei}, editor = {Xiong, Wei}, "
         "booktitle = {B}, year = 2020}")  # fmt: skip
    paper = Publication.objects.get()
    assert [(row.printed_name, row.role) for row in paper.authorships.all()] == [
        ("Wei Xiong", "author"),
        ("Wei Xiong", "editor"),
    ]
