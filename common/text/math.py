"""TeX formulas in text, converted to MathML on the server.

Inline formulas are between ``$...$`` or ``\\(...\\)``, display formulas between ``$$...$$`` or
``\\[...\\]``. As in Pandoc, a dollar sign opens a formula only before a non-space, and closes it
only after one and not before a digit, so "$5 and $10" stays money. ``\\$`` is a dollar sign. A
formula in brackets ends at the next bracket of its kind, so one pass finds all formulas.
"""

import re
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from math_core import LatexError, LatexToMathML

from common.text.formula_limits import is_too_much

# Nothing is tried twice: an unclosed formula ends at the next delimiter. So the time is
# proportional to the length of the text.
FORMULA = re.compile(
    r"""(?<!\\)(?:
        \$\$(?P<block>(?:\\.|[^$\\])++)\$\$
      | \\\[(?P<bracketed>(?:\\[^][]|[^\\])++)\\\]
      | \\\((?P<parenthesised>(?:\\[^()]|[^\\])++)\\\)
      | \$(?![\s$])(?P<inline>(?:\\.|[^$\\])++)(?<!\s)\$(?!\d)
    )""",
    re.VERBOSE | re.DOTALL,
)

# Formulas may define commands of their own, but in somebody else's document that would do harm.
_DEFINITION = re.compile(r"\\(?:[egx]?def|let|global|(?:re)?newcommand|providecommand)(?![A-Za-z])")

_converter = LatexToMathML(allow_unreliable_rendering=True)

# math-core aligns table columns with style attributes, which a strict Content-Security-Policy
# forbids. The style sheet has these classes instead.
_STYLE = re.compile(r'(<\w+[^<>]*?) style="([^"]*)"')
_CLASSES = {"text-align: right": "math-right", "text-align: left": "math-left"}


def _replace_style(match: re.Match[str]) -> str:
    for style, name in _CLASSES.items():
        if style in match[2]:
            return f'{match[1]} class="{name}"'
    return match[1]


@lru_cache(maxsize=4096)
def to_mathml(tex: str, *, display: bool = False) -> SafeString:
    """Return the formula ``tex`` (without delimiters) as a ``<math>`` element.

    A formula that cannot be converted is returned as source code.
    """
    if is_too_much(tex):
        return _render_source(tex)
    try:
        mathml = _converter.convert_with_local_state(tex, displaystyle=display)
    except LatexError:
        return _render_source(tex)
    return mark_safe(_STYLE.sub(_replace_style, mathml))  # noqa: S308


def is_mathematics(tex: str) -> bool:
    r"""Return whether a formula (without delimiters) may be handed on to a reader's LaTeX.

    It may if it has only commands of mathematics, which are those that the converter knows. Others,
    such as ``\input``, could read or write the reader's files. ``^^5c`` is TeX's way to write a
    character by its number.
    """
    if "^^" in tex or _DEFINITION.search(tex):
        return False
    return to_mathml(tex).startswith("<math")


def _render_source(tex: str) -> SafeString:
    return mark_safe(f'<code class="tex">${escape(tex)}$</code>')  # noqa: S308


def get_tex(match: re.Match[str]) -> str:
    """Return the TeX between the delimiters of a match of ``FORMULA``."""
    return next(text for text in match.groups() if text is not None).strip()


def render_formula(match: re.Match[str]) -> SafeString:
    """Return the MathML of a match of ``FORMULA``."""
    display = match["block"] is not None or match["bracketed"] is not None
    return to_mathml(get_tex(match), display=display)


def write_math_as_text(text: str) -> str:
    """Return the text with its formulas as bare TeX, for making slugs."""
    return FORMULA.sub(get_tex, text).replace(r"\$", "$")
