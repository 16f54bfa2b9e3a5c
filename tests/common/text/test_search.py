"""The search ignores case and accents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.text.search import fold, split_words


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("muller", "MÜLLER"),
        ("Erdos", "Erdős"),
        ("ORSTED", "Ørsted"),
        ("lukasz", "Łukasz"),
        ("strasse", "Straße"),
        ("熊", "熊伟"),
        ("ﬁne", "fine"),
        ("Ελληνικα", "ΕΛΛΗΝΙΚΆ"),
    ],
)
def test_case_and_accents_make_no_difference(typed, written):
    assert fold(typed) in fold(written)


def test_quotes_around_a_query_do_not_count():
    assert split_words('"alignment tax"') == ["alignment", "tax"]


def test_a_query_is_taken_apart_into_words():
    assert split_words("  Zhang\tNash   ") == ["zhang", "nash"]


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
