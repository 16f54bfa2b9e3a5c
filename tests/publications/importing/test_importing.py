"""Importing BibTeX: nothing twice, nothing replaced unseen, all or nothing."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from common.text.markdown import render_plain
from publications import bibtex
from publications.importing import applying
from publications.models import Author, Publication, Topic, Venue
from tests import cast

pytestmark = pytest.mark.django_db

RAFT = r"""
@article{dong2023raft,
  title = {{RAFT}: Reward rAnked FineTuning},
  author = {Dong, Hanze and Xiong, Wei and Goyal, Deepanshu},
  journal = {Transactions on Machine Learning Research},
  year = 2023,
  eprint = {2304.06767},
  archivePrefix = {arXiv},
}
"""
ICML = """
@inproceedings{xiong2022self,
  title = {A Self-Play Posterior Sampling Algorithm},
  author = {Wei Xiong and Han Zhong},
  booktitle = {ICML},
  year = {2022},
  pages = {24496--24523},
}
"""


def propose(text: str) -> list[applying.Proposal]:
    return list(applying.propose(bibtex.read(text).entries))


def load(text: str, replace: bool = False) -> list[applying.Proposal]:
    proposals = propose(text)
    for proposal in proposals:
        proposal.replace = replace
    applying.apply(proposals)
    return proposals


def test_a_new_paper_comes_with_its_authors_venue_and_identifiers():
    cast.owner()
    (proposal,) = load(RAFT)
    assert proposal.outcome == "new"
    paper = Publication.objects.get()
    assert paper.title == "RAFT: Reward rAnked FineTuning"
    assert (paper.status, paper.year, paper.arxiv_id) == ("published", 2023, "2304.06767")
    assert paper.venue_line == "Transactions on Machine Learning Research"
    authors = [str(row.author) for row in paper.authorships.all()]
    assert authors == ["Hanze Dong", "Wei Xiong", "Deepanshu Goyal"]
    assert paper.authorships.get(author__is_owner=True).position == 2


def test_to_propose_changes_nothing():
    propose(RAFT + ICML)
    assert not Publication.objects.exists()
    assert not Author.objects.exists()
    assert not Venue.objects.exists()


def test_the_same_file_again_changes_nothing():
    load(RAFT + ICML)
    assert [p.outcome for p in propose(RAFT + ICML)] == ["unchanged", "unchanged"]


def test_new_papers_are_on_top_in_the_order_of_the_file():
    cast.paper("Old")
    load(RAFT + ICML)
    assert [paper.title[:6] for paper in Publication.objects.all()] == ["RAFT: ", "A Self", "Old"]


@pytest.mark.parametrize(
    "fields",
    [
        {"arxiv_id": "2304.06767v4", "title": "Another title"},
        {"citation_key": "dong2023raft", "title": "Another title"},
        {"title": "Raft: reward ranked finetuning"},
        {"title": "RAFT: Reward rAnked FineTuning", "when": "2023"},
    ],
)
def test_a_paper_that_is_there_is_found(fields):
    paper = cast.paper(**fields)
    (proposal,) = propose(RAFT)
    assert proposal.publication == paper


def test_a_paper_of_another_year_is_only_a_possible_duplicate():
    paper = cast.paper("RAFT: Reward rAnked FineTuning", when="2021")
    (proposal,) = propose(RAFT)
    assert proposal.outcome == "new"
    assert proposal.like == [paper]


def test_what_is_empty_is_filled_and_what_differs_is_shown_and_kept():
    paper = cast.paper(
        "RAFT: the owner's own title", "Hanze Dong*, Wei Xiong*", arxiv_id="2304.06767"
    )
    (proposal,) = load(RAFT)
    shown = {d.name: (d.on_site, d.in_file) for d in proposal.differences}
    assert shown["title"] == ("RAFT: the owner's own title", "RAFT: Reward rAnked FineTuning")
    assert shown["authors"][1] == "Hanze Dong, Wei Xiong, and Deepanshu Goyal"
    assert shown["when"] == ("", "2023")
    paper.refresh_from_db()
    assert paper.title == "RAFT: the owner's own title"
    assert [str(row) for row in paper.authorships.all()] == ["Hanze Dong*", "Wei Xiong*"]
    assert paper.year == 2023


def test_the_key_of_the_file_is_taken_if_the_site_has_none():
    paper = cast.paper("RAFT", arxiv_id="2304.06767", is_draft=True)
    load(RAFT)
    paper.refresh_from_db()
    assert paper.citation_key == "dong2023raft"


def test_a_key_that_the_site_has_stays_as_others_cite_it():
    paper = cast.paper("RAFT", arxiv_id="2304.06767", citation_key="mine")
    load(RAFT, replace=True)
    paper.refresh_from_db()
    assert paper.citation_key == "mine"


def test_a_key_that_another_paper_has_is_not_taken():
    paper = cast.paper("RAFT", arxiv_id="2304.06767", is_draft=True)
    cast.paper("Another", citation_key="DONG2023raft")
    load(RAFT, replace=True)
    paper.refresh_from_db()
    assert paper.citation_key == ""


def test_a_new_paper_whose_key_is_taken_gets_another_key():
    present = cast.paper("RAFT II", "Hanze Dong", when="2023", arxiv_id="2399.00001")
    assert present.citation_key == "dong2023raft"
    (proposal,) = load(RAFT)
    assert proposal.outcome == "new"
    assert proposal.publication.arxiv_id == "2304.06767"
    assert Publication.objects.get(arxiv_id="2304.06767").citation_key == "dong2023raft-2"


@pytest.mark.parametrize(
    ("fields", "in_file"),
    [
        ({"when": "2023-05-12"}, "year = 2023, month = may"),
        ({"when": "2023-05-12"}, "year = 2023"),
        ({"when": "Spring 2023"}, "year = 2023"),
        ({"pages": "1-10"}, "pages = {1--10}"),
        ({"kind": "dataset"}, ""),
        ({"kind": "article"}, "eprint = {2304.06767}, archiveprefix = {arXiv}"),
        ({"arxiv_id": "2304.06767v2"}, "eprint = {2304.06767}, archiveprefix = {arXiv}"),
    ],
)
def test_what_bibtex_can_only_say_less_exactly_is_no_difference(fields, in_file):
    cast.paper("T $5", status="preprint", citation_key="key", **fields)
    (proposal,) = propose(rf"@misc{{key, title = {{T \$5}}, note = {{Preprint}}, {in_file}}}")
    names = {difference.name for difference in proposal.differences}
    assert names.isdisjoint({"title", *fields, "citation_key"})


def test_another_date_is_a_difference():
    cast.paper("T", when="2023-05-12", citation_key="key")
    for in_file in ("year = 2022", "year = 2023, month = jun"):
        (proposal,) = propose(f"@misc{{key, title = {{T}}, {in_file}}}")
        assert "when" in {difference.name for difference in proposal.differences}


def test_differing_fields_are_replaced_on_request():
    paper = cast.paper("Another title", "Hanze Dong", arxiv_id="2304.06767")
    load(RAFT, replace=True)
    paper.refresh_from_db()
    assert paper.title == "RAFT: Reward rAnked FineTuning"
    assert paper.authorships.count() == 3


def test_new_authors_are_divided_as_the_file_divides_them():
    load(r"""
