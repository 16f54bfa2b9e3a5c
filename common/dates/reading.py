"""Reads dates as people write them on a CV, and returns EDTF text.

`common.dates.cv_date` interprets the EDTF, and checks whether the day exists.
"""

import re
import unicodedata
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates.words import MONTHS, NUMBERS, SEASONS

EXAMPLES = gettext_lazy('Write for example "Aug 2023", "2023.8 - present" or "Spring 2021".')

LONGEST = 300  # far longer than any date; the time to read one grows quadratically
# All hyphens become "-" and all dashes "–". A hyphen may be inside an ISO date, a dash only between
# two dates.
DASHES = str.maketrans({"‐": "-", "−": "-", "‒": "–", "—": "–", "―": "–"})


class DateError(ValueError):
    """A text is not a date. The message is for the person who typed it.

    `problem` continues the sentence after the text ("is not a date: 13 is not a month").
    `advice` is a sentence that says what to write instead.
    """

    def __init__(self, text: str, problem: str, advice: str | Promise = EXAMPLES) -> None:
        self.problem = problem
        self.advice = advice
        start = text if len(text) <= 60 else f"{text[:57]}..."
        subject = f'"{start}"' if text else _("An empty text")
        super().__init__(f"{subject} {problem}. {advice}")


class PartialDate(NamedTuple):
    """A date as it is written, which may lack parts: "Jan" in "Jan-Mar 2020" has no year."""

    year: str | None
    month: int | None
    day: int | None
    qualifier: str

    @property
    def edtf(self) -> str:
        """The date in EDTF; only for a date with a year."""
        month = "" if self.month is None else f"-{self.month:02}"
        day = "" if self.day is None else f"-{self.day:02}"
        return f"{self.year}{month}{day}{self.qualifier}"

    def completed_by(self, other: "PartialDate") -> "PartialDate | None":
        """Fill in missing parts from the other end of the range; None if it lacks them too."""
        if self.year is not None:
            return self
        if other.month is None or (self.month is None and other.day is None):
            return None
        return self._replace(year=other.year, month=self.month or other.month)


NO_END = ("present", "now", "current", "currently", "ongoing", "today", "date")
YEAR, MONTH, DAY = r"(?P<year>\d{4})", r"(?P<month>\d{1,2})", r"(?P<day>\d{1,2})"
NAME = rf"(?P<name>(?!(?:{'|'.join(NO_END)})$)[a-z]+)"
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

A_NAME = "|".join(NUMBERS)
A_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)", re.ASCII)
EDTF_END = r"(?:\d{4}(?:-\d\d){0,2}[~?%]?|\.\.)"
EDTF_INTERVAL = re.compile(rf"{EDTF_END}/{EDTF_END}", re.ASCII)
SEASON_CODE = re.compile(r"(\d{4})-(2[1-4])", re.ASCII)
TWO_NUMBERS_AND_YEAR = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})", re.ASCII)
SHORT_YEARS = re.compile(r"(\d{4})( ?[-–/~] ?)(\d\d)", re.ASCII)
WINTER = re.compile(r"winter (\d{4})[-–/](\d\d|\d{4})", re.ASCII)
QUALIFIED = re.compile(
    r"(?P<about>(?:(?:circa|approximately|approx|about|around|ca|c)\b|~) ?)?"
    r"(?P<date>.*?) ?(?P<mark>[~?%]?)"
)

LIST_SEPARATOR = re.compile(r" ?(?:, ?(?:and\b|&)?|&|\band\b) ?")
RANGE_SEPARATOR = re.compile(r"[-–~/]|\b(?:to|through|thru|until|till)\b")
UNTIL = re.compile(r"(?:until|till|up to) (.+)")
SINCE = re.compile(r"(?:since|from) (.+?)(?: onwards?)?|(.+?) ?(?:[-–]|\bonwards?)")

