"""Importing any file twice changes nothing, and the site's dump can be loaded again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from publications import bibtex
from publications.importing import applying
from publications.models import Publication
from website import content_file

pytestmark = pytest.mark.django_db

FILES = sorted((Path(__file__).parent / "files" / "twice").glob("*.bib"))

LONG_MEETING = (
    "Proceedings of the Ninth Joint International Symposium and Exhibition on the Theory, "
    "Practice and History of Bridges over Rivers, Lakes and "
)
POOLS = {
    "title": (
        *("Bridges", "BRIDGES", "Bridges, Part I", "Bridges, Part II", "Bridges: a Survey"),
        *("Editorial", "On $x$ and $x^2$", "桥", "Long " * 120, r"Caf{\'e} \& {Bar}"),
    ),
    "author": (
        *("Olsen, Mia", "Olsen, Mia and Kato, Jun", "Kato, J.", "{Bridge Group}"),
        *("MIA OLSEN", "Ölsen, Mia", "van der Berg, Per and others"),
    ),
    "journal": ("Bridge Letters", "bridge letters", "J. Bridg.", "arXiv preprint arXiv:2101.00001"),
    "booktitle": (
        *("BRIDGECON", "BRIDGECON 2020", "Proceedings of the 3rd BRIDGECON"),
        *("Workshop on Piers at BRIDGECON 2020", LONG_MEETING + "Seas", LONG_MEETING + "Ponds"),
        *("Annals of Bridges 7: Conference on Bridges, BRIDGECON 2021, Oslo", "x" * 700),
    ),
    "year": ("2019", "2020", "2021", "forthcoming"),
    "volume": ("1", "2", "Special volume of all the papers on piers, " * 4),
    "pages": ("1--9", "1-9", "11--20", "e17"),
    "note": ("In press", "Best paper", "A note that never ends. " * 60),
    "doi": ("10.1000/one", "10.1000/ONE", "10.1000/two", "10.48550/arXiv.2101.00001", "10.1/" * 99),
    "eprint": ("2101.00001", "2101.00001v3", "2101.00002"),
    "url": ("https://a.example/1", "https://u:p@a.example", "http://a", "https://a.example/" * 99),
    "abstract": ("We build.\n\n1. One\n2. Two", "*Steel* & stone"),
}
KEYS = ("", "a", "A", "b", "olsen2020bridges", "two words", "a#b", 'o"k', "ö", "k" * 250)
TYPES = ("article", "inproceedings", "misc", "book", "phdthesis", "proceedings")

FIELDS = st.fixed_dictionaries(
    {"title": st.sampled_from(POOLS["title"])},
    optional={name: st.sampled_from(pool) for name, pool in POOLS.items() if name != "title"},
)
ENTRIES = st.builds(
    lambda kind, key, fields: "\n".join(
        [f"@{kind}{{{key},", *(f"  {name} = {{{value}}}," for name, value in fields.items()), "}\n"]
    ),
    st.sampled_from(TYPES),
    st.sampled_from(KEYS),
    FIELDS,
)
EXAMPLES = settings(max_examples=settings.default.max_examples // 4)
TEXTS = st.lists(ENTRIES, min_size=1, max_size=7).map("\n".join)


def load(text: str, *, every: bool = True, replace: bool = False) -> list[applying.Proposal]:
    proposals = applying.propose(bibtex.read(text).entries)
    for proposal in proposals:
        proposal.replace = replace
    applying.apply([p for p in proposals if every or p.is_suggested])
    return proposals


def outcomes(text: str) -> list[str]:
    return [proposal.outcome for proposal in applying.propose(bibtex.read(text).entries)]


@contextmanager
def a_site_of_its_own() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def says_the_same_when_loaded(dumped: str) -> bool:
    with a_site_of_its_own():
        content_file.load(dumped)
        return content_file.dump() == dumped


def changes_nothing(text: str, **options: bool) -> bool:
    before = content_file.dump()
    proposals = load(text, **options)
    assert not [p.refused for p in proposals if p.refused]
    return content_file.dump() == before


@pytest.mark.slow
@EXAMPLES
@given(TEXTS)
def test_what_was_imported_is_there_unchanged(text):
    with a_site_of_its_own():
        first = load(text)
        assert [p.refused for p in first] == [""] * len(first)
        assert Publication.objects.count() == len(first)
        assert outcomes(text) == ["unchanged"] * len(first)
        assert changes_nothing(text, replace=True)
        dumped = content_file.dump()
    assert says_the_same_when_loaded(dumped)


@pytest.mark.slow
@EXAMPLES
@given(TEXTS, TEXTS, st.booleans(), st.booleans())
def test_a_second_import_changes_nothing_whatever_the_site_had_before(before, text, every, replace):
    with a_site_of_its_own():
        load(before)
        load(text, every=every, replace=replace)
        assert changes_nothing(text, every=every, replace=replace)
        dumped = content_file.dump()
    assert says_the_same_when_loaded(dumped)


@EXAMPLES
@given(TEXTS, TEXTS)
def test_no_paper_is_taken_for_two_entries(before, text):
    with a_site_of_its_own():
        load(before)
        found = applying.propose(bibtex.read(text).entries)
        known = [p.publication.pk for p in found if not p.is_new]
        assert len(known) == len(set(known))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_files_of_all_kinds(file):
    text = file.read_text(encoding="utf-8")
    found = bibtex.read(text)
    assert not found.refused
    with a_site_of_its_own():
        assert not [p.refused for p in load(text) if p.refused]
        assert outcomes(text) == ["unchanged"] * len(found.entries)
        assert changes_nothing(text, replace=True)
        dumped = content_file.dump()
    assert says_the_same_when_loaded(dumped)


def test_an_equal_paper_belongs_to_the_entry_that_has_no_other():
    text = "@article{a, title={Bridges}}\n@article{, title={Bridges}}\n"
    with a_site_of_its_own():
        load("@article{a, title={Bridges, Part I}}")
        load(text, every=True)
        assert changes_nothing(text, every=True)
