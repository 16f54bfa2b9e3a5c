r"""Text that was not written as Markdown, made into Markdown that shows it as it was written.

Such text comes from other programs: an abstract with "x*y*z", "__init__" or a line that begins
with "1." must not turn into emphasis and lists. Only what would act as Markdown is escaped, so that
the owner can go on editing the text.
"""

import re

from common.text.math import FORMULA, tex_of

# Anywhere in a line. Brackets make a link only with what follows them; where one is not closed, the
# renderer would look through the whole text for its end. "\[" would begin a formula.
_SIGN = re.compile(
    r"""
      (?P<dollar> \\?\$ )
    | (?P<escaped> [\\*`] | (?<![^\W_])_ | _(?![^\W_]) )
    | (?P<entity> &(?=\#?\w+;) | <(?=[^<>]*[:@]) | \[(?![^\[\]\\\n]{0,200}\](?![(:\[])) )
    """,
    re.VERBOSE,
)
# At the beginning of a line: headings, quotations, lists, rules, code blocks, rows of tables.
_LINE_START = re.compile(r"(?P<digits>\d+)\.(?=\s|$)|(?P<sign>[#>+|-])|(?P<other>[=~:])")
_ENTITIES = {"&": "&amp;", "<": "&lt;", "[": "&#91;", "=": "&#61;", "~": "&#126;", ":": "&#58;"}


def escape_markdown(text: str) -> str:
    r"""Return plain text as Markdown that shows it as it is.

    Formulas stand between dollars and stay formulas, and ``\$`` is a dollar sign, as in titles.

    >>> escape_markdown("# 2*3*4 with __init__ in $O(n)$")
    '\\# 2\\*3\\*4 with \\_\\_init\\_\\_ in $O(n)$'
    """
    parts: list[str] = []
    end = 0
    for formula in FORMULA.finditer(text):
        # Code is found before formulas are, so that a backtick would end one.
        if "`" in formula[0] or "\n" in tex_of(formula):
            continue
        parts += [_SIGN.sub(_escaped, text[end : formula.start()]), formula[0]]
        end = formula.end()
    parts.append(_SIGN.sub(_escaped, text[end:]))
    return "\n".join(_line(line) for line in "".join(parts).split("\n"))


def _escaped(sign: re.Match[str]) -> str:
    if sign["dollar"]:
        return r"\$"
    return _ENTITIES[sign[0]] if sign["entity"] else f"\\{sign[0]}"


def _line(line: str) -> str:
    """Escape what a line begins with; spaces around it, which Markdown gives a meaning, go."""
    line = line.strip()
    start = _LINE_START.match(line)
    if start is None:
        return line
    if start["digits"]:
        return f"{start['digits']}\\.{line[start.end() :]}"
    return (f"\\{start[0]}" if start["sign"] else _ENTITIES[start[0]]) + line[1:]
