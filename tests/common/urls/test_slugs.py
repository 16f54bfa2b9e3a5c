"""Readable URLs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.urls.slugs import MAX_LENGTH, free_slug, make_slug
from publications.models import Publication


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Mitigating the Alignment Tax of RLHF", "mitigating-the-alignment-tax-of-rlhf"),
        ("Über Größe & Maß", "uber-grosse-mass"),
        ("The $\\ell_2$ norm", "the-l2-norm"),
        ("$\\ell_2$", "l2"),
        ("Adsorption of CO$_2$ by $10^6$ pores", "adsorption-of-co2-by-106-pores"),
        ("Sorting in $O(n)$ time", "sorting-in-time"),
        ("$O(n)$", "on"),
        ("熊伟的论文", "熊伟的论文"),
        ("C++: a study?", "c-a-study"),
    ],
)
def test_a_slug_is_made_of_the_words_of_a_title(title, slug):
    assert make_slug(title) == slug


def test_a_long_title_is_cut_between_words():
    slug = make_slug("learning " * 40)
    assert len(slug) <= MAX_LENGTH
    assert slug.endswith("learning")


def test_a_taken_slug_gets_a_number():
    assert free_slug("nash", {"nash", "nash-2"}) == "nash-3"


def test_a_title_without_letters_gets_the_name_of_its_model():
    assert Publication.slug_of("?!") == "publication"


@given(st.text())
def test_a_slug_needs_no_escaping_and_fits(text):
    slug = make_slug(text)
    assert len(slug) <= MAX_LENGTH
    assert not set(slug) & set("/?#%&. \"'<>")
