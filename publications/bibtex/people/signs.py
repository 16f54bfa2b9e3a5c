r"""Removes text that is not part of a name: life dates, DBLP's numbers, affiliations, e-mail.

Text in braces is kept, because braces mean that it is part of the name.
"""

import re

from publications.bibtex.people.lists import mask
from publications.bibtex.text.latex import to_plain

_TILDE = re.compile(r"\{?\\(?:~\{\}|textasciitilde(?:\{\}| ?))\}?")
_UNDERSCORE = re.compile(r"\\?_")
_E_MAIL = re.compile(r"\s*[<(]?[\w.+-]+@[\w.-]+[>)]?")
_DEGREE = re.compile(r",?\s+(?:Ph\.? ?D|M\.D)\.?(?=\s*(?:,|$))", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s*[(\[](?P<text>[^()\[\]]*)[)\]](?=\s*(?:,|$))")
_DIGITS = "\\d⁰¹²³⁴-⁹"
_YEARS = rf"[{_DIGITS}][{_DIGITS}?–—\-/,; ]*(?=\s*(?:[,;]|$))"
_NUMBERS = re.compile(
    rf"(?<=[^\W\d_]){_YEARS}|(?:^|[\s,]+)(?:(?:b|d|c|ca|fl|born|died)\.? ?)?[-–—]? ?{_YEARS}"
)
_TITLE = re.compile(r"^(?:(?:Prof|Professor|Dr|Mr|Mrs|Ms)\.? )+(?=[^\s,]+ [^\s,])")
_LATIN = re.compile(r"[A-Za-z]")


def remove_signs(source: str) -> tuple[str, list[str]]:
    """Return the source of a name without text that is not part of it, and the removed texts.

    If nothing would remain, the source is returned unchanged.
    """
    left_out: list[str] = []
    text = source
    for pattern, sign in ((_TILDE, "~"), (_UNDERSCORE, "_")):
        if pattern.search(text):
            text = pattern.sub(" ", text)
            left_out.append(sign)
    for pattern in (_TITLE, _E_MAIL, _DEGREE, _IN_BRACKETS, _NUMBERS):
        text = _cut(text, pattern, left_out)
    text = " ".join(text.split()).strip(" ,;")
    has_name = any(char.isalpha() for char in to_plain(text))
    return (text, left_out) if has_name else (source, [])


def _cut(text: str, pattern: re.Pattern[str], left_out: list[str]) -> str:
    parts, end = [], 0
    for found in pattern.finditer(mask(text, brackets=False)):
        said = text[found.start() : found.end()]
        if pattern is _IN_BRACKETS and said.strip(" ()[]") and not _is_no_name(said):
            continue
        left_out.append(to_plain(said).strip(" ,;"))
        parts.append(text[end : found.start()])
        end = found.end()
    return "".join([*parts, text[end:]])


def _is_no_name(in_brackets: str) -> bool:
    """Return whether text in brackets is not a name in another script: "(UIUC)", "(1933-2001)"."""
    return any(char.isdigit() for char in in_brackets) or bool(_LATIN.search(in_brackets))
