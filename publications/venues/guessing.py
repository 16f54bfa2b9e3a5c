"""Guesses the short and the full name of a new venue from the title of a volume."""

from __future__ import annotations

import re

from publications.models import Venue
from publications.venues.meetings import ORDINALS, find_acronyms, find_beside

_ORDINALS = "|".join(sorted(ORDINALS))
_IN_FRONT = re.compile(
    rf"(?:(?:in:?\s+)?proc(?:eedings|\.)?\s+(?:of\s+)?(?-i:the\s+)?"
    rf"|(?:the\s+)?(?:\d{{4}}|\d+(?:st|nd|rd|th)|(?:{_ORDINALS})(?:[\s-]+(?:{_ORDINALS}))*)\s+)+",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"\b\d+(?:st|nd|rd|th)\s+", re.IGNORECASE)
# Years, numbers, brackets with an acronym or a number, and signs that belong to what was cut off.
_AT_THE_END = re.compile(
    r"(?:[\s,:;(\[–-](?:\d{1,4}|['’]\d\d|[IVXL]{2,})?|\([A-Z]\w+\)|\([^()]*\d[^()]*\))+$"
)
_EVENT = re.compile(
    r"\b(?:conference|symposium|workshop|meeting|colloquium|congress|convention|conf\.|symp\.)",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r",\s*(?=[^,]*\b(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December|virtual|online)\b)",
    re.IGNORECASE,
)
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
    found = find_acronyms(text)
    acronym = next((name for name in found if name not in _NO_ACRONYMS), "")
    if find_beside(text) - {"workshop"} or " at " in text:
        acronym = ""
    if acronym and _clean(text) == acronym:
        return acronym, acronym
    parts = (text[: found[acronym]], text[found[acronym] + len(acronym) :]) if acronym else (text,)
    titles = (_clean(_cut_off_place_and_date(part)) for part in parts)
    return acronym, next((title for title in titles if _is_title(title)), text)


def _is_title(text: str) -> bool:
    return len(text.split()) > 2 and _EVENT.search(text) is not None


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
