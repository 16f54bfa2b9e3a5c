"""Guesses the short and the full name of a new venue from the title of a volume."""

from __future__ import annotations

import re

from publications.models import Venue
from publications.venues.meetings import ORDINALS, find_acronyms, find_beside
from publications.venues.series import SERIES

_ORDINALS = "|".join(sorted(ORDINALS))
_IN_FRONT = re.compile(
    rf"(?:(?:in:?\s+)?proc(?:eedings?|\.)?(?:\s+|$)(?:of\b\s*)?(?-i:the\b\s*)?"
    rf"|(?:the\s+)?(?:\d{{4}}|\d+(?:st|nd|rd|th)|(?:{_ORDINALS})(?:[\s-]+(?:{_ORDINALS}))*)"
    r"\s+(?:on\s+)?)+",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"\b\d+(?:st|nd|rd|th)\s+", re.IGNORECASE)
# Years, numbers, brackets with an acronym or a number, and signs that belong to what was cut off.
_AT_THE_END = re.compile(
    r"(?:[\s,:;(\[–-](?:\d{1,4}|['’]\d\d|[IVXL]{2,})?|\([A-Z][^\W\d]+\)|\([^()\d]*\d[^()]*\))+$"
)
_EVENT = re.compile(
    r"\b(?:conference|symposium|workshop|meeting|colloquium|congress|convention|conf\.|symp\.)",
    re.IGNORECASE,
)
_GENERIC = frozenset(("annual", "international", "european", "joint"))
_WHEN = re.compile(
    r",\s*(?=[^,]*\b(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December|virtual|online)\b)",
    re.IGNORECASE,
)
_WORD_OF_ACRONYM = re.compile(r"\b(?!ACM|IEEE|USENIX|SIAM|AAAI)[A-Z]{2,}[/-]?[A-Z]*\s+$")
_PLACE = re.compile(r"(?:,\s(?![^,]*(?:\band\b|&))[^,]{1,30})+$")
_NO_ACRONYMS = frozenset(("USA", "UAE", "ACM", "IEEE", "SIAM", "USENIX", "PMLR", "LNCS", "CEUR"))


def guess_names(text: str, kind: str) -> tuple[str, str]:
    """Return the short name, or "", and the full name that a title suggests.

    >>> guess_names("37th International Conference on Heaps (ICH 2020), Virtual", "conference")
    ('ICH', 'International Conference on Heaps')

    The full name is the whole text unless that clearly says more than the name.
    """
    if kind not in {Venue.Kind.CONFERENCE, Venue.Kind.WORKSHOP}:
        return "", text
    if kind == Venue.Kind.CONFERENCE and find_beside(text):
        return "", text
    acronym, start = _find_acronym(text, kind)
    if acronym and _clean(text) == acronym:
        return acronym, acronym
    before, after = (text[:start], text[start + len(acronym) :]) if acronym else (text, "")
    title = _clean(_cut_off_place_and_date(before if before.strip() else after))
    return acronym, title if _is_title(title) else text


def _find_acronym(text: str, kind: str) -> tuple[str, int]:
    """Return the acronym in brackets or between commas, and its place.

    Some have two words, such as ECML PKDD.
    """
    is_conference = kind == Venue.Kind.CONFERENCE
    not_its_own = _NO_ACRONYMS if is_conference else _NO_ACRONYMS | SERIES.keys()
    for acronym, start in find_acronyms(text).items():
        is_apart = text[start] in "(["
        if not is_apart and (first_word := _WORD_OF_ACRONYM.search(text[:start])):
            acronym, start = first_word[0] + acronym, first_word.start()
        is_apart |= text[:start].rstrip().endswith((*",;:-–([",))
        is_first = is_conference and not _clean(text[:start])
        if acronym not in not_its_own and (is_apart or is_first):
            return acronym, start
    return "", 0


def _is_title(text: str) -> bool:
    """Return whether a text names an event and says which: not just "International Conference"."""
    words = text.split()
    tells = [word for word in words if word.lower() not in _GENERIC and not _EVENT.match(word)]
    return len(words) > 2 and bool(tells) and _EVENT.search(text) is not None


def _cut_off_place_and_date(text: str) -> str:
    name, *rest = _WHEN.split(text, maxsplit=1)
    return _PLACE.sub("", name) if rest else name


def _clean(text: str) -> str:
    """Return the text from the first part that names an event, without years and ordinals."""
    parts = [part.strip() for part in re.split(r"(?<=:)\s|\s[–-]\s", text)]
    events = [number for number, part in enumerate(parts) if _EVENT.search(part)]
    name = " ".join(parts[events[0] :] if events else parts).lstrip(" ,;.)]–-")
    in_front = _IN_FRONT.match(name)
    name = _ORDINAL.sub("", name[in_front.end() :] if in_front else name)
    return _AT_THE_END.sub("", name)
