"""The publication date: BibTeX's year and month, or biblatex's date."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from common.dates import cv_date
from common.dates.cv_date import CVDate, DateError
from common.dates.fields import MAX_LENGTH
from publications.bibtex.kinds import find_status
from publications.bibtex.text.latex import to_plain, to_verbatim

_YEAR = re.compile(r"(?<!\d)([12]\d{3})(?!\d)", re.ASCII)
_LONGEST = 100
_TIME = re.compile(r"T\d\d:.*")


def read_when(fields: Mapping[str, str]) -> tuple[str, list[str]]:
    """Return the date in EDTF, such as "2023-05", or "" if none is given, and warnings.

    If a month or date cannot be read, only the year is kept, with a warning. A year that names a
    status, such as "forthcoming", is neither a date nor an error.
    """
    date, year, month = (fields.get(name, "")[:_LONGEST] for name in ("date", "year", "month"))
    if date.strip():
        when, odd = _read_biblatex_date(to_verbatim(date))
        other = _YEAR.search(year)
        if when and other and other[1] not in when:
            odd.append(
                _('the year "%(year)s" is left out, as the date says %(when)s')
                % {"year": other[1], "when": when}
            )
        return when, odd
    year, month = to_plain(year), to_plain(month)
    found = _YEAR.search(year)
    if found is None:
        odd = (
            [_('the year "%(year)s" cannot be read') % {"year": year}]
            if year and not find_status(year)
            else []
        )
        if month:
            odd.append(
                _('the month "%(month)s" is left out, as there is no year') % {"month": month}
            )
        return "", odd
    if not month:
        return _read_point(year) or found[1], []
    day = to_plain(fields.get("day", "")[:_LONGEST])
    if with_day := _add_day(found[1], month, day):
        return with_day, []
    odd = [_('the day "%(day)s" cannot be read, and is left out') % {"day": day}] if day else []
    if month.isdecimal():
        point = _read_point(f"{found[1]}-{month}")
    else:
        # "June/July" is a double issue.
        point = _read_point(f"{month.replace('/', '–')} {found[1]}")
    if point:
        return point, odd
    return found[1], [
        *odd,
        _('the month "%(month)s" cannot be read; only the year is used') % {"month": month},
    ]


def _read_biblatex_date(date: str) -> tuple[str, list[str]]:
    """Read a date field, which is EDTF (biblatex manual), sometimes with a time."""
    date = "/".join(_TIME.sub("", part.strip()) for part in date.split("/"))
    # biblatex leaves an open start or end empty; EDTF of 2019 writes it as two dots.
    date = re.sub(r"/$", "/..", re.sub(r"^/", "../", date))
    for read in (CVDate.from_edtf, cv_date.read):
        try:
            edtf = read(date).edtf
        except DateError:
            continue
        if len(edtf) <= MAX_LENGTH:
            return edtf, []
    found = _YEAR.search(date)
    if not found:
        return "", [_('the date "%(date)s" cannot be read') % {"date": date}]
    warning = _('the date "%(date)s" cannot be read; only the year is used') % {"date": date}
    return found[1], [warning]


def _add_day(year: str, month: str, day: str) -> str:
    """Return the date with the value of the "day" field, or "" if they do not form a date."""
    if not day.isdecimal() or not (month.isdecimal() or month.isalpha()):
        return ""
    return _read_point(f"{year}-{month}-{day}" if month.isdecimal() else f"{day} {month} {year}")


def _read_point(text: str) -> str:
    try:
        return cv_date.read(text).edtf
    except DateError:
        return ""
