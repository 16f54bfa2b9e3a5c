"""A single date that is as exact as it is known, and its EDTF."""

import calendar
import re
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from common.dates.clock import has_come
from common.dates.errors import DateError
from common.dates.words import MONTHS, NAMES, PART_MONTHS, SEASON_MONTHS, WINTER_OF_TWO_YEARS

POINT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?%]?)")
YEARS = range(1000, 3000)


class Point(NamedTuple):
    """A date that is as exact as it is known: a year, a part of one, a month or a day."""

    year: int
    month: int | None  # 1 to 12, or as in EDTF the number of a season, quarter or half-year
    day: int | None
    qualifier: str  # as in EDTF: "~" approximate, "?" uncertain, "%" both, or ""

    @property
    def edtf(self) -> str:
        """The point in EDTF, such as "2023-08"."""
        text = f"{self.year}"
        if self.month is not None:
            text = f"{text}-{self.month:02}"
            if self.day is not None:
                text = f"{text}-{self.day:02}"
        return text + self.qualifier

    @property
    def iso(self) -> str | None:
        """The value for HTML's `<time datetime>`; None for parts of a year and qualified dates."""
        return None if self.qualifier or self.precision == "part" else self.edtf

    @property
    def precision(self) -> str:
        """How exact it is: "year", "part" (a season, quarter or half), "month" or "day"."""
        if self.month is None:
            return "year"
        if self.month in PART_MONTHS:
            return "part"
        return "month" if self.day is None else "day"

    @property
    def season(self) -> int | None:
        """The season: 1 for spring to 4 for winter."""
        return (self.month - 21) % 4 + 1 if self.month in SEASON_MONTHS else None

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day that the point covers."""
        if self.month is None:
            return date(self.year, 1, 1), date(self.year, 12, 31)
        first, last = PART_MONTHS.get(self.month, (self.month, self.month))
        last_day = self.day or calendar.monthrange(self.year, last)[1]
        return date(self.year, first, self.day or 1), date(self.year, last, last_day)

    @property
    def is_expected(self) -> bool:
        """Whether it is uncertain because it has not come yet; EDTF says only "uncertain"."""
        return self.qualifier in {"?", "%"} and not has_come(self.days[1])

    def display(self) -> str:
        """The point as a reader sees it: "Aug 2023", "c. 2019", "2019?", "2040 (expected)"."""
        text = f"{self.year}"
        if self.month == WINTER_OF_TWO_YEARS:
            text = f"{text}/{(self.year + 1) % 100:02}"
        if self.month is not None:
            text = f"{NAMES[self.month]} {text}"
            if self.day is not None:
                text = f"{self.day} {text}"
        if self.qualifier:
            about = "c. " if self.qualifier in "~%" else ""
            doubt = " (expected)" if self.is_expected else "?"
            text = f"{about}{text}{doubt if self.qualifier in '?%' else ''}"
        return text


def parse_point(text: str) -> Point:
    match = POINT.fullmatch(text)
    if match is None:
        raise DateError(text, _("is not a date that can be read"))
    year_text, month_text, day_text, qualifier = match.groups()
    year = int(year_text)
    month = int(month_text) if month_text else None
    day = int(day_text) if day_text else None
    if year not in YEARS:
        raise DateError(
            text, _("is not a date: the year %(year)s is not from 1000 to 2999") % {"year": year}
        )
    if month is not None and month not in NAMES:
        raise DateError(text, _("is not a date: %(month)s is not a month") % {"month": month})
    if day is not None:
        _check_day(text, year, month or 0, day)
    return Point(year, month, day, qualifier)


def _check_day(text: str, year: int, month: int, day: int) -> None:
    if month in PART_MONTHS:
        raise DateError(text, _("is not a date: only a month has days"))
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        name = MONTHS[month - 1].title()
        raise DateError(
            text,
            _("is not a date: %(name)s %(year)s has no day %(day)s")
            % {"name": name, "year": year, "day": day},
        )
