"""Dates of publication in EDTF, from parts or from what programs write; print or online."""

import re
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from common.dates import cv_date
from common.dates.cv_date import CVDate, DateError
from common.dates.fields import MAX_LENGTH
from publications.sources.readers.cleaning.json_data import get_dict, get_text

_LONGEST = 60
_SLASHES = re.compile(r"(\d{4})(?:/(\d{1,2})?)?(?:/(\d{1,2})?)?(?:/(.*))?")
_DASHES = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?(?:[T ]\d\d:.*)?")
_MONTHS = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_WORD = re.compile(r"[a-z]+")
_YEAR = re.compile(r"(?<!\d)([12]\d{3})(?!\d)")


def make_date(year: Any = "", month: Any = "", day: Any = "") -> str:
    """Return a date of parts, of which the later may be missing or wrong: "2023-05"; "" if none.

    A month may be a name or the number of a season in EDTF (21 to 24).
    """
    texts = [get_text(part).strip() for part in (year, month, day)]
    if not re.fullmatch(r"[12]\d{3}", texts[0]):
        return ""
    parts = [texts[0]]
    for text in (_read_month(texts[1]), texts[2]):
        if not re.fullmatch(r"\d{1,2}", text) or not int(text):
            break
        parts.append(f"{int(text):02}")
    while parts:
        if found := _to_edtf("-".join(parts)):
            return found
        parts.pop()
    return ""


def read_csl_date(value: Any) -> str:
    """Return the date of a CSL variable, which may be an interval, or a text."""
    date = get_dict(value)
    lists = date.get("date-parts")
    points = [one for one in lists if isinstance(one, list)] if isinstance(lists, list) else []
    if isinstance(lists, list) and not points and lists:
        points = [lists]  # [2014, 5] where [[2014, 5]] is meant
    dates = [make_date(*point[:3]) for point in points[:2]]
    if dates and dates[0]:
        when = dates[0]
        season = get_text(date.get("season"))
        if re.fullmatch(r"\d{4}", when) and (number := _read_season(season)):
            when = make_date(when, number) or when
        if len(dates) > 1 and dates[1] and dates[1] != when:
            when = _to_edtf(f"{when}/{dates[1]}") or when
        return _to_edtf(f"{when}~") or when if date.get("circa") and "/" not in when else when
    return read_date(get_text(date.get("raw")) or get_text(date.get("literal")))


def read_date(text: str) -> str:
    """Return the date in a text: "2017/08//", "2020 Mar-Apr", "2018-05-21T10:00", "June 2012"."""
    text = text.strip()[:_LONGEST]
    if found := _DASHES.fullmatch(text):
        return make_date(*found.groups())
    if found := _SLASHES.fullmatch(text.strip(" ")):
        year, month, day, rest = (part or "" for part in found.groups())
        season = _read_season(rest)
        return make_date(year, month or season, day)
    if re.fullmatch(r"[12]\d{3}[\s/]+[A-Za-z].*", text):
        year, rest = text[:4], text[4:].strip(" /")
        day = re.search(r"(?<!\d)\d{1,2}$", rest)
        is_range = re.search(r"[A-Za-z]\s*[-–/]", rest) is not None
        return make_date(year, _read_month(rest), day[0] if day and not is_range else "")
    try:
        return _to_edtf(cv_date.read(text).edtf)
    except DateError:
        found = _YEAR.search(text)
        return found[1] if found else ""


def choose_date(print_: str, online: str, others: Iterable[str] = ()) -> str:
    """Return the date of print or online publication, or else the first of the others.

    In one year it is the more precise of the two. Otherwise it is that of print, to which volume,
    issue and pages belong.
    """
    if print_ and online:
        same_year = print_[:4] == online[:4]
        return online if same_year and len(online) > len(print_) else print_
    return print_ or online or next(filter(None, others), "")


def note_date(when: str) -> tuple[str, list[str]]:
    """Return the date with notes; none if it is in a year that is yet far away."""
    if not when:
        return "", [_("no date is given")]
    if when[:4].isdigit() and int(when[:4]) > timezone.localdate().year + 1:
        return "", [_("the year %(year)s is in the future, and is left out") % {"year": when[:4]}]
    return when, []


def _read_month(text: str) -> str:
    """Return the number of a month or season, which may be a name; the first of several."""
    if text.isdecimal():
        return text
    word = _WORD.search(text.lower())
    if word is None:
        return ""
    if number := _SEASONS.get(word[0]):
        return str(number)
    prefix = word[0][:3]
    return str(_MONTHS.index(prefix) + 1) if prefix in _MONTHS else ""


def _read_season(text: str) -> str:
    """Return the number in EDTF of a season, given by CSL's number 1 to 4 or by name."""
    if re.fullmatch(r"[1-4]", text):
        return str(20 + int(text))
    return text if re.fullmatch(r"2[1-4]", text) else _read_named_season(text)


def _read_named_season(text: str) -> str:
    word = _WORD.search(text.lower())
    return str(_SEASONS.get(word[0], "")) if word else ""


def _to_edtf(text: str) -> str:
    """Return a date in EDTF in its standard form, or "" if it is none."""
    try:
        edtf = CVDate.from_edtf(text).edtf
    except DateError:
        return ""
    return edtf if len(edtf) <= MAX_LENGTH else ""
