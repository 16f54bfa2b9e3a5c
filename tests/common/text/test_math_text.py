"""Formulas where markup is not possible: window titles, citations, feeds, pictures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.text.markdown import render_plain
from common.text.plain_math import write_in_unicode


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"\ell_2", "ℓ₂"),
        (r"\tilde{O}(\sqrt{d^2 T})", "Õ(√(d²T))"),
        (r"\mathcal{O}(n\log n)", "𝒪(n log n)"),
        (r"\sin(x)", "sin(x)"),
        (r"\frac{1}{n}", "1/n"),
        (r"\frac{a+b}{2}", "(a+b)/2"),
        (r"\sum_{i=1}^n x_i", "∑ᵢ₌₁ⁿxᵢ"),
        (r"\max_{a\in A}", "max_(a∈A)"),
        (r"\mathbb{R}^d", "ℝ^d"),
        (r"\pi^*", "π*"),
        (r"f'", "f′"),
        (r"\sqrt[3]{x}", "³√x"),
        (r"x < y \& z", "x<y&z"),
        (r"\varepsilon\text{-greedy}", "ε-greedy"),
    ],
)
def test_a_formula_is_what_one_would_type(tex, text):
    assert write_in_unicode(f"${tex}$") == text


def test_one_that_cannot_be_read_stays_tex():
    assert write_in_unicode(r"The $\no{x}$ norm for \$5") == r"The \no{x} norm for $5"


def test_markdown_becomes_one_line():
    text = "We *study* $x<y$ & [this](https://a.b)\n\n- one\n- `two <b>`\n\n## Head\n<script>x"
    assert render_plain(text) == "We study x<y & this one two <b> Head <script>x"


def test_one_of_a_thousand_brackets_stays_tex():
    tex = r"\sqrt{" * 1000 + "x" + "}" * 1000
    assert write_in_unicode(f"${tex}$") == tex


@given(st.text())
def test_no_text_fails(text):
    write_in_unicode(f"${text}$")
    render_plain(text)
