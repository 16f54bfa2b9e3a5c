r"""Restores the formulas in titles from DBLP, which escapes all of TeX.

It writes ``{\textdollar}{\textbackslash}mathrm\{AC\}{\^{}}0{\textdollar}`` for ``$\mathrm{AC}^0$``.
"""

import re

_DOLLAR = r"\{\\textdollar\}"
_FORMULA = re.compile(rf"{_DOLLAR}((?:(?!{_DOLLAR})[^$])+){_DOLLAR}")
_ESCAPED = re.compile(r"\{\\textbackslash\}|\{\\\^\{\}\}|\{\\_\}|\\[{}_&%#]|\{\\textasciitilde\}")
_SIGNS = {r"{\textbackslash}": "\\", r"{\^{}}": "^", r"{\_}": "_", r"{\textasciitilde}": "~"}
_IS_TEX = re.compile(r"\{\\textbackslash\}|\{\\\^\{\}\}|\{\\_\}|\\_")


def restore_formulas(tex: str) -> str:
    """Return a value with DBLP's formulas between dollars; other values are unchanged."""
    if r"{\textdollar}" not in tex:
        return tex
    return _FORMULA.sub(_restore, tex)


def _restore(formula: re.Match[str]) -> str:
    if not _IS_TEX.search(formula[1]):
        return formula[0]  # money: "{\textdollar}5 or {\textdollar}10"
    inner = _ESCAPED.sub(lambda sign: _SIGNS.get(sign[0], sign[0].lstrip("\\")), formula[1])
    return f"${inner.strip()}$"
