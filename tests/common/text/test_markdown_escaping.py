"""Text from other programs keeps its wording when it becomes Markdown."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from common.text.markdown import render, render_plain
from common.text.markdown_escaping import escape_markdown
from common.text.math import FORMULA
from common.text.plain_math import write_formula_in_unicode
from common.text.title_markup import render_title

SIGNS = st.sampled_from(
    [
        *(
            "*",
            "_",
            "__",
            "`",
            "```",
            "~~~",
            "\\",
            "[",
            "]",
            "(",
            ")",
            ":",
            "<",
            ">",
            "!",
            "![",
            "|",
        ),
        *(
            "http://a.example",
            "a@b.example",
            "&",
            "amp;",
            "&lt;",
            "#",
            "# ",
            "> ",
            "- ",
            "+ ",
            "1. ",
        ),
        *(
            "===",
            "---",
            "|-",
            "\n",
            "\n\n",
            "    ",
            "  \n",
            "\t",
            " ",
            "a",
            "bc",
            "1",
            "é",
            "=",
            ".",
        ),
        *("$", "$x$", r"\$", r"\(", r"\)", r"\[", r"\]", "{", "}", "'", '"'),
    ]
)


@pytest.mark.parametrize(
    "text",
    [
        *("2*3*4", "__init__", "1. First", "# Not a heading", "- no item", "> no quotation"),
        *("[x](https://a.example)", "[x]: https://a.example", "<b>", "_a_", "`code`", "A* and D*"),
        *("~~~\ncode\n~~~", "***", "| a | b |\n|---|---|", "&amp;lt;", "<https://a.example>"),
        *(r"C:\*.bib", "    indented", "a  \nb", "![x](/media/x.png)", "1986. A great year"),
    ],
)
def test_markdown_syntax_is_escaped(text):
    assert render_plain(escape_markdown(text)) == " ".join(text.split())
    html = render(escape_markdown(text))
    assert not any(
        f"<{tag}" in html
        for tag in (
            "em",
            "strong",
            "code",
            "pre",
            "h3",
            "ol",
            "ul",
            "hr",
            "blockquote",
            "table",
            "a ",
        )
    )


@pytest.mark.parametrize(
    "text", ["Plain words.", "snake_case", "see [3] (or not)", "P(A|B) < 5 & so"]
)
def test_other_characters_are_left_alone(text):
    assert escape_markdown(text) == text


def test_formulas_stay_formulas():
    assert escape_markdown(r"$a_1*b_2*c$ and \$5") == r"$a_1*b_2*c$ and \$5"


def test_paragraphs_stay_paragraphs():
    assert render(escape_markdown("one\n\n# two")) == "<p>one</p>\n<p># two</p>"


@given(st.lists(SIGNS, max_size=14).map("".join))
@example("http://a.example$x$")
@example("http://a.example[")
@example("http://a.example&lt;")
def test_any_text_comes_back_as_it_was(text):
    formulas = [match[0] for match in FORMULA.finditer(text)]
    # A formula that is no TeX, or that Markdown would tear apart, is shown as its source.
    assume(not any(sign in formula[1:-1] for formula in formulas for sign in ("`", "\n", r"\$")))
    shown = FORMULA.sub(write_formula_in_unicode, text).replace(r"\$", "$")
    assert render_plain(escape_markdown(text)) == " ".join(shown.split())


@pytest.mark.parametrize("piece", [r"\(a", r"\[a", r"\(\[", "[a](", "*a ", "`a", "$a ", "<a@"])
def test_a_long_row_of_openings_is_shown(piece):
    text = piece * 5_000
    assert render_title(text)
    assert render_plain(escape_markdown(text)).count("a") == text.count("a")
