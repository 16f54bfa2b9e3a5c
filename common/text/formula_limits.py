r"""Formulas that are too much for the converter: they are shown as their source.

The converter recurses at each level, and a stack overflow would kill the process. Any command may
be a level: ``\sqrt\sqrt\sqrt x``. Each bracket that is opened and not closed in its own group
doubles the time: thirty take seconds, forty hours. No real formula comes near these limits.
"""

import re
import unicodedata

_MOST_COMMANDS = 400
_DEEPEST_GROUP = 100
_MOST_UNCLOSED = 12

_COMMAND = re.compile(r"\\[A-Za-z]")
_OPENING_SIGNS = (
    "".join(
        char for char in map(chr, range(0x10000)) if unicodedata.category(char) == "Ps"
    ).replace("{", "")
    + "⌜⌞⎰"
)
_TOKEN = re.compile(
    rf"""
      \\(?:[bB]igg?[lrm]?)(?![A-Za-z])\s*(?:\\[A-Za-z]+|\\.|.)?  # neither opens nor closes
    | (?P<border> \\(?:left|right|middle)(?![A-Za-z])\s*(?:\\[A-Za-z]+|\\.|.)?
                | & | \\\\ | \\(?:begin|end)(?![A-Za-z]) )
    | (?P<opening> [{re.escape(_OPENING_SIGNS)}] | \\\{{
                 | \\(?:l(?:Angle|Vert|ang(?:le)?|brace|brack|ceil|floor|group|langle|lbracket
                 | lcorner|lparenthesis|moustache|paren|vert)|ulcorner)(?![A-Za-z]) )
    | (?P<closing> [)\]] | \\\}} | \\r(?:Vert|angle|brace|brack|ceil|floor|vert)(?![A-Za-z]) )
    | (?P<group> \{{ ) | (?P<end> \}} ) | \\.
    """,
    re.VERBOSE | re.DOTALL,
)


def is_too_much(tex: str) -> bool:
    """Return whether the formula might overflow the converter's stack or take too long."""
    if sum(1 for _ in _COMMAND.finditer(tex)) > _MOST_COMMANDS:
        return True
    unclosed, groups = 0, [0]  # brackets that are open in each group
    for token in _TOKEN.finditer(tex):
        match token.lastgroup:
            case "opening":
                groups[-1] += 1
            case "closing":
                groups[-1] = max(groups[-1] - 1, 0)
            case "border":
                unclosed += groups[-1]
                groups[-1] = 0
            case "group":
                groups.append(0)
            case "end" if len(groups) > 1:
                unclosed += groups.pop()
        if len(groups) > _DEEPEST_GROUP + 1 or unclosed > _MOST_UNCLOSED:
            return True
    return unclosed + sum(groups) > _MOST_UNCLOSED
