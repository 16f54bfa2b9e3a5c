"""Formulas in titles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.text.math import write_math_as_text
from common.text.title_markup import render_title


def test_a_title_is_escaped_and_its_formulas_are_mathml():
    assert render_title("A & B: $x$ < 1") == "A &amp; B: <math><mi>x</mi></math> &lt; 1"


@pytest.mark.parametrize("title", ["$5 and $10", "costs 5$", "a $ b $ c", r"\$5\$"])
def test_money_is_not_a_formula(title):
    assert render_title(title) == title.replace("\\", "")


@pytest.mark.parametrize("formula", [r"$\ell_2$", r"\(\ell_2\)"])
def test_both_kinds_of_delimiters_are_known(formula):
    assert "<msub><mi>ℓ</mi><mn>2</mn></msub>" in render_title(f"The {formula} norm")


def test_a_displayed_formula_is_a_block():
    assert '<math display="block">' in render_title("$$x$$")


def test_an_unreadable_formula_is_shown_as_its_source():
    assert render_title(r"$\no{<b>}$") == r'<code class="tex">$\no{&lt;b&gt;}$</code>'


def test_a_title_without_markup_keeps_the_tex():
    assert write_math_as_text(r"The $\ell_2$ norm costs \$5") == r"The \ell_2 norm costs $5"


@given(st.text())
def test_no_text_fails(text):
    render_title(text)
    write_math_as_text(text)
