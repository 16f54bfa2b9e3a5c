"""Markdown and formulas cannot run scripts, mislead readers or change the rest of the page."""

import pytest

from common.text.markdown import render
from common.text.title_markup import render_title
from tests import hostile

MARKDOWN = [
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>"),
    *("<style>body{display:none}</style>", '<p style="position:fixed">', "<base href=//evil>"),
    *("[a](javascript:alert(1))", "[a](JaVaScRiPt:alert(1))", "[a](java&#115;cript:alert(1))"),
    *(
        "[a](javascript&colon;alert(1))",
        "[a](\x01javascript:alert(1))",
        "[a](java\tscript:alert(1))",
    ),
    *("[a](data:text/html,<script>alert(1)</script>)", "[a](vbscript:x)", "<javascript:alert(1)>"),
    *(
        "![a](javascript:alert(1))",
        "![a](data:image/svg+xml,<svg onload=alert(1)>)",
        "![a](//evil)",
    ),
    *('[a](https://b "c" onclick="alert(1)")', '![a](x" onerror="alert(1))', "[a](<https://b>'>)"),
    *("[a]: javascript:alert(1)\n\n[a]", "```html onload=x\n<script>\n```", "`<script>`"),
    *("<math><mtext></p><script>alert(1)</script>", "<!-- --><script>", "<![CDATA[<script>]]>"),
    *("\x02wzxhzdk:0\x03", '<span data-formula="0">', "\x02klzzwxh:0000\x03", "[a](../../admin/)"),
    *("![a](/uploads/../admin/)", "![a](/uploads/x.png?onload=)", "[a](https:&#x2F;&#x2F;evil)"),
]
FORMULAS = [
    *(
        r"\href{javascript:alert(1)}{x}",
        r"\text{<script>alert(1)</script>}",
        r"\text{</math><svg>}",
    ),
    *(
        r"\style{color:red}{x}",
        r"\class{evil}{x}",
        r"\unicode{x3C}script>",
        "<script>",
        '"onload=x',
    ),
    *(r"\color{red;background:url(//evil)}x", r"\operatorname{<img src=x onerror=x>}", r"\html{x}"),
    *(r"\tag{<b>}", r"\begin{array}{l\"x}a\end{array}", r"\mathrm{</mi><script>}", r"\label{a\"b}"),
]


@pytest.mark.parametrize("text", MARKDOWN)
def test_what_markdown_makes_is_harmless(text):
    assert hostile.faults_in(f"<main>{render(text)}</main>") == []


@pytest.mark.parametrize("tex", FORMULAS)
@pytest.mark.parametrize("show", [render, render_title])
def test_what_a_formula_makes_is_harmless(tex, show):
    assert hostile.faults_in(f"<main>{show(f'a ${tex}$ b')}</main>") == []


@pytest.mark.parametrize("tex", [r"\def\x{\x\x}\x", r"\newcommand{\a}{\a}\a", "{" * 5000])
def test_a_formula_cannot_run_for_ever(tex):
    assert render(f"${tex}$")