@article{a, title = {On names}, author = {Brinch Hansen, Per and van der Vaart, Aad
  and King, Jr., Martin Luther and {OpenAI Research Team} and Garc{\'i}a M{\'a}rquez, Gabriel}}
""")
    rows = list(Publication.objects.get().authorships.all())
    assert [(r.author.given_name, r.author.family_name, r.author.suffix) for r in rows] == [
        ("Per", "Brinch Hansen", ""),
        ("Aad", "van der Vaart", ""),
        ("Martin Luther", "King", "Jr."),
        ("", "OpenAI Research Team", ""),
        ("Gabriel", "García Márquez", ""),
    ]
    assert {row.credited_as for row in rows} == {""}


def test_an_author_who_is_known_by_that_name_stays_as_divided_on_the_site():
    known = Author.objects.create(given_name="Per Brinch", family_name="Hansen")
    load("@article{a, title = {On names}, author = {Brinch Hansen, Per}}")
    assert Publication.objects.get().authorships.get().author == known
    known.refresh_from_db()
    assert known.family_name == "Hansen"


def test_marks_that_the_file_does_not_have_are_no_difference():
    cast.paper(
        "RAFT: Reward rAnked FineTuning",
        "(α, β) Hanze Dong*, Wei Xiong*, Deepanshu Goyal",
        arxiv_id="2304.06767",
    )
    (proposal,) = propose(RAFT)
    assert "authors" not in {difference.name for difference in proposal.differences}


def test_a_venue_is_found_by_its_short_and_by_its_full_name():
    tmlr = cast.venue("TMLR", "journal", name="Transactions on Machine Learning Research")
    load(RAFT)
    assert Publication.objects.get().venue == tmlr
    assert Venue.objects.count() == 1


def test_of_several_people_of_one_name_the_first_is_credited_with_a_note():
    first = cast.author("Han Zhong")
    Author.objects.create(given_name="Han", family_name="Zhong")
    raft, icml = load(RAFT + ICML)
    assert (raft.outcome, icml.outcome) == ("new", "new")
    assert "Several authors are called Han Zhong" in " ".join(icml.notes)
    assert [row.author for row in icml.publication.authorships.all()][1] == first
    assert [proposal.outcome for proposal in propose(RAFT + ICML)] == ["unchanged"] * 2


LISTED = """
@article{sand, title = {On *sand* in 2*3*4}, author = {Wei Xiong}, journal = {Journal of Sand},
  abbr = {JS}, selected = {true}, award = {Best paper}, keywords = {Sand, Lumps}, year = 2020,
  url = {https://a.example/paper}, code = {https://a.example/code}, slides = {slides.pdf},
  abstract = {We *study* __sand__. 1. First}, number = {A special issue on sand and its lumps}}
"""


def test_what_a_list_of_papers_marks_comes_in_once_and_stays_unchanged():
    topic = Topic.objects.create(name="sand")
    load(LISTED)
    paper = Publication.objects.get()
    assert (paper.is_selected, paper.note) == (True, "")
    assert [str(award) for award in paper.awards.all()] == ["Best paper"]
    assert (paper.venue.short_name, paper.venue.name) == ("JS", "Journal of Sand")
    assert [(link.kind, link.url) for link in paper.links.all()] == [
        ("paper", "https://a.example/paper"),
        ("code", "https://a.example/code"),
    ]
    assert list(paper.topics.all()) == [topic]
    assert [p.outcome for p in propose(LISTED)] == ["unchanged"]


def test_the_short_name_of_a_venue_finds_the_one_of_the_site():
    venue = cast.venue("JS", "journal")
    load(LISTED)
    assert Publication.objects.get().venue == venue
    assert [p.outcome for p in propose(LISTED)] == ["unchanged"]


def test_an_abstract_is_shown_and_exported_as_the_file_has_it():
    load(LISTED)
    paper = Publication.objects.get()
    assert render_plain(paper.abstract) == "We *study* __sand__. 1. First"
    page = Client().get(paper.get_absolute_url()).content.decode()
    assert "We *study* __sand__. 1. First" in page
    assert "We *study* __sand__" in Client().get("/publications.ris").content.decode()


def test_what_is_cut_is_no_difference_the_second_time():
    source = f"@misc{{k, title = {{{'sand ' * 200}}}, note = {{{'lump ' * 200}}}, year = 2020}}"
    assert [p.outcome for p in load(source)] == ["new"]
    assert [p.outcome for p in propose(source)] == ["unchanged"]


class TestTheCommand:
    def test_it_imports_and_reports(self, run):
        assert run(RAFT + ICML).endswith("2 new, 0 changed, 0 kept, 0 unchanged, 0 refused\n")
        assert Publication.objects.count() == 2

    def test_a_dry_run_changes_nothing(self, run):
        assert run(RAFT, dry_run=True).endswith("Nothing was changed.\n")
        assert not Publication.objects.exists()

    def test_a_broken_entry_is_named_with_its_line_and_spoils_no_other(self, run):
        said = run("@article{broken,\n  author = {Wei Xiong},\n  year = 2020}\n" + RAFT)
        assert "line 1: broken refused:" in said
        assert Publication.objects.count() == 1

    def test_what_differs_is_shown(self, run):
        cast.paper("Another title", arxiv_id="2304.06767")
        said = run(RAFT)
        assert "title: Another title -> RAFT: Reward rAnked FineTuning (kept; --replace" in said

    def test_a_missing_file_is_named(self, tmp_path):
        with pytest.raises(CommandError, match="No such file"):
            call_command("import_publications", tmp_path / "nothing.bib")
