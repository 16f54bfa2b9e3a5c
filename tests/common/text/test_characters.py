"""Which characters a text may contain, and how it is tidied."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from common.text.characters import UNPRINTABLE, join_lines, keep_printable, normalize, refuse
from common.text.search import fold
from tests.timing import SECONDS, seconds


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Nash \t Learning\r\n", "Nash Learning"),
        ("Nash\n\nLearning", "Nash Learning"),
        ("Nash\u2028Learning\x85", "Nash Learning"),
        ("Zoe\u0308", "Zoë"),
        ("two  spaces", "two  spaces"),
        ("a \n \t b", "a b"),
        ("a\u00a0b \u202e 👩\u200d🔬", "a\u00a0b \u202e 👩\u200d🔬"),
    ],
)
def test_a_text_in_one_line_is_tidied(typed, kept):
    assert join_lines(typed) == kept


@pytest.mark.parametrize("character", ["\0", "\x07", "\x1b", "\x7f", "\x9f", "\ud800", "\uffff"])
def test_unprintable_characters_are_refused_with_their_place(character):
    sentence = f"U\\+{ord(character):04X} after “Nash” cannot be printed; delete it"
    with pytest.raises(ValidationError, match=sentence):
        refuse(UNPRINTABLE, f"Nash{character} Learning")
    assert keep_printable(f"Nash{character}\n") == "Nash\n"


@pytest.mark.parametrize("character", ["\U0001fae8", "\u200d", "\u202e", "\ue000", "\u0378"])
def test_characters_of_newer_unicode_or_any_script_are_accepted(character):
    refuse(UNPRINTABLE, character)


@given(st.text())
def test_a_tidied_text_is_tidy(text):
    assert join_lines(join_lines(text)) == join_lines(text)


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
@given(st.text(st.sampled_from("ae\u0301\u0323\u0344\uff9e\u1e69한é "), max_size=30))
def test_a_text_with_few_accents_is_in_the_usual_normal_form(form, text):
    assert normalize(text, form) == unicodedata.normalize(form, text)


@pytest.mark.parametrize("accents", ["\u0301\u0323", "\u0344\u0323", "\uff9e\u0301"])
@pytest.mark.parametrize("tidy", [join_lines, fold])
def test_accents_without_end_are_soon_sorted(tidy, accents):
    assert seconds(tidy, "a" + accents * 200_000) < SECONDS


def test_no_accent_is_lost():
    assert normalize("a" + "\u0323" * 100).count("\u0323") == 99  # one is part of "ạ"


def test_a_long_gap_is_soon_tidied():
    assert join_lines(f"a{' ' * 500_000}b").startswith("a ")
    assert seconds(join_lines, f"a{' ' * 500_000}b") < SECONDS
