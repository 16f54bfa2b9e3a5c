"""What a text of the site may hold, and how it is tidied."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from common.text.characters import UNPRINTABLE, one_line, printable, refuse


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Nash \t Learning\r\n", "Nash Learning"),
        ("Nash\n\nLearning", "Nash Learning"),
        ("Nash\u2028Learning\x85", "Nash Learning"),
        ("Zoe\u0308", "Zoë"),
        ("two  spaces", "two  spaces"),
        ("a\u00a0b \u202e 👩\u200d🔬", "a\u00a0b \u202e 👩\u200d🔬"),
    ],
)
def test_a_text_in_one_line_is_tidied(typed, kept):
    assert one_line(typed) == kept


@pytest.mark.parametrize("character", ["\0", "\x07", "\x1b", "\x7f", "\x9f", "\ud800", "\uffff"])
def test_what_cannot_be_printed_is_refused_with_its_place(character):
    sentence = f"U\\+{ord(character):04X} after “Nash” cannot be printed; delete it"
    with pytest.raises(ValidationError, match=sentence):
        refuse(UNPRINTABLE, f"Nash{character} Learning")
    assert printable(f"Nash{character}\n") == "Nash\n"


@pytest.mark.parametrize("character", ["\U0001fae8", "\u200d", "\u202e", "\ue000", "\u0378"])
def test_what_a_newer_unicode_or_another_script_has_is_let_through(character):
    refuse(UNPRINTABLE, character)


@given(st.text())
def test_a_tidied_text_is_tidy(text):
    assert one_line(one_line(text)) == one_line(text)
