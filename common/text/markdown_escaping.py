r"""Escapes plain text so that Markdown shows it unchanged.

Such text comes from other programs. An abstract with "x*y*z", "__init__" or a line that begins with
"1." must not turn into emphasis and lists. Only what would act as Markdown is escaped, so that the
owner can go on editing the text.
"""

import re

from common.text.math import FORMULA, get_tex

# Anywhere in a line. A bracket makes a link only with what follows it. If it is not closed, the
# renderer would search the whole text for its end. "\[" would begin a formula.
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
    r"""Return Markdown that shows the plain text unchanged.

    Formulas between dollar signs stay formulas, and ``\$`` is a dollar sign, as in titles.

    >>> escape_markdown("# 2*3*4 with __init__ in $O(n)$")
    '\\# 2\\*3\\*4 with \\_\\_init\\_\\_ in $O(n)$'
    """
    parts: list[str] = []
    end = 0
    for formula in FORMULA.finditer(text):
        # Markdown finds code before formulas, so a backtick would end a formula.
        if "`" in formula[0] or "\n" in get_tex(formula):
            continue
        parts += [_SIGN.sub(_escape_sign, text[end : formula.start()]), formula[0]]
        end = formula.end()
    parts.append(_SIGN.sub(_escape_sign, text[end:]))
    return "\n".join(_escape_line_start(line) for line in "".join(parts).split("\n"))


def _escape_sign(sign: re.Match[str]) -> str:
    if sign["dollar"]:
        return r"\$"
    return _ENTITIES[sign[0]] if sign["entity"] else f"\\{sign[0]}"


def _escape_line_start(line: str) -> str:
    """Escape the start of a line, and strip spaces, which have a meaning in Markdown."""
    line = line.strip()
    start = _LINE_START.match(line)
    if start is None:
        return line
    if start["digits"]:
        return f"{start['digits']}\\.{line[start.end() :]}"
    return (f"\\{start[0]}" if start["sign"] else _ENTITIES[start[0]]) + line[1:]
