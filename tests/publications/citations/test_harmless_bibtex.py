r"""Citations that readers paste into their own documents do nothing there but print.

LaTeX would carry out any command in a title: ``\input`` reads a file, ``\write18`` runs a program.
"""

import json
import re

import pytest
from django.core.exceptions import ValidationError

from common.text.math import is_mathematics
from publications import bibtex
from publications.citations import FORMATS
from publications.citations.bibtex import write
from publications.importing import applying
from publications.models import Publication
from tests import cast
from tests.publications.citations.citation_cases import citation

COMMANDS = [
    *(r"\input{/etc/passwd}", r"\include{a}", r"\write18{ls}", r"\immediate\write18{ls}"),
    *(r"\openout1=a", r"\openin1=a", r"\read1 to \a", r"\csname input\endcsname a"),
    *(r"\catcode`\@=11", r"\usepackage{a}", r"\special{a}", r"\directlua{a}", r"\verbatiminput{a}"),
    *(r"\lstinputlisting{a}", r"\includegraphics{a}", r"\expandafter\input a", r"\url{a}"),
    *(r"\def\a{\input{b}}", r"\gdef\a{b}", r"\edef\a{b}", r"\xdef\a{b}", r"\let\a\alpha"),
    *(r"\newcommand\a{\input{b}}", r"\renewcommand{\alpha}{\input{b}}", r"\global\let\a\beta"),
    *(r"\providecommand\a{b}", r"\text{\input{a}}", r"x \\ \input{a}", "x % \\input{a}"),
    *("x %\n\\input{a}", r"^^5cinput{a}", r"\text{^^5cinput a}", r"\mathrm{a}\char92 input"),
    *(r"\begin{filecontents}{a}b\end{filecontents}", r"\begin{array}{@{\input a}l}b\end{array}"),
    *(r"\operatorname{\input}", r"\left\input a", r"\hspace{\input a}", r"\color{\input a}b"),
]
# The commands that may be in the file: they print one character.
PRINTED = {"textbackslash", "textbraceleft", "textbraceright", "textasciicircum", "textasciitilde"}
MATHEMATICS = [
    *(r"O(n^{-1/2})", r"\ell_2", r"\sqrt[3]{x}", r"\frac{a}{b}", r"\mathbb{R}^d", r"\{a, b\}"),
    *(r"\tilde{O}(\sqrt{T})", r"\text{if } x", r"\operatorname*{arg\,max}_x", r"50\%", r"a \& b"),
    *(r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", r"a \le b"),
]


def title_in(source: str) -> str:
    found = re.search(r"^  title = \{(.*)\},$", source, re.MULTILINE)
    assert found
    return found[1]


@pytest.mark.parametrize("tex", COMMANDS)
@pytest.mark.parametrize("formula", ["${}$", "$${}$$", r"\({}\)", r"\[{}\]"])
def test_a_formula_with_other_commands_is_written_as_text(tex, formula):
    title = title_in(write([citation(title=f"On {formula.replace('{}', tex)} lumps")]))
    assert set(re.findall(r"\\([A-Za-z]+)", title)) <= PRINTED
    assert not re.search(r"(?<!\\)[$%]|\^\^", title)


@pytest.mark.parametrize("tex", MATHEMATICS)
def test_a_formula_of_mathematics_is_written_as_it_is(tex):
    assert is_mathematics(tex)
    source = write([citation(title=f"On ${tex}$ lumps")])
    assert f"{{${tex}$}}" in source
    assert bibtex.read(source).entries[0].title == f"On ${tex}$ lumps"


def test_the_other_texts_of_an_entry_are_escaped():
    hostile = r"a \input{b} $\input{c}$ % ^^5cinput d"
    cited = citation(note=hostile, venue=hostile, pages=hostile, volume=hostile, number=hostile)
    assert set(re.findall(r"\\([A-Za-z]+)", write([cited]))) <= PRINTED


def test_a_url_cannot_encode_a_backslash():
    source = write([citation(url="https://x.org/^^5cinput", doi="10.1234/^^5cinput^a")])
    assert "^^" not in source
    assert "10.1234/%5E^5cinput^a" in source


@pytest.mark.parametrize("key", ["a^^5cinput", "a^b"])
def test_a_citation_key_cannot_either(key):
    with pytest.raises(ValidationError):
        Publication._meta.get_field("citation_key").clean(key, None)


@pytest.mark.parametrize("name", ["ris", "json"])
def test_in_formats_without_tex_it_is_a_text_like_any_other(name):
    title = r"On $\input{/etc/passwd}$ lumps"
    written = FORMATS[name].write([citation(title=title)])
    expected = r"On \input{/etc/passwd} lumps"
    assert (expected in written) if name == "ris" else json.loads(written)[0]["title"] == expected


@pytest.mark.django_db
def test_an_imported_file_brings_nothing_into_the_files_of_readers(client):
    title = r"On $\input{/etc/passwd}$ and $\ell_2$"
    found = bibtex.read(f"@article{{k, title = {{{title}}}, author = {{Ada Rossi}}, year = 2020}}")
    applying.apply(applying.propose(found.entries))
    source = client.get("/publications.bib").content.decode()
    assert r"\input" not in source
    assert r"{$\ell_2$}" in source


@pytest.mark.django_db
def test_the_title_written_as_text_is_still_known_for_the_same():
    cast.paper(r"On $\input{a}$ lumps", citation_key="k", when="2020")
    entries = bibtex.read(write([citation(key="k", title=r"On $\input{a}$ lumps")])).entries
    (proposal,) = applying.propose(entries)
    assert not proposal.is_new
    assert "title" not in {difference.name for difference in proposal.differences}
