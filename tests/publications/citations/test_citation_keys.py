"""Citation keys: derived once, unique, and kept; given keys are respected."""

import tomllib

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from publications.citations.keys import assign_citation_keys
from publications.models import Publication
from tests import cast
from tests.admin_forms import admin_url, submitted
from tests.page import Page
from website import content_file

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("title", "authors", "when", "key"),
    [
        ("RAFT: Reward rAnked FineTuning", "Hanze Dong, Wei Xiong", "2023", "dong2023raft"),
        ("A Self-Play Algorithm", "Wei Xiong", "May 2022", "xiong2022self"),
        ("On the $\\ell_2$ Norm", "Jürgen Groß", "1905", "gross1905norm"),
        ("$\\ell_2$", "Wei Xiong", "2023", "xiong2023ell"),
        ("The", "Ludwig van Beethoven", "1808", "vanbeethoven1808the"),
        ("关于对齐", "熊伟", "2024", "paper2024"),
        ("关于对齐", "Wei Xiong", "2024", "xiong2024"),
        ("Undated", "Wei Xiong", "", "xiongundated"),
        ("Nobody's", "", "2023", "2023nobody"),
    ],
)
def test_a_key_is_author_year_and_first_word_in_ascii(title, authors, when, key):
    assert cast.paper(title, authors, when=when).citation_key == key


def test_a_key_stays_when_the_title_changes():
    paper = cast.paper("RAFT", "Hanze Dong", when="2023")
    paper.title, paper.when = "Another", None
    paper.save()
    assign_citation_keys()
    paper.refresh_from_db()
    assert paper.citation_key == "dong2023raft"


def test_equal_keys_are_numbered_whatever_their_case():
    cast.paper("RAFT one", "Hanze Dong", when="2023", citation_key="Dong2023RAFT")
    papers = [cast.paper("RAFT", "Hanze Dong", when="2023") for _ in range(2)]
    assert [paper.citation_key for paper in papers] == ["dong2023raft-2", "dong2023raft-3"]


@pytest.mark.parametrize("was_public", [False, True])
def test_only_a_draft_that_never_was_public_gives_its_key_to_a_public_paper(was_public):
    taken = cast.paper("RAFT one", citation_key="Dong2023RAFT", is_draft=not was_public)
    Publication.objects.withdraw()
    public = cast.paper("RAFT", "Hanze Dong", when="2023")
    taken.refresh_from_db()
    keys = ["dong2023raft-2", "Dong2023RAFT"] if was_public else ["dong2023raft", "Dong2023RAFT-2"]
    assert [public.citation_key, taken.citation_key] == keys


def test_the_database_refuses_a_key_that_differs_in_case_alone():
    cast.paper("One", citation_key="key")
    with pytest.raises(IntegrityError):
        cast.paper("Two", citation_key="KEY")


@pytest.mark.parametrize("key", ["two words", "a,b", "{a}", "a%", "a#", "~a", "a\\b"])
def test_a_key_that_would_break_a_file_is_refused(key):
    paper = Publication(title="T", citation_key=key, position=1)
    with pytest.raises(ValidationError, match="one word without commas"):
        paper.clean_fields(exclude=["slug", "venue", "when"])


@pytest.mark.parametrize("fields", [{"is_draft": True}, {"status": "in-preparation"}])
def test_what_nobody_can_cite_yet_waits_for_its_key(fields):
    paper = cast.paper("RAFT", "Hanze Dong", **fields)
    assert paper.citation_key == ""
    assert paper.cited_as == "raft"


class TestInTheAdmin:
    def test_a_new_paper_is_given_its_key_with_the_authors_of_the_pasted_line(self, desk):
        page = Page(admin_url(Publication, "add"), desk)
        line = {"title": "RAFT", "author_line": "Hanze Dong, Wei Xiong", "when": "2023"}
        desk.post(admin_url(Publication, "add"), submitted(page) | line)
        assert Publication.objects.get().citation_key == "dong2023raft"

    def test_publishing_drafts_gives_them_keys(self, desk):
        paper = cast.paper("RAFT", "Hanze Dong", when="2023", is_draft=True)
        action = {"action": "publish", "_selected_action": [paper.pk]}
        desk.post(admin_url(Publication, "changelist"), action)
        paper.refresh_from_db()
        assert (paper.is_draft, paper.citation_key) == (False, "dong2023raft")


class TestInTheContentFile:
    RAFT = "[[publications]]\ntitle = 'RAFT'\nauthors = 'Hanze Dong'\nwhen = '2023'\n"

    def test_a_paper_without_a_key_is_given_one_once(self):
        content_file.load(self.RAFT)
        assert Publication.objects.get().citation_key == "dong2023raft"
        assert content_file.load(self.RAFT).counts["publications"] == {"unchanged": 1}
        content_file.load(self.RAFT.replace("2023", "2024"))
        assert Publication.objects.get().citation_key == "dong2023raft"

    def test_a_given_key_goes_before_the_derived_ones(self):
        given = "[[publications]]\ntitle = 'B'\nauthors = ''\ncitation_key = 'dong2023raft'\n"
        content_file.load(self.RAFT + given)
        keys = Publication.objects.values_list("title", "citation_key")
        assert dict(keys) == {"RAFT": "dong2023raft-2", "B": "dong2023raft"}

    def test_the_dump_holds_the_keys_so_that_they_outlive_a_move(self):
        cast.paper("RAFT", "Hanze Dong", when="2023")
        dumped = tomllib.loads(content_file.dump())
        assert dumped["publications"][0]["citation_key"] == "dong2023raft"
