"""Long and contrived texts are read in a time that grows as they do.

The limits are generous: quadratic time would exceed them many times over.
"""

import pytest

from common.text.markdown import LONGEST, render, render_plain_lines, render_uncached
from common.text.math import FORMULA, to_mathml, write_math_as_text
from common.text.plain_math import write_in_unicode
from common.text.title_markup import render_title
from tests.timing import SECONDS, seconds

PIECES = [
    *(r"\(a", r"\[a", r"\(", "$", "$a ", "$$a ", "$5 and $10 ", r"\$", r"$\begin{aligned}", "{"),
    *("[", "![", "[a](", "](", "[a]", "`", "` ", "*", "*a", "a*", "*a_ ", "_", "<", "<a ", "<!--"),
    *("&", "&a", ">", "> a\n", "- ", "- a\n", "1. a\n", "2019. a\n", "1. a\n  - b\n", "|a|\n"),
    *("`$", "a**b ", "http://a*", "```a\n", "$$\n", "$x_1\n- y$ ", "\\", "\t", "===\n", "这*是**"),
]


def seconds_to_show(show, text: str) -> float:
    """Return how long it takes to show a text, without its cache."""
    return seconds(getattr(show, "__wrapped__", show), text)


@pytest.mark.parametrize("piece", PIECES)
def test_a_piece_many_times_over_is_soon_read_as_markdown(piece):
    assert seconds_to_show(render_uncached, (piece * 20_000)[:20_000]) < SECONDS


@pytest.mark.parametrize("piece", PIECES[:10])
@pytest.mark.parametrize("show", [render_title, write_in_unicode, write_math_as_text])
def test_a_piece_many_times_over_is_soon_read_as_a_title(piece, show):
    assert seconds_to_show(show, (piece * 100_000)[:100_000]) < SECONDS


@pytest.mark.parametrize("opening", ["$", "$$", r"\(", r"\["])
def test_a_formula_that_is_not_closed_is_text(opening):
    text = f"{opening}a and so on"
    assert FORMULA.search(text) is None
    assert "<math" not in render_title(text)


def test_an_open_delimiter_leaves_the_formula_after_it_alone():
    assert [match[0] for match in FORMULA.finditer(r"\(a and \(b\), \[c and \[d\]")] == [
        r"\(b\)",
        r"\[d\]",
    ]


def test_the_spacing_between_rows_is_not_a_delimiter():
    tex = r"\[ \begin{aligned} a &= b \\[2pt] c &= d \end{aligned} \]"
    assert FORMULA.fullmatch(tex)
    assert '<math display="block">' in render_title(tex)


@pytest.mark.parametrize(
    ("piece", "end"),
    [
        *(("{", ""), ("{", "}"), ("a^{", "}"), (r"\sqrt", ""), (r"\sqrt{", "}")),
        *((r"\hat ", ""), (r"\frac", ""), (r"\left(", r"\right)"), (r"\begin{matrix}", "")),
        *((r"\begin{aligned}", r"\end{aligned}"), (r"\mathrm{", "}"), (r"\color{red}", "")),
    ],
)
@pytest.mark.parametrize("times", [101, 401, 20_000])
def test_a_formula_of_any_depth_is_shown_without_crashing(piece, end, times):
    tex = piece * times + "x" + end * times
    assert "x" in to_mathml(tex)
    assert "x" in write_in_unicode(f"${tex}$")


def test_a_formula_that_is_too_deep_is_shown_as_its_source():
    tex = "{" * 101 + "x" + "}" * 101
    assert render_title(f"${tex}$") == f'<code class="tex">${tex}$</code>'


def test_a_long_formula_is_a_formula():
    rows = r" \\ ".join(rf"\alpha_{{{n}}} &= \frac{{{n}}}{{2}} + \beta" for n in range(60))
    assert '<math display="block">' in render_title(rf"\[\begin{{aligned}}{rows}\end{{aligned}}\]")


def test_after_a_huge_table_further_tables_stay_text():
    wide = f"{'|a' * 50}|\n{'|-' * 50}|\n" + "x\n" * 200
    assert render(f"{wide}\n{wide}\n|b|\n|-|").count("<table>") == 1
    assert render("|b|\n|-|\n\n" * 50).count("<table>") == 50


def test_a_text_that_is_too_long_is_shown_as_it_was_typed():
    text = f"*a* <b>\n\n{'[' * LONGEST}"
    assert render(text).startswith("<p>*a* &lt;b&gt;</p>")
    assert render_plain_lines(text).startswith("*a* <b>\n[[[")
    assert seconds_to_show(render_uncached, "[" * 4_000_000) < SECONDS


OPENINGS = [
    *("(", "[", r"\{", "⟨", "⌊", "⟦", "⌜", r"\langle ", r"\lbrace ", r"\lbrack ", r"\lfloor "),
    *(r"\lceil ", r"\lvert ", r"\lVert ", r"\lang ", r"\llbracket ", r"\ulcorner ", r"\lgroup "),
    *(r"\sin(", r"\\[", "{(}", "{(})", "(a^2", "x_(", r"\mathopen(", "([)", r"\frac{(}{2})"),
]


@pytest.mark.parametrize("opening", OPENINGS)
@pytest.mark.parametrize("times", [12, 40, 2_000])
def test_a_formula_of_open_brackets_is_soon_shown(opening, times):
    tex = opening * times + "x"
    assert seconds_to_show(to_mathml, tex) < SECONDS
    assert seconds_to_show(write_in_unicode, f"${tex}$") < SECONDS


@pytest.mark.parametrize(
    "tex",
    [
        *("(" * 30 + "x" + ")" * 30, "[0, 1) " * 30, "(0, 1] " * 30, r"\{a\} " * 30, "[" * 12),
        *(r"\lfloor a \rfloor " * 30, r"\left( a \right] " * 30, r"\bigl( a \bigr) " * 30),
        *(r"\begin{aligned} f(a) &= \sin(b) \\ &= c \end{aligned} " * 10, "f(a^{(1)}) " * 30),
    ],
)
def test_a_formula_with_many_brackets_is_a_formula(tex):
    assert to_mathml(tex).startswith("<math")
