"""Compares the words of venue names, whether written in full or abbreviated.

ISO 4 abbreviates word by word and leaves out small words: "J. Mach. Learn. Res." is "Journal of
Machine Learning Research". So two names are compared word by word, and no list of abbreviations is
needed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from common.text.search import fold

_SMALL = frozenset(
    (
        *("of", "on", "in", "for", "to", "the", "and", "de", "la", "le", "les", "des", "du"),
        *("der", "die", "das", "und", "et", "y", "fur", "zur", "pour", "del", "della", "di"),
    )
)
# How many letters stay at least, as fewer mean another word: "phys." is physics.
_LEAST = {"physiol": 7, "sociol": 6, "econometr": 6}
_IS_NO_ACRONYM = r"(?!(?:USA|UK|UAE)\b)"
# A year, a number, an acronym or a publisher in brackets.
_IN_BRACKETS = re.compile(
    rf"\s*[(\[](?:\d+|{_IS_NO_ACRONYM}[A-Z][\w&+-]*[A-Z][\w&+-]*(?:\W{{1,2}}\d+)?"
    r"|Elsevier|Springer|Wiley)[)\]]"
)
_YEAR_AT_END = re.compile(r"(?<=\w)(?:[\s,-]*(?:19|20)\d\d|\s*['’]\d\d)$")


class Word(NamedTuple):
    """A word in lower case and without accents. ``is_cut`` tells that a full stop follows it."""

    text: str
    is_cut: bool = False


Words = tuple[Word, ...]


@lru_cache(maxsize=4096)
def read_words(text: str) -> Words:
    """Return the words of a text, apart from small ones such as "of" and "the".

    >>> [word.text for word in read_words("The Journal of Heaps & Piles")]
    ['journal', 'heaps', 'piles']
    """
    found = re.findall(r"(\w+)(\.?)", fold(text))
    return tuple(Word(word, bool(stop)) for word, stop in found if word not in _SMALL)


def read_name(text: str) -> Words:
    """Return the words of a name without what is added in brackets, and without its year."""
    for noise in (_IN_BRACKETS, _YEAR_AT_END):
        text = noise.sub("", text).strip() or text
    return read_words(text)


def get_key(words: Words) -> str:
    """Return what equal names have in common."""
    return " ".join(word.text for word in words)


def get_initials(words: Words) -> str:
    """Return what a name and its abbreviation have in common."""
    return "".join(word.text[0] for word in words)


def is_abbreviated(text: str) -> bool:
    """Return whether a name is written as ISO 4 does: "J. Heaps Piles"."""
    words = re.findall(r"\w+\.?", fold(text))
    return len(words) > 1 and any(w.endswith(".") for w in words) and not _SMALL & {*words}


def agree(words: Words, others: Words) -> bool:
    """Return whether two names are equal word by word, where words may be abbreviated."""
    if len(words) != len(others):
        return False
    return (
        all(map(_is_equal, words, others))
        or _abbreviates_without_stops(words, others)
        or _abbreviates_without_stops(others, words)
    )


def _is_equal(one: Word, other: Word) -> bool:
    if one.text == other.text:
        return True
    short, long = (one, other) if len(one.text) < len(other.text) else (other, one)
    return short.is_cut and _shortens(short.text, long.text)


def _shortens(short: str, long: str) -> bool:
    """Return whether a word is the start of another, or a contraction of it: natl, national."""
    if long.startswith(short):
        return not any(long.startswith(word) and len(short) < n for word, n in _LEAST.items())
    ends_alike = short[0] == long[0] and short[-1] == long[-1]
    rest = iter(long)
    return 2 < len(short) < 6 and ends_alike and all(letter in rest for letter in short)


def _abbreviates_without_stops(words: Words, full: Words) -> bool:
    """Return whether a name abbreviates another as PubMed does: "J Mach Learn Res".

    To tell it from a similar full name ("Nano Letters"), its last word must be abbreviated, unless
    it begins with "J". The last word may also be a letter that is part of the name: "Phys Rev A".
    """
    if len(words) < 2:
        return False
    for short, long in zip(words, full, strict=True):
        lost = len(long.text) - len(short.text)
        if not _is_equal(short, long) and (lost < 2 or not _shortens(short.text, long.text)):
            return False
    before, last = words[-2].text, words[-1].text
    if len(last) == 1 < len(before):
        return last == full[-1].text
    return last != full[-1].text or words[0].text == "j"
