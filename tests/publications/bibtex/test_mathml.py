"""MathML, which registries put into titles and abstracts, becomes TeX."""

import pytest

from publications.bibtex.text.mathml import convert_mathml


@pytest.mark.parametrize(
    ("mathml", "tex"),
    [
        ("<math><mi>x</mi><mo>+</mo><mn>1</mn></math>", "$x + 1$"),
        ('<math alttext="$d$"><mi>D</mi></math>', "$d$"),
        (
            "<math><semantics><mi>y</mi>"
            '<annotation encoding="application/x-tex">y_0</annotation></semantics></math>',
            "$y_0$",
        ),
        (
            "<mml:math><mml:mmultiscripts><mml:mi>Tb</mml:mi><mml:mprescripts/><mml:none/>"
            "<mml:mn>153</mml:mn></mml:mmultiscripts></mml:math>",
            r"${}^{153}\mathrm{Tb}$",
        ),
        (
            "<math><mmultiscripts><mi>R</mi><mi>a</mi><mi>b</mi></mmultiscripts></math>",
            "$R_{a}^{b}$",
        ),
        ('<math><mi mathvariant="script">D</mi><mi>α</mi></math>', r"$\mathcal{D} α$"),
        ('<math><mi mathvariant="double-struck">R</mi></math>', r"$\mathbb{R}$"),
    ],
)
def test_a_formula_is_written_in_tex(mathml, tex):
    assert convert_mathml(mathml) == tex


def test_a_note_that_would_end_the_formula_is_not_used():
    assert convert_mathml('<math alttext="a$b"><mi>x</mi></math>') == "$x$"
