"""Finds the names and acronyms of conferences in the titles of volumes.

Such a title says more than the name: "Proceedings of the 37th International Conference on Machine
Learning, ICML 2020, 13-18 July 2020, Virtual Event".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from publications.venues.words import Word, Words, agree, read_words

# Words for events and volumes that use a conference's name but are not the conference itself.
_BESIDE_A_CONFERENCE = re.compile(
    r"\b(?:workshops?|findings|companion|adjunct|tutorials?|satellite|tracks?|posters?|demos?"
    r"|demonstrations?|doctoral|student|extended abstracts|colocated|collocated|co-located"
    r"|in conjunction with|held with)\b|@",
    re.IGNORECASE,
)
_YEAR = r"(?:[12]\d{3}\b|['’]\d\d\b)"
_ACRONYM = r"[A-Za-z0-9](?:[\w&+-]*[\w&+])?"
_ACRONYMS = re.compile(
    rf"(?<![\w/@-])(?P<with_year>{_ACRONYM}?)(?:\s*,?\s*-?{_YEAR}|-\d\d\b)"
    rf"|[(\[](?:\d{{4}}\s+)?(?P<in_brackets>{_ACRONYM})[)\]]"
    r"|(?i:\b(?:proc\.|proceedings of)\s+(?:the\s+)?(?:\d\S*\s+)?)"
    r"(?P<at_the_end>[A-Za-z][\w&+-]*)$"
)
_ONE_WORD = re.compile(r"[A-Za-z0-9][\w&+-]{2,}")
_SEPARATORS = re.compile(r"[,;:()\[\]{}–—]|\s-+\s")
_MOST_JOINED = 4  # parts between separators that make up one name: "Robotics: Science and Systems"

_ONE_TO_NINETEEN = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth"),
    *("seventeenth", "eighteenth", "nineteenth"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ORDINALS = frozenset((*_ONE_TO_NINETEEN, *_TENS, *(f"{ten[:-1]}ieth" for ten in _TENS)))
_NUMBER = re.compile(r"\d+(?:st|nd|rd|th)?|[ivxl]{2,}")
_IN_FRONT = frozenset(("proceedings", "proc", "annual", "biennial", "advances", "adv", *ORDINALS))
_CONFERENCE = frozenset(("conference", "conf"))
_INTERNATIONAL = frozenset(("international", "int", "intl"))
_SPONSOR = re.compile(r"aaai|acm|cvf|iapr|ieee|ifip|rsj|siam|usenix|sig[a-z]{2,6}")


class Meeting(NamedTuple):
    """The name of a conference in its parts.

    ``topic`` has the words that are left: "Advances in Heaps" and "Conference on Heaps" are equal.
    """

    topic: Words
    sponsors: frozenset[str]
    is_international: bool
    is_bare: bool  # just the topic

    def may_be(self, other: Meeting) -> bool:
        """Return whether two names may mean one conference.

        Sponsors may be left out, but "IEEE" and "SIAM International Conference on Data Mining" are
        two conferences, and so are "Conference" and "International Conference" without a sponsor,
        unless one name is just the topic.
        """
        share = self.sponsors & other.sponsors
        if (self.sponsors and other.sponsors and not share) or not agree(self.topic, other.topic):
            return False
        is_alike = self.is_international == other.is_international
        return bool(share) or is_alike or self.is_bare or other.is_bare


def find_beside(text: str) -> frozenset[str]:
    """Return the words that make it something beside a conference, such as a workshop there."""
    return frozenset(word.casefold().rstrip("s") for word in _BESIDE_A_CONFERENCE.findall(text))


def is_acronym(name: str) -> bool:
    """Return whether a name is one word with at least two capitals, such as NeurIPS or S&P."""
    return _ONE_WORD.fullmatch(name) is not None and sum(map(str.isupper, name)) > 1


def find_acronyms(text: str) -> dict[str, int]:
    """Map each word that is used as an acronym to its place: "(ICML)", "ICML 2020", "ICML'20"."""
    found: dict[str, int] = {}
    for match in _ACRONYMS.finditer(text):
        name = match[str(match.lastgroup)]
        if is_acronym(name):
            found.setdefault(name, match.start())
    return found


def find_names_with_year(text: str) -> Iterator[str]:
    """Yield the parts between separators that end with a year, without it: "Interspeech 2020"."""
    for part in _SEPARATORS.split(text):
        name, *year = re.split(rf"\s*{_YEAR}\s*$", part)
        if year and name.strip():
            yield name.strip()


@lru_cache(maxsize=4096)
def read_meetings(text: str) -> tuple[Meeting, ...]:
    """Return what may be the name of a conference in a text, the longest first."""
    parts = [part for part in _SEPARATORS.split(text) if part.strip()]
    found: dict[Meeting, None] = {}
    for length in range(min(_MOST_JOINED, len(parts)), 0, -1):
        for start in range(len(parts) - length + 1):
            meeting = _read_meeting(" ".join(parts[start : start + length]))
            if meeting:
                found[meeting] = None
    return tuple(found)


def _read_meeting(text: str) -> Meeting | None:
    words = list(read_words(text))
    is_named = len(text.split()) > 2 or bool(len(words) > 2 and re.search(rf"{_YEAR}$", text))
    sponsors = set()
    while words and (_is_in_front(words[0]) or _SPONSOR.fullmatch(words[0].text)):
        word = words.pop(0).text
        sponsors |= {word} if _SPONSOR.fullmatch(word) else set()
    while words and _NUMBER.fullmatch(words[-1].text):
        words.pop()
    plain = {word.text for word in words}
    topic = tuple(w for w in words if w.text not in _CONFERENCE | _INTERNATIONAL)
    sponsors |= {w.text for w in topic[:2] if _SPONSOR.fullmatch(w.text)}
    topic = tuple(w for w in topic if w.text not in sponsors)
    if not topic or not is_named or (len(topic) == 1 and not plain & _CONFERENCE):
        return None
    is_bare = not (sponsors or plain & (_CONFERENCE | _INTERNATIONAL))
    return Meeting(topic, frozenset(sponsors), bool(plain & _INTERNATIONAL), is_bare)


def _is_in_front(word: Word) -> bool:
    return word.text in _IN_FRONT or _NUMBER.fullmatch(word.text) is not None
