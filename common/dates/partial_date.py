"""Reads a single date as people write it, which may lack parts: "Aug 2023", "c. 2019", "15 Aug"."""

import re
from typing import NamedTuple

from django.utils.translation import gettext as _

from common.dates.errors import DateError, describe_ambiguity
from common.dates.words import NUMBERS, SEASONS, TERM_MONTHS, WINTER_OF_TWO_YEARS, WINTER_TERMS


class PartialDate(NamedTuple):
    """A date as it is written, which may lack parts: "Jan" in "Jan-Mar 2020" has no year."""

    year: str | None
    month: int | None
    day: int | None
    qualifier: str
    last_month: int | None = None  # of a term, which is a span of months

    @property
    def last_edtf(self) -> str:
        """The date as the end of a span, in EDTF: the last month of a term."""
        return self._replace(month=self.last_month or self.month).edtf

    @property
    def edtf(self) -> str:
        """The date in EDTF, or the first month of a term; only for a date with a year."""
        month = "" if self.month is None else f"-{self.month:02}"
        day = "" if self.day is None else f"-{self.day:02}"
        return f"{self.year}{month}{day}{self.qualifier}"

    def complete_from(self, other: "PartialDate") -> "PartialDate | None":
        """Fill in missing parts from the other end of the range; None if it lacks them too."""
        if self.year is not None:
            return self
        if other.month is None or (self.month is None and other.day is None):
            return None
        return self._replace(year=other.year, month=self.month or other.month)


NO_END = ("present", "now", "current", "currently", "ongoing", "today", "date", "in progress")
YEAR, MONTH, DAY = r"(?P<year>\d{4})", r"(?P<month>\d{1,2})", r"(?P<day>\d{1,2})"
NAME = rf"(?P<name>(?!(?:{'|'.join(NO_END)})$)(?:q[1-4]|h[12]|[a-z]+))"
POINT_SHAPES = [
    re.compile(shape, re.ASCII)
    for shape in (
        YEAR,  # 2023
        rf"{YEAR}([-./]){MONTH}(?:\2{DAY})?",  # 2023.8, 2023-08-15
        rf"{MONTH}[-./]{YEAR}",  # 08/2023
        rf"{DAY}\.{MONTH}\.{YEAR}",  # 15.8.2023
        rf"{NAME}[ -]?{YEAR}",  # Aug 2023, Spring 2021
        rf"{YEAR}[ -]?{NAME}",  # 2022 Spring
        rf"{DAY}[ -]?{NAME}[ -]?{YEAR}",  # 15 Aug 2023
        rf"{NAME}[ -]?{DAY} {YEAR}",  # Aug 15 2023
        rf"{YEAR}[ -]{NAME}[ -]{DAY}",  # 2023 Aug 15
        # The missing parts of these are at the other end of a range.
        NAME,
        rf"{DAY}[ -]?{NAME}",
        rf"{NAME}[ -]?{DAY}",
        DAY,
    )
]

SEASON_CODE = re.compile(r"(\d{4})-(2[1-4])", re.ASCII)
TWO_NUMBERS_AND_YEAR = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})", re.ASCII)
TWO_YEARS = r"(\d{4})(?:[-–]| ?/ ?)(\d\d|\d{4})"
WINTER = re.compile(rf"(?:winter|{'|'.join(WINTER_TERMS)}) {TWO_YEARS}", re.ASCII)
EXPECTED = r"\(?\b(?:expected|anticipated|exp)\b ?\)?"
QUALIFIED = re.compile(
    rf"(?P<expected>{EXPECTED}:? ?)?"
    r"(?P<about>(?:(?:circa|approximately|approx|about|around|ca|c)\b|~) ?)?"
    r"(?P<date>.*?) ?(?P<mark>[~?%]?)"
)


def read_partial_date(text: str) -> PartialDate | None:
    """Read a single, perhaps incomplete date; None if the text does not look like one."""
    parts = QUALIFIED.fullmatch(text)
    if not parts:
        return None
    text, qualifier = parts["date"], parts["mark"]
    if parts["expected"]:
        qualifier = "%" if qualifier in {"~", "%"} else "?"
    if parts["about"]:
        qualifier = "%" if qualifier in {"?", "%"} else "~"
    if match := SEASON_CODE.fullmatch(text):
        return PartialDate(match[1], _find_season(text), None, qualifier)
    if match := TWO_NUMBERS_AND_YEAR.fullmatch(text):
        day, month = _order_day_and_month(text, int(match[1]), int(match[3]), match[4])
        return PartialDate(match[4], month, day, qualifier)
    if match := WINTER.fullmatch(text):
        following = str(int(match[1]) + 1)
        if not following.endswith(match[2]):
            return None
        return PartialDate(match[1], WINTER_OF_TWO_YEARS, None, qualifier)
    for shape in POINT_SHAPES:
        if match := shape.fullmatch(text):
            return _build_date(match.groupdict(), qualifier)
    return None


def _build_date(parts: dict[str, str | None], qualifier: str) -> PartialDate:
    """Build the date from the groups of a match. Raises DateError if the month is unknown."""
    month = None
    if number := parts.get("month"):
        month = int(number)
        if not 1 <= month <= 12:
            raise DateError(
                number, _("is not a date: %(number)s is not a month") % {"number": number}
            )
    if name := parts.get("name"):
        month = NUMBERS.get(name)
        if month is None:
            raise DateError(
                name, _('is not a date: "%(name)s" is not a month or a season') % {"name": name}
            )
    _first, last_month = TERM_MONTHS.get(name or "", (None, None))
    day = parts.get("day")
    if day and last_month:
        raise DateError(f"{day} {name}", _("is not a date: only a month has days"))
    return PartialDate(parts.get("year"), month, int(day) if day else None, qualifier, last_month)


def _find_season(text: str) -> int:
    """Return the season of "2021-21". Raises DateError if the number could be a later year."""
    year, code = int(text[:4]), int(text[5:])
    if year % 100 < code:
        season = SEASONS[code - 21].title()
        raise describe_ambiguity(text, f"{year}-{year - year % 100 + code}", f"{season} {year}")
    return code


def _order_day_and_month(text: str, first: int, second: int, year: str) -> tuple[int, int]:
    """Return day and month of "15/8/2023" or "8/15/2023", if only one of them can be a month."""
    if first <= 12 and second <= 12 and first != second:
        day_first, month_first = f"{year}-{second:02}-{first:02}", f"{year}-{first:02}-{second:02}"
        raise describe_ambiguity(text, day_first, month_first)
    if first > 12 and second > 12:
        raise DateError(
            text,
            _("is not a date: neither %(first)s nor %(second)s is a month")
            % {"first": first, "second": second},
        )
    return (second, first) if second > 12 else (first, second)
