"""Reads al-folio's ``annotation``, which says what the marks after the authors' names mean."""

import re

from publications.bibtex.text.latex import to_plain

_PART = re.compile(r"\(?([*†‡§¶#∗⋆]|(?<!\w)[\da-z](?!\w))\)?\s*[:=–-]?\s*([^*†‡§¶#∗⋆<;]+)")
# The words that explain a mark of the author line, in the order in which they decide.
_WORDS = (
    (re.compile(r"advis|supervis|senior|mentor", re.IGNORECASE), "‡"),
    (re.compile(r"correspond", re.IGNORECASE), "†"),
    (re.compile(r"equal|(?:joint|shared|co)[ -]?first", re.IGNORECASE), "*"),
)


def read_meanings(annotation: str) -> dict[str, str]:
    """Return what each sign means, as a mark of the author line; "" for any other meaning.

    >>> read_meanings("† Equal contribution<br>* Work done at MSRA")
    {'†': '*', '*': ''}
    """
    parts = _PART.findall(to_plain(annotation))
    return {sign: _choose_mark(text) for sign, text in parts if any(map(str.isalpha, text))}


def is_understood(annotation: str) -> bool:
    """Return whether all that an annotation says is what the signs mean."""
    text = to_plain(annotation)
    meanings = read_meanings(text)
    rest = _PART.sub("", text)
    return bool(meanings) and all(meanings.values()) and not any(map(str.isalpha, rest))


def _choose_mark(text: str) -> str:
    return next((mark for words, mark in _WORDS if words.search(text)), "")
