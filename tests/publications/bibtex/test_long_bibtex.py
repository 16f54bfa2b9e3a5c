"""Long and contrived files are read in a time that grows as they do.

Each of these once took minutes, or memory without end.
"""

from collections.abc import Iterable

import pytest

from common.text.markdown import LONGEST, render
from publications import bibtex
from publications.bibtex import notes
from publications.bibtex.entries import Entry
from publications.bibtex.identifiers import extract_doi
from publications.bibtex.preparing import read_abstract
from publications.bibtex.text.latex import to_text
from tests.timing import SECONDS, seconds

LETTERS = str.maketrans("0123456789", "abcdefghij")
HEAD = "@article{k, title = {On Lumps}"
MACROS = " # ".join("z" + f"{number:03}".translate(LETTERS) for number in range(1000))


def read_one(source: str) -> Entry:
    found = bibtex.read(source)
    assert not found.refused
    return found.entries[0]


def reasons(source: str) -> Iterable[str]:
    return [refused.reason for refused in bibtex.read(source).refused]


@pytest.mark.parametrize(
    "source",
    [
        f"{HEAD}}}{' ' * 200_000}",
        f"{HEAD}}}\n@{'a' * 200_000}!",
        f"{HEAD}, note = {{online{' ' * 90_000}x}}}}",
        f"{HEAD}, note = {{cited by{' ' * 90_000}x}}}}",
        f"{HEAD}, note = {{a{' ' * 90_000}(b)}}}}",
        f"{HEAD}, doi = {{10.1234/{')' * 90_000}}}}}",
        f"{HEAD}, note = {{a{chr(0x301) + chr(0x323)}{(chr(0x301) + chr(0x323)) * 45_000}}}}}",
        f"{HEAD}, abstract = {{{'[' * 90_000}}}}}",
        f"{HEAD}, abstract = {{{'$[a](' * 18_000}}}}}",
    ],
)
def test_a_long_text_is_soon_read(source):
    assert seconds(read_one, source) < SECONDS


def test_an_entry_with_too_many_fields_is_refused_alone():
    many = "".join(f", a{number} = {{b}}" for number in range(20_000))
    told = reasons(f"{HEAD}{many}}}\n@misc{{l, title = {{Nash}}}}")
    assert told == ["The entry has more than 1,000 fields; shorten it."]


def test_a_field_that_is_repeated_without_end_is_refused():
    again = ", note = {x}" * 20_000
    assert seconds(reasons, f"{HEAD}, note = {{{'a ' * 40_000}}}{again}}}") < SECONDS


def test_names_of_macros_that_nobody_defined_are_listed_in_part():
    warnings = read_one(f"{HEAD}, note = {MACROS}}}").warnings
    assert "no @string defines 980 other names" in " ".join(warnings)
    assert len(warnings) < 50


def test_no_entry_has_more_warnings_than_can_be_read():
    links = "".join(rf"\href{{https://x.org/{n}}}{{a}}" for n in range(3_000))
    entry = read_one(f"{HEAD}, note = {{{links}}}, abstract = {{{links}}}}}")
    assert len(entry.warnings) == 101
    assert "more warnings like these" in entry.warnings[-1]
    assert len(entry.links) == 50


def test_many_authors_of_one_name_are_a_mistake():
    names = " and ".join(["Ada Rossi"] * 60)
    assert reasons(f"{HEAD}, author = {{{names}}}}}") == [
        "The authors cannot be read: 60 of them are called Ada Rossi."
    ]


def test_what_is_inherited_counts_as_text_of_the_file():
    parent = f"@book{{p, title = {{A}}, publisher = {{{'a ' * 45_000}}}}}\n"
    children = "".join(f"@inbook{{k{n}, title = {{B}}, crossref = {{p}}}}\n" for n in range(500))
    with pytest.raises(bibtex.FileTooLargeError, match="fields inherited"):
        bibtex.read(parent + children)


def test_few_of_many_entries_in_xdata_are_used():
    data = "".join(f"@xdata{{x{n}, volume = {{{n}}}}}\n" for n in range(30))
    keys = ", ".join(f"x{n}" for n in range(30))
    entry = read_one(f"{data}{HEAD}, xdata = {{{keys}}}}}")
    assert "of 30 entries in xdata, the first 10 are used" in entry.warnings


def test_an_abstract_of_signs_is_cut_with_a_warning_so_that_it_can_be_stored():
    markdown, warnings = read_abstract("[" * 20_000)
    assert len(markdown) <= LONGEST
    assert warnings == ["the abstract has 20,000 characters, and is cut to the 8,333 that fit"]
    assert seconds(render, markdown) < SECONDS


def test_accents_upon_accents_are_soon_read():
    assert seconds(to_text, r"\'\d" * 50_000 + "a") < SECONDS


def test_a_long_doi_is_none():
    assert extract_doi("10.1234/" + ")" * 100_000) == ""


def test_a_mark_before_a_long_gap_is_still_found():
    gap = " " * 20_000
    assert notes.remove_program_notes(f"Best paper{gap}(accessed 2020)")[0] == "Best paper"