# "August 15, 2023", "June 10-12, 2023", "Spring, 2021" are one date; "2022 Spring, 2023" is two.
COMMA_BEFORE_YEAR = re.compile(
    rf"(?<!\d{{4}} )\b((?:{A_NAME})(?: \d\d?(?: ?[-–] ?\d\d?)?)?), ?(?=\d{{4}}\b)", re.ASCII
)
MONTH_DAYS_YEAR = re.compile(rf"\b({A_NAME}) (\d\d?) ?([-–]) ?(\d\d?) (?=\d{{4}}\b)", re.ASCII)
MONTH_BEFORE_YEAR = re.compile(rf"({A_NAME}) \d{{4}}", re.ASCII)


def to_edtf(text: str) -> str:
    """Return the EDTF for a date as people write it. EDTF itself is accepted too.

    Raises DateError if the text cannot be read, or can be read in two ways.
    """
    if len(text) > LONGEST:
        raise DateError(
            text,
            _("is too long for a date, which has at most %(longest)s characters")
            % {"longest": LONGEST},
        )
    text = _normalise(text)
    if not text:
        raise DateError("", _("is not a date"))
    if not A_YEAR.search(text):
        raise DateError(text, _("is not a date: it has no year of four digits"))
    if text.startswith("{"):
        return text.replace(" ", "")
    if EDTF_INTERVAL.fullmatch(text):
        return text
    groups = _unify_style(text).split(";")
    spans = [_read_span(item) for group in groups for item in _list_items(group)]
    if len(spans) != 1:
        return "{" + ",".join(a if a == b else f"{a}..{b}" for a, b in spans) + "}"
    start, end = spans[0]
    return start if start == end else f"{start or '..'}/{end or '..'}"


