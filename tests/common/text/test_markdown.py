"""Markdown becomes HTML that is safe to put into a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.text.markdown import ATTRIBUTES, TAGS, render
from tests.page import parse


def test_markdown_is_rendered():
    assert render("*one* **two** [three](https://example.org)") == (
        "<p><em>one</em> <strong>two</strong> "
        '<a href="https://example.org" rel="noopener">three</a></p>'
    )


def test_raw_html_is_shown_as_text():
    assert render("a <b>bold</b> <script>alert(1)</script>") == (
        "<p>a &lt;b&gt;bold&lt;/b&gt; &lt;script&gt;alert(1)&lt;/script&gt;</p>"
    )


@pytest.mark.parametrize("scheme", ["javascript", "data", "vbscript", "JaVaScRiPt", "file"])
def test_a_link_cannot_run_anything(scheme):
    assert "href" not in render(f"[click]({scheme}:alert(1))")


def test_headings_are_one_level_below_those_of_the_page():
    assert render("# First\n\n## Second") == "<h3>First</h3>\n<h4>Second</h4>"


def test_a_picture_of_another_host_is_only_linked():
    assert render("![a cat](https://example.org/cat.png)") == (
        '<p><a href="https://example.org/cat.png" rel="noopener">a cat</a></p>'
    )


def test_an_uploaded_picture_is_shown():
    assert 'src="/uploads/text/cat.png"' in render("![a cat](/uploads/text/cat.png)")


def test_formulas_become_mathml():
    assert render("the bound $O(d^2)$") == (
        '<p>the bound <math><mi>O</mi><mo stretchy="false">(</mo><msup><mi>d</mi><mn>2</mn></msup>'
        '<mo stretchy="false">)</mo></math></p>'
    )


def test_underscores_and_stars_in_a_formula_are_not_emphasis():
    assert "<em>" not in render("$a_1 * b_2 * c_3$ and $x_i$")


def test_a_formula_in_code_stays_as_it_is():
    assert render("`$x$`") == "<p><code>$x$</code></p>"


def test_a_formula_may_be_in_a_link():
    assert render("[$x$](https://example.org)") == (
        '<p><a href="https://example.org" rel="noopener"><math><mi>x</mi></math></a></p>'
    )


def test_a_formula_in_a_title_or_an_alternative_text_brings_no_markup_there():
    html = render('[a](https://example.org "$x$") ![$y$](/uploads/b.png "$z$")')
    assert "<math>" not in html


def test_a_formula_that_cannot_be_converted_is_shown_as_its_source():
    assert render(r"where $\substack{a\\b}$ holds") == (
        r'<p>where <code class="tex">$\substack{a\\b}$</code> holds</p>'
    )


def test_aligned_equations_have_classes_in_place_of_styles():
    html = render("$$\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}$$")
    assert 'class="math-right"' in html
    assert " style=" not in html


def test_a_text_cannot_name_the_place_of_a_formula():
    html = render('<span data-formula="0"></span> $x$')
    assert html.count("<math>") == 1


MATHML = {"math", "mi", "mo", "mn", "mrow", "msup", "msub", "mtext", "mspace", "mfrac", "msqrt"}
fragments = st.sampled_from(
    [
        *("$", "$$", "\\(", "\\)", "x_1", "[", "](", ")", "![", "<", ">", '"', "'", "`", "*", "\n"),
        *("javascript:alert(1)", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", " "),
        *("\\text{<script>}", "# ", "- ", "|a|b|\n|-|-|\n", "&lt;", "\x02", "\x03", "wzxhzdk:0"),
        *("data-formula", "<span data-formula='0'></span>", "```", "> ", "\\", "é", "熊"),
    ]
)


@given(st.lists(fragments | st.text(max_size=5), max_size=30).map("".join))
def test_whatever_is_written_only_known_elements_come_out(text):
    for element in parse(render(text)).iter():
        tag = str(element.tag).rpartition("}")[2]
        if tag in {"html", "head", "body"} or tag in MATHML or tag.startswith("m"):
            continue
        assert tag in TAGS
        assert set(element.attrib) <= {*ATTRIBUTES.get(tag, ()), "rel", "class"}
        assert not element.get("href", "").lower().lstrip().startswith(("javascript", "data"))
