"""Lists of authors are read in any form in which people copy them, or it is asked."""

import time
from contextlib import suppress

import pytest

from publications.names.author_line import AuthorLineError, write
from publications.names.copied_line import CopiedLine, read_copied

MOVED = "The family names stand first, so they were moved behind the given names."


def both(copied: CopiedLine) -> tuple[str, list[str]]:
    return write(copied.line), list(copied.left_out)


@pytest.mark.parametrize(
    "text",
    [
        "Hanze Dong*, Wei Xiong*†, and Tong Zhang",
        "(α, β) Hanze Dong, Wei Xiong (熊伟), and {GPT-4 Team}",
        "Hanze Dong, Wei Wang [wei-wang-2], et al.",
        "A. Rossi and H.-J. van der Berg Jr.",
        "WEI XIONG Jr. and Ferdinand Rand",
    ],
)
def test_an_author_line_in_its_standard_form_is_sure(text):
    copied = read_copied(text)
    assert copied.is_sure
    assert write(copied.line) == text


@pytest.mark.parametrize(
    "text",
    [
        "Dong, Hanze and Xiong, Wei",
        "Dong, Hanze and\nXiong, Wei",
        "Dong, Hanze\nXiong, Wei",
        "Dong, Hanze; Xiong, Wei",
        "Dong, Hanze, Xiong, Wei",
        "Dong, Hanze, and Xiong, Wei",
        "Dong, Hanze and Wei Xiong",
        "Hanze Dong and Xiong, Wei",
    ],
)
def test_family_names_in_front_are_moved_and_that_is_said(text):
    copied = read_copied(text)
    assert write(copied.line) == "Hanze Dong and Wei Xiong"
    assert copied.doubts == (MOVED,)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Dong, H., Xiong, W., & Zhang, T.", "H. Dong, W. Xiong, and T. Zhang"),
        ("Dong H, Xiong W", "H. Dong and W. Xiong"),
        ("Dong H., Xiong W.", "H. Dong and W. Xiong"),
        ("Smith, M.D., Jones, K.L.", "M.D. Smith and K.L. Jones"),
        ("Dong, Hanze", "Hanze Dong"),
        ("Dong, Hanze*", "Hanze Dong*"),
        ("Dong, Hanze et al.", "Hanze Dong et al."),
        ("Dong, Hanze, et al.", "Hanze Dong et al."),
        ("Dong, Hanze and Xiong, Wei and others", "Hanze Dong, Wei Xiong, et al."),
        ("van der Berg, Jan and de Boer, Anna Maria", "Jan van der Berg and Anna Maria de Boer"),
        ("King, Jr., Martin Luther and Xiong, Wei", "Martin Luther King Jr. and Wei Xiong"),
    ],
)
def test_references_and_bibtex_are_read(text, line):
    copied = read_copied(text)
    assert write(copied.line) == line
    assert copied.doubts == (MOVED,)


@pytest.mark.parametrize(
    "text",
    [
        "Hanze Dong\nWei Xiong\nTong Zhang",
        "Hanze Dong,\nWei Xiong,\nand Tong Zhang",
        "Hanze Dong\n\nWei Xiong\nand Tong Zhang\n",
        "Hanze Dong, Wei\nXiong, Tong Zhang",
    ],
)
def test_one_name_a_line_and_lines_that_are_broken_anywhere(text):
    copied = read_copied(text)
    assert write(copied.line) == "Hanze Dong, Wei Xiong, and Tong Zhang"
    assert copied.is_sure


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("Hanze Dong1*, Wei Xiong2†", ["1", "2"]),
        ("Hanze Dong1,2,*, Wei Xiong†,3", ["1,2", "3"]),
        ("Hanze Dong¹*, Wei Xiong¹ ²†", ["¹", "²"]),
        ("Hanze Dong$^{1,*}$, Wei Xiong$^{2\\dagger}$", ["1", "2"]),
        ("Hanze Dong<sup>1,*</sup>, Wei Xiong<sup>†</sup>", ["1"]),
        ("Hanze Dong* [1], Wei Xiong†[1, 2]", ["[1]", "[1, 2]"]),
        ("Hanze Dong a,*, Wei Xiong b,†", ["a", "b"]),
        ("Hanze Dong* (UIUC), Wei Xiong† (Peking University, China)", None),
        ("Dr. Hanze Dong*, Prof. Dr. Wei Xiong†", ["Dr.", "Prof. Dr."]),
        ("Hanze Dong, PhD*, and Wei Xiong, MD†", ["PhD", "MD"]),
        ("Hanze Dong* (dong@example.edu) and Wei Xiong†", ["(dong@example.edu)"]),
        ("Hanze Dong* 0000-0002-1825-0097, Wei Xiong†", ["0000-0002-1825-0097"]),
        ("Hanze Dong*§, Wei Xiong†#", ["§", "#"]),
        ("1. Hanze Dong*\n2. Wei Xiong†", ["1.", "2."]),
        ("Hanze Dong1*, Wei Xiong1†\n1 University of Illinois", None),
    ],
)
def test_what_is_no_part_of_a_name_is_left_out_and_listed(text, left_out):
    copied = read_copied(text)
    assert write(copied.line) == "Hanze Dong* and Wei Xiong†"
    assert copied.left_out
    assert left_out is None or sorted(copied.left_out) == sorted(left_out)


def test_invisible_characters_are_ignored():
    assert both(read_copied("\ufeffWei Xi\u00adong\u200b")) == ("Wei Xiong", [])


def test_nothing_is_left_out_of_a_group():
    line = "Wei Xiong and {GPT-4 Team (MIT) §1}"
    assert both(read_copied(line)) == (line, [])


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("Madonna, Wei Xiong, Jo Li", "“Madonna” has only one word."),
        ("Vaswani, Ashish, Noam Shazeer", "“Vaswani” has only one word."),
        ("Verdi KA, Rossi EM", "“Verdi KA” ends in initials, or in a family name in capitals."),
        ("DONG Hanze, Wei Xiong", "“DONG Hanze” may begin with the family name."),
        ("Gemini Team", "“Gemini Team” is taken for a group"),
        ("Ada Rossi, Wei Wu and Jo Li, Al Bo", "is read as names in the usual order"),
        ("Ada Rossi, Wei Wu\nJo Li, Al Bo", "“Wei Wu Jo Li” goes over two lines."),
        ("Ada Rossi Wei Wu Jo Li Al", "“Ada Rossi Wei Wu Jo Li Al” is a long name."),
    ],
)
def test_what_is_not_sure_is_asked(text, doubt):
    assert any(doubt in sentence for sentence in read_copied(text).doubts)


def test_a_name_of_an_author_on_the_site_is_sure():
    assert read_copied("Madonna", lambda name: name == "Madonna").is_sure


def test_an_affiliation_between_the_names_is_refused():
    with pytest.raises(AuthorLineError, match=r"character 12,.*this is an affiliation"):
        read_copied("Wei Xiong, University of Virginia, Tong Zhang")


@pytest.mark.parametrize(
    "text",
    [
        *("a" + " " * 100_000 + "*b", "a" * 100_000, ", " * 50_000, "1" * 50_000 + "x"),
        *("(UIUC) " * 10_000, "a," * 50_000, "\n" * 100_000 + "a", "$" * 50_000, "(" * 50_000),
        *(" and" * 25_000, "a 1 ," * 20_000, "* , " * 25_000, "Ph" * 50_000, "^{" * 50_000),
    ],
)
def test_a_long_hostile_text_is_read_or_refused_quickly(text):
    start = time.process_time()
    with suppress(AuthorLineError):
        read_copied(text)
    assert time.process_time() - start < 10
