import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text
from pylatexenc.latexencode import unicode_to_latex

from common.text.math import FORMULA
from publications.bibtex.text.latex import to_plain, to_text, to_title, to_verbatim

ACCENTS = "`'^~=.\"uvHcdbkr"
BETWEEN_ACCENT_AND_LETTER = ["{%s}", " %s", "{ %s}"]

anything = st.text(
    alphabet=st.sampled_from("\\${}~`'-^_%&#\"=. \n\tabcio0123熊é()[]*"), max_size=60
)


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"{\"u} \"{u} \"u {\"{u}}", "ü ü ü ü"),
        (r"Fran\c{c}ois Fran{\c c}ois", "François François"),
        (r"Erd\H{o}s, {\v{C}}ern{\'y}, Mar{\'{\i}}a, M\`\i", "Erdős, Černý, María, Mì"),
        (r"\L{}ukasz Sk\l odowska Bj{\o}rn \O{}stergaard", "Łukasz Skłodowska Bjørn Østergaard"),
        (r"\AA \aa{} {\ss} {\ae}{\OE} \i \DJ or\dj e", "Åå ß æŒ ıĐorđe"),
        (r"\.I {\.z} \k a \u{g} \=o \d{s} \r{u}", "İ ż ą ğ ō ṣ ů"),
        (r"na{\"\i}ve, \~n, \^{\'a}, \textcommabelow{s}", "naïve, ñ, á̂, ș"),
        (r"{RLHF} and {{GPT}-4}: {A} {Study}", "RLHF and GPT-4: A Study"),
        (r"A \& B, 50\%, x\_y, \#1, 50% more & more", "A & B, 50%, x_y, #1, 50% more & more"),
        (r"pages 1--2---or~so", "pages 1–2—or so"),
        (r"``Quoted'' and \enquote{a {B}} \mkbibquote{c}", "“Quoted” and “a B” “c”"),
        (r"\emph{a} \textit{b}{\bf c} \textsc{d} {\em e\/} \textbf{\textit{f}}", "a bc d e f"),
        (r"\url{http://a.b/c_d} \href{http://a.b}{there}", "http://a.b/c_d there"),
        (r"H\textsubscript{2}O 2\textsuperscript{nd}", "H₂O 2nd"),
        (r"{\LaTeX} \ldots{} \copyright{} {\S}2 \texttrademark", "LaTeX … © §2 ™"),
        (r"J.\ Doe,\, Jr.\\ \noindent{}And", "J. Doe, Jr. And"),
        (r"\ourmethod: faster \ourcommand{than this}", r"\ourmethod: faster than this"),
        ("a\n   b\t c", "a b c"),
        ("one\n still\n\n  two \\par three", "one still\n\ntwo\n\nthree"),
        (r"{\'}, \~{}x, \^{}", ", ~x, ^"),
        ("{{{", ""),
    ],
)
def test_latex_becomes_unicode_text(tex, text):
    assert to_text(tex) == text


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"Learning in $\ell_2$-balls", r"Learning in $\ell_2$-balls"),
        (r"{$\mathbb{E}[X]$} is {\$}5", r"$\mathbb{E}[X]$ is \$5"),
        (r"$ \alpha $ and \(\beta\) and $$x\n$$", r"$\alpha$ and $\beta$ and $$x\n$$"),
        (r"\ensuremath{\frac{1}{2}} of it", r"$\frac{1}{2}$ of it"),
        (r"From \$5 to \$10", r"From \$5 to \$10"),
        (
            "Between $5 and $10, or the $100 question",
            r"Between \$5 and \$10, or the \$100 question",
        ),
        ("A $5 coin and $x$", r"A \$5 coin and $x$"),
        (r"{\alpha}-divergence", "α-divergence"),
    ],
)
def test_formulas_stay_tex_and_other_dollars_are_marked(tex, text):
    assert to_text(tex) == text


@pytest.mark.parametrize(
    ("tex", "title"),
    [
        (r"Growth of \emph{E. coli} in \textit{Nature}", "Growth of *E. coli* in *Nature*"),
        (r"{\em Drosophila\/} and {\it {H}omo}", "*Drosophila* and *Homo*"),
        (r"\emph{{Drosophila}}'s eye", "*Drosophila*'s eye"),
        (r"CO\textsubscript{2} at 10\textsuperscript{6} Pa", "CO~2~ at 10^6^ Pa"),
        (r"\emph{bla\textsubscript{CTX-M}}", "*bla~CTX-M~*"),
        (
            r"\ce{H2O}, \ce{SO4^{2-}}, \ce{Ca(OH)2} and \ce{Na+}",
            "H~2~O, SO~4~^2-^, Ca(OH)~2~ and Na^+^",
        ),
        # Signs that would become markup, and italics that the site cannot have inside a word.
        (r"The *SEM* task", r"The \*SEM\* task"),
        (r"poly\emph{A} A* search", "polyA A* search"),
    ],
)
def test_a_title_keeps_italics_subscripts_and_superscripts(tex, title):
    assert to_title(tex) == title


def test_names_and_venues_have_no_formulas():
    assert to_plain(r"L$^2$ {\&} \ensuremath{\alpha} for \$5") == "L^2 & α for $5"


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"10.1000/a\_b{\%}c--d", "10.1000/a_b%c--d"),
        (r"\url{https://a.b/~c\#d}", "https://a.b/~c#d"),
        (r"https://a.b/\~{}c\textasciitilde{}d$\sim$e", "https://a.b/~c~d~e"),
        (r"10.1002/19:4{\textless}377::AID{\textgreater}3.0", "10.1002/19:4<377::AID>3.0"),
    ],
)
def test_urls_lose_only_their_escapes(tex, text):
    assert to_verbatim(tex) == text


@pytest.mark.parametrize("accent", ACCENTS)
@pytest.mark.parametrize("form", BETWEEN_ACCENT_AND_LETTER)
def test_every_accent_is_that_of_pylatexenc(accent, form):
    library = LatexNodes2Text()
    for letter in "aAbBcCdDeEgGhHiIjJkKlLnNoOrRsStTuUwWyYzZ":
        tex = f"\\{accent}{form % letter}"
        assert to_text(tex) == unicodedata.normalize("NFC", library.latex_to_text(tex)), tex


# Those that pylatexenc writes as other letters.
MISWRITTEN = "ĦħĸĿŀŉŦŧŰű"
LETTERS = st.characters(max_codepoint=0x17F, categories=["Lu", "Ll"], exclude_characters=MISWRITTEN)


@given(st.text(alphabet=LETTERS))
def test_what_pylatexenc_writes_in_latex_is_read_back(text):
    assert to_text(unicode_to_latex(text)) == text


@given(anything)
def test_any_text_is_read(tex):
    assert "\x00" not in to_text(tex) + to_plain(tex) + to_verbatim(tex)


@given(st.text(alphabet=st.characters(categories=["L", "N", "P"], exclude_characters="\\${}`'-")))
def test_text_without_tex_stays_as_it_is(text):
    assert to_text(text) == unicodedata.normalize("NFC", text)


@given(
    st.text(alphabet="ab é,"),
    st.text(alphabet="xy_^{}+ ").map(str.strip).filter(bool),
    st.text(alphabet="ab é,"),
)
def test_our_pages_see_the_formulas_that_were_there(before, formula, after):
    found = [match[0] for match in FORMULA.finditer(to_text(f"{before}${formula}${after}"))]
    assert found == [f"${' '.join(formula.split())}$"]