def _normalise(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    # Cf: the invisible characters (soft hyphens, zero-width spaces) that come with pasted text.
    text = "".join(character for character in text if unicodedata.category(character) != "Cf")
    text = text.translate(DASHES).replace("--", "–")  # as in LaTeX
    return " ".join(text.lower().split()).strip("() ")


def _unify_style(text: str) -> str:
    """Remove the dots, endings, words and commas that do not change the date."""
    text = re.sub(r"(?<=[a-z])\.", " ", text.strip(" .,;"))
    text = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", text)
    text = re.sub(r"\b(?:the|of|semester|term|quarter)\b", " ", text)
    text = re.sub(r" +(?=,|$)", "", re.sub(" +", " ", text))
    text = COMMA_BEFORE_YEAR.sub(r"\1 ", text)
    text = re.sub(rf"(\d{{4}}), ?({A_NAME})$", r"\1 \2", text)  # "2023, Aug"
    return MONTH_DAYS_YEAR.sub(r"\2\3\4 \1 ", text)


def _list_items(text: str) -> list[str]:
    """Return the dates of a list, each completed by the year or month that it shares.

    "spring, fall 2021" returns "spring 2021", "fall 2021"; "june 2022,2023" returns "june 2022",
    "june 2023".
    """
    items = [item for item in LIST_SEPARATOR.split(text.strip()) if item]
    if len(items) < 2:
        return items
    year = (A_YEAR.findall(text) or [""])[-1]
    for index in reversed(range(len(items))):
        if found := A_YEAR.search(items[index]):
            year = found[0]
        else:
            items[index] += f" {year}"
    month = ""
    for index, item in enumerate(items):
        if month and A_YEAR.fullmatch(item):
            items[index] = f"{month} {item}"
        else:
            match = MONTH_BEFORE_YEAR.fullmatch(item)
            month = match[1] if match else ""
    return items


def _read_span(text: str) -> tuple[str, str]:
    """Return start and end of a date or range in EDTF. An open end is empty."""
    if years := _read_short_years(text):
        return years
    until, since = UNTIL.fullmatch(text), SINCE.fullmatch(text)
    one = text
    if until:
        one = until[1]
    elif since:
        one = since[1] or since[2]
    # Try a single date first: "2023-08-15" and "Winter 2019-2020" are not ranges.
    point = _read_point(one)
    if point and point.year:
        return "" if until else point.edtf, "" if since else point.edtf
    text = re.sub("^(?:since|from) ", "", text)
    for separator in RANGE_SEPARATOR.finditer(text):
        left, right = text[: separator.start()].strip(), text[separator.end() :].strip()
        if ends := _read_ends(left, right):
            return ends
    raise DateError(text, _("is not a date that can be read"))


def _read_ends(left: str, right: str) -> tuple[str, str] | None:
    """Return the two ends of a range in EDTF, or None if the texts are not two dates."""
    start = _read_point(left)
    if start is None:
        return None
    if right in NO_END:
        return (start.edtf, "") if start.year else None
    end = _read_point(right)
    if end is None:
        return None
    first, last = start.completed_by(end), end.completed_by(start)
    if first and last and first.year and last.year:
        return first.edtf, last.edtf
    return None


def _read_short_years(text: str) -> tuple[str, str] | None:
    """Return the years of "2019-20" or "2021/22"; None if the second is not a later year."""
    match = SHORT_YEARS.fullmatch(text)
    if not match:
        return None
    year, separator, number = int(match[1]), match[2], int(match[3])
    last = year + 1 if (year + 1) % 100 == number else year - year % 100 + number
    if last <= year:
        return None
    is_month = 1 <= number <= 12
    if separator == "/" and is_month and last == year + 1:
        raise _describe_ambiguity(text, f"{year}-{last}", f"{MONTHS[number - 1].title()} {year}")
    # In ISO, a number after a hyphen is a month or a season.
    if (separator in {"-", "/"} and is_month) or (separator == "-" and 21 <= number <= 24):
        return None
    return str(year), str(last)


def _read_point(text: str) -> PartialDate | None:
    """Read a single, perhaps incomplete date; None if the text does not look like one."""
    parts = QUALIFIED.fullmatch(text)
    if not parts:
        return None
    text, qualifier = parts["date"], parts["mark"]
    if parts["about"]:
        qualifier = "%" if qualifier in {"?", "%"} else "~"
    if match := SEASON_CODE.fullmatch(text):
        return PartialDate(match[1], _find_season(text), None, qualifier)
    if match := TWO_NUMBERS_AND_YEAR.fullmatch(text):
        day, month = _order_day_and_month(text, int(match[1]), int(match[3]), match[4])
        return PartialDate(match[4], month, day, qualifier)
    if match := WINTER.fullmatch(text):
        following = str(int(match[1]) + 1)
        return PartialDate(match[1], 24, None, qualifier) if following.endswith(match[2]) else None
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
    day = parts.get("day")
    return PartialDate(parts.get("year"), month, int(day) if day else None, qualifier)


def _find_season(text: str) -> int:
    """Return the season of "2021-21". Raises DateError if the number could be a later year."""
    year, code = int(text[:4]), int(text[5:])
    if year % 100 < code:
        season = SEASONS[code - 21].title()
        raise _describe_ambiguity(text, f"{year}-{year - year % 100 + code}", f"{season} {year}")
    return code


def _order_day_and_month(text: str, first: int, second: int, year: str) -> tuple[int, int]:
    """Return day and month of "15/8/2023" or "8/15/2023", if only one of them can be a month."""
    if first <= 12 and second <= 12 and first != second:
        day_first, month_first = f"{year}-{second:02}-{first:02}", f"{year}-{first:02}-{second:02}"
        raise _describe_ambiguity(text, day_first, month_first)
    if first > 12 and second > 12:
        raise DateError(
            text,
            _("is not a date: neither %(first)s nor %(second)s is a month")
            % {"first": first, "second": second},
        )
    return (second, first) if second > 12 else (first, second)


def _describe_ambiguity(text: str, one: str, other: str) -> DateError:
    return DateError(
        text,
        _("can be read in two ways: %(one)s or %(other)s") % {"one": one, "other": other},
        _("Write the one you mean."),
    )
