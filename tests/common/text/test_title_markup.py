"""Titles with italics, subscripts and superscripts, beside formulas."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from common.text.plain_math import write_in_unicode
from common.text.title_markup import (
    END_SUB,
    END_SUP,
    ITALIC,
    SUB,
    SUP,
    UPRIGHT,
    parse_title,
    read_marks,
    remove_title_markup,
    render_title,
    write_title,
)
from common.urls.slugs import make_slug
from tests.timing import SECONDS, seconds

# Texts that are full of what is, or might be, markup.
SIGNS = st.text("ab1 *~^$\\(){}.-+中,<&")
MARKS = [ITALIC, UPRIGHT, SUB, END_SUB, SUP, END_SUP]
MARKED = st.lists(st.sampled_from([*MARKS, *"ab12 *~^()+-.", "$x$", "E. coli"])).map("".join)


@pytest.mark.parametrize(
    ("title", "html", "plain"),
    [
        ("*Lumicines*: a survey", "<em>Lumicines</em>: a survey", "Lumicines: a survey"),
        ("(*p*-values)", "(<em>p</em>-values)", "(p-values)"),
        ("“*Hamlet*”, again", "“<em>Hamlet</em>”, again", "“Hamlet”, again"),
        ("关于*Drosophila*的研究", "关于<em>Drosophila</em>的研究", "关于Drosophila的研究"),
        ("CO~2~ and H~2~O", "CO<sub>2</sub> and H<sub>2</sub>O", "CO₂ and H₂O"),
        (
            "La~1-x~Sr~x~MnO~3~",
            "La<sub>1-x</sub>Sr<sub>x</sub>MnO<sub>3</sub>",
            "La1-xSrxMnO₃",
        ),
        ("^13^C at 10^-6^ M", "<sup>13</sup>C at 10<sup>-6</sup> M", "¹³C at 10⁻⁶ M"),
        ("Ca^2+^ in K^+^ channels", "Ca<sup>2+</sup> in K<sup>+</sup> channels", None),
        ("The 19^th^ century", "The 19<sup>th</sup> century", "The 19th century"),
        ("*bla~CTX-M~* genes", "<em>bla<sub>CTX-M</sub></em> genes", "blaCTX-M genes"),
        ("*Mean $x$ & <b>*", None, "Mean x & <b>"),
    ],
)
def test_markup_is_shown_and_is_plain_text_elsewhere(title, html, plain):
    if html:
        assert render_title(title) == html
    if plain:
        assert write_in_unicode(title) == plain


@pytest.mark.parametrize(
    "title",
    [
        *("A* search", "A* and B* search", "2*3*4", "C*-algebras and W*-algebras", "f(*) and g(*)"),
        *("*-algebras and the operator T*", "* a * b", "**bold**", "5* hotels and 4* hotels"),
        *("x *y and z", "a*b*c", "poly*A*", "~10 ms and ~20 ms", "A ~ B ~ C", "1~5、6~10"),
        *("http://a.example/~b/~c", "a~~b~~c", "C^2 alone", "x^2+y^2=1", "x^n+y^n=z^n"),
        *("L^p-L^q estimates", "S^1×S^n", "2^3^4", "e^{x}^y", "W^{1,p} and W^{2,q}", "^ a ^ b"),
    ],
)
def test_signs_that_cannot_be_markup_are_themselves(title):
    assert render_title(title) == title
    assert write_in_unicode(title) == title


def test_a_backslash_keeps_a_sign_as_it_is():
    title = r"\*Hamlet* costs \$5, CO\~2~ and 10\^6^"
    assert render_title(title) == "*Hamlet* costs $5, CO~2~ and 10^6^"


def test_signs_in_a_formula_belong_to_it():
    assert "<em>" not in render_title("$a*b$ and $c*d$")
    assert render_title("*a $b*c$ d*").startswith("<em>a <math>")
    assert render_title("*a $b*c$ d*").endswith(" d</em>")


@given(SIGNS)
def test_no_text_is_lost(title):
    def keep_rest(text):
        return re.sub(r"[*~^\\]", "", text)

    assert keep_rest(remove_title_markup(title)) == keep_rest(title)


@given(SIGNS | st.text())
@example("*<b>*")
def test_nothing_in_a_title_is_html(title):
    html = re.sub(r"</?(?:em|sub|sup|math|m\w+|code)(?: [^<>]*)?>", "", render_title(title))
    assert "<" not in html
    assert not re.search(r"&(?!(?:lt|gt|amp|quot|#x27|#\d+|\w+);)", html)


@given(SIGNS)
@example("^$^")
def test_the_pieces_of_a_title_make_it_again(title):
    pieces = parse_title(title)
    assert parse_title(write_title(pieces)) == pieces


@pytest.mark.parametrize(
    ("marked", "title"),
    [
        (f"{ITALIC}E. coli {UPRIGHT}in CO{SUB}2{END_SUB}", "*E. coli* in CO~2~"),
        (f"La{SUB}1-{ITALIC}x{UPRIGHT}{END_SUB}", "La~1-x~"),
        (f"A*, {ITALIC}b*{UPRIGHT} and *c*", r"A\*, *b\** and \*c\*"),
        ("The *SEM task, CO~2~", r"The \*SEM task, CO\~2\~"),
        # What the markup cannot say: italics in a word, a superscript with a space.
        (f"poly{ITALIC}A{UPRIGHT} of {ITALIC}E. coli{UPRIGHT}", "polyA of *E. coli*"),
        (f"a{SUP}in vivo{END_SUP}b", r"a$^{\text{in vivo}}$b"),
        (f"x{SUP}*{END_SUP}", "x*"),
    ],
)
def test_marks_become_markup_and_other_signs_stay(marked, title):
    assert read_marks(marked) == title


@given(MARKED)
@example(f"{SUB}E. coli")
def test_no_marked_text_is_lost(marked):
    def keep_words(text):
        text = re.sub(r"\\text\{([^{}]*)\}", r"\1", text)
        return re.sub(r"[$_^{}~*\s\\]|[\ufdd0-\ufdef]", "", text)

    assert keep_words(remove_title_markup(read_marks(marked))) == keep_words(marked)


def test_a_slug_has_no_markup():
    assert make_slug("*E. coli* in CO~2~ at 10^6^ Pa") == "e-coli-in-co2-at-106-pa"


@pytest.mark.parametrize("piece", ["*a", "~a", "a~", "^1", "*a ", "a*b~c^", r"\*"])
def test_a_piece_many_times_over_is_soon_read(piece):
    assert seconds(parse_title, piece * 20_000) < SECONDS
