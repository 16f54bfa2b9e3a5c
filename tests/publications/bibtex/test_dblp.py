r"""DBLP escapes the TeX of its titles; the formulas come back."""

import pytest

from publications.bibtex import read


@pytest.mark.parametrize(
    ("tex", "title"),
    [
        (
            r"A Theorem for {\textdollar}{\textbackslash}mathrm\{AC\}{\^{}}0"
            r"[{\textbackslash}oplus]{\textdollar} via Coins",
            r"A Theorem for $\mathrm{AC}^0[\oplus]$ via Coins",
        ),
        (r"More on {\textdollar}x{\_}1{\textdollar}", "More on $x_1$"),
        (r"From {\textdollar}5 to {\textdollar}10", r"From \$5 to \$10"),
        (r"Only {\textdollar} and {\textbackslash}", r"Only \$ and \\"[:-1]),
    ],
)
def test_escaped_formulas_are_formulas(tex, title):
    (entry,) = read(f"@article{{DBLP:a, title = {{{tex}}}}}").entries
    assert entry.title == title
