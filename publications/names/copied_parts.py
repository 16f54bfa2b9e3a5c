"""Finds what copied lists of authors have beside the names: affiliations, degrees, footnotes.

What is left out is replaced by spaces, so that the positions of all other characters stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from publications.names.author_line_parts import ANY_MARK, COMMAS

Match = re.Match[str]

# They come with texts from PDF files and web pages: soft hyphens, zero-width and direction marks.
_INVISIBLE = dict.fromkeys((0x00AD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F)))

# The name of a group, or an author's key; numbers in square brackets are footnotes.
_KEPT = re.compile(r"(\{[^{}]*+\}|\[(?![\s\d,–-]*\])[^\[\]]*+\])")
_RAISED = re.compile(
    r"\$\s*\^?\{?([^${}]{0,40})\}?\s*\$|<sup>([^<>]{0,40})</sup>"
    r"|\\textsuperscript\{([^{}]{0,40})\}|\^\{([^{}]{0,40})\}"
)
_TEX_MARKS = {
    r"\dagger": "†",
    r"\dag": "†",
    r"\ddagger": "‡",
    r"\ddag": "‡",
    r"\ast": "*",
    r"\star": "*",
}
_TEX_MARK = re.compile(r"\\(?:d{1,2}ag(?:ger)?|ast|star)(?![a-z])")

_WEB = re.compile(
    r"[(<]?(?:https?://\S+|(?<![\w.+-])[\w.+-]++@[\w-]+\.[\w.-]*\w)[)>]?|\d{4}(?:-\d{3}[\dX]){3}"
)
_ENUMERATED = re.compile(r"(?m)^[ \t]*(?:\d{1,4}[.)]|[-•·–*])(?=[ \t]+\w)")
_BRACKETED_NUMBER = re.compile(r"[\[(]\s*\d+(?:\s*[,–-]\s*\d+)*\s*[\])]")
_NOTE = r"[\d⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ§¶#⋆★☆✉♠♣♦♥♢◇◦°∥‖⊥]"
# Footnote signs after a name, with the commas between them and before or after a mark.
_NOTES = re.compile(
    rf"(?:(?<=[{ANY_MARK}])\s*,\s*)?{_NOTE}++(?!\s*others)(?:\s*,\s*{_NOTE}++)*+"
    rf"(?:\s*,\s*(?=[{ANY_MARK}]))?"
)
# "Hanze Dong a,*": the footnote letters of some publishers.
_LETTERS = re.compile(
    rf"(?<=\w)[ ][a-h](?:\s?,\s?[a-h])*+(?:\s?,\s?(?=[{ANY_MARK}])"
    rf"|(?=\s*(?:[{COMMAS};&\n{ANY_MARK}]|and\b|$)))"
)
_BETWEEN_MARKS = re.compile(rf"(?<=[{ANY_MARK}])\s*,\s*(?=[{ANY_MARK}])")

_TITLES = re.compile(
    r"(?i)(?:^|(?<=[,;&\n])|(?<=\band))[^\S\n]*+((?:(?:professor|(?:prof|dr|mr|mrs|ms|assoc|asst)\.?"
    r"|med\.|rer\.|nat\.)\s+)++)(?=\w)"
)
_END_OF_NAME = rf"(?=\s*(?:[{COMMAS};&\n{ANY_MARK}\d(]|and\b|$))"
_SURE_DEGREES = re.compile(
    r"(?<![\s,])[,\s]\s*+(?:Ph\.?\s?D|D\.?\s?Phil|M\.?Sc|B\.?Sc|M\.?Phil|Dr\.?-?\s?Ing|M\.?P\.?H|MBA|FRS|FRCP"
    rf"|Pharm\.?D|Esq)\.?{_END_OF_NAME}"
)
# Degrees only behind a whole name and a comma: else they are initials, as in "Smith, M. D.".
_PIECE = re.compile(rf"[^{COMMAS};&\n]+")
_DEGREE = re.compile(
    r"\s*(?:M\.?D|M\.?S|M\.?A|R\.?N|B\.?A|B\.?S|D\.?O|J\.?D)\.?(?=[\s" + ANY_MARK + "]*$)"
)

_IN_BRACKETS = re.compile(r"\([^()]*+\)")
_GROUP_WORD = re.compile(r"(?i)\b(?:collaboration|consortium|team|group|on behalf|for the)")
AFFILIATION = re.compile(
    r"(?i)\b(?:universit|institut|laborator|(?:college|school|departments?|dept|faculty|labs?"
    r"|hospitals?|academy|cent(?:er|re)|research|inc|ltd|gmbh|corporation)\b)"
)
_ACRONYM = re.compile(r"\b[A-Z]{2,5}\b|[\d,@]")
_REMARK = re.compile(r"(?i)equal|correspond|author|contribut|advis|\beds?\b|present")
_AFFILIATION_LINE = re.compile(rf"^\s*(?:{_NOTE}|\[\d)")


def remove_invisible(text: str) -> str:
    return text.translate(_INVISIBLE)


def leave_out_parts(text: str) -> tuple[str, list[str]]:
    """Return the text with spaces in place of what is no name, and a list of what that was.

    The names of groups in braces stay, and the keys in square brackets.
    """
    left_out: dict[str, None] = {}
    text = _leave_out_lines(_RAISED.sub(_lower, text), left_out)
    parts = _KEPT.split(text)
    kept = [part if _KEPT.fullmatch(part) else _leave_out(part, left_out) for part in parts]
    return "".join(kept), list(left_out)


def _leave_out(text: str, left_out: dict[str, None]) -> str:
    def blank(match: Match) -> str:
        part = match[0].strip(f" \t\n{COMMAS}")
        if part:
            left_out[part] = None
        return re.sub(r"[^\n]", " ", match[0])

    for pattern in (_WEB, _ENUMERATED, _BRACKETED_NUMBER):
        text = pattern.sub(blank, text)
    text = _IN_BRACKETS.sub(lambda m: blank(m) if _is_affiliation(m) else m[0], text)
    for pattern in (_NOTES, _LETTERS, _TITLES, _SURE_DEGREES):
        text = pattern.sub(blank, text)
    text = _BETWEEN_MARKS.sub(lambda match: " " * len(match[0]), text)
    return _leave_out_degrees(text, blank)


def _lower(match: Match) -> str:
    """Return raised signs as ordinary ones: the marks of TeX, footnotes, and spaces."""
    inside = next(filter(None, match.groups()), "")
    inside = _TEX_MARK.sub(lambda mark: _TEX_MARKS[mark[0]], inside).replace(r"\,", " ")
    return inside.ljust(len(match[0]))


def _is_affiliation(match: Match) -> bool:
    """Whether brackets have no name in another script: "(UIUC)", "(Peking University)"."""
    inside = match[0][1:-1]
    if _GROUP_WORD.search(inside) or not match.string[: match.start()].strip():
        return False
    return any(pattern.search(inside) for pattern in (AFFILIATION, _ACRONYM, _REMARK))


def _leave_out_lines(text: str, left_out: dict[str, None]) -> str:
    """Leave out the lines of affiliations under the names: "1 University of Illinois"."""
    lines = text.split("\n")
    for number, line in enumerate(lines[1:], start=1):
        if _AFFILIATION_LINE.match(line) and AFFILIATION.search(line):
            left_out[line.strip()] = None
            lines[number] = " " * len(line)
    return "\n".join(lines)


def _leave_out_degrees(text: str, blank: Callable[[Match], str]) -> str:
    """Leave out "MD" behind a comma and a whole name, together with the comma."""
    signs, before = list(text), None
    for piece in _PIECE.finditer(text):
        degree = _DEGREE.match(piece[0])
        if before and degree and _is_whole_name(before[0]):
            start = piece.start()
            signs[start - 1 : start + degree.end()] = " " + blank(degree)
        else:
            before = piece
    return "".join(signs)


def _is_whole_name(text: str) -> bool:
    words = text.split()
    return len(words) > 1 and any(char.islower() for char in words[-1])
