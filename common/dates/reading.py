"""Reads dates as people write them on a CV, and returns EDTF text.

`common.dates.cv_date` interprets the EDTF, and checks whether the day exists.
"""

import re
import unicodedata

from django.utils.translation import gettext as _

from common.dates.errors import DateError, describe_ambiguity
from common.dates.partial_date import EXPECTED, NO_END, TWO_YEARS, WINTER, read_partial_date
from common.dates.words import MONTHS, NUMBERS

LONGEST = 300  # far longer than any date; the time to read one grows quadratically
# All hyphens become "-" and all dashes "–". A hyphen may be inside an ISO date, a dash only between
# two dates.
DASHES = str.maketrans({"‐": "-", "−": "-", "‒": "–", "—": "–", "―": "–"})

A_NAME = "|".join(NUMBERS)
A_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)", re.ASCII)
EDTF_END = r"(?:\d{4}(?:-\d\d){0,2}[~?%]?|\.\.)"
EDTF_INTERVAL = re.compile(rf"{EDTF_END}/{EDTF_END}", re.ASCII)
SHORT_YEARS = re.compile(r"(\d{4})( ?[-–/~] ?)(\d\d)", re.ASCII)
LIST_SEPARATOR = re.compile(r" ?(?:, ?(?:and\b|&)?|&|\band\b) ?")
RANGE_SEPARATOR = re.compile(r"[-–~/]|\b(?:to|through|thru|until|till)\b")
UNTIL = re.compile(r"(?:until|till|up to) (.+)")
SINCE = re.compile(r"(?:since|from) (.+?)(?: onwards?)?|(.+?) ?(?:[-–]|\bonwards?)")

# "August 15, 2023", "June 10-12, 2023", "Spring, 2021" are one date; "2022 Spring, 2023" is two.
COMMA_BEFORE_YEAR = re.compile(
    rf"(?<!\d{{4}} )\b((?:{A_NAME})(?: \d\d?(?: ?[-–] ?\d\d?)?)?), ?(?=\d{{4}}\b)", re.ASCII
)
MONTH_DAYS_YEAR = re.compile(rf"\b({A_NAME}) (\d\d?) ?([-–]) ?(\d\d?) (?=\d{{4}}\b)", re.ASCII)
MONTH_BEFORE_YEAR = re.compile(rf"({A_NAME}) \d{{4}}(?:/\d\d)?", re.ASCII)

# "2023, in progress", "2023 (ongoing)", "2023 - to date"
STILL_OPEN = re.compile(r"(?: ?[-–,])? ?\(?\b(?:in progress|ongoing|to date)\)?$")
# "May 2027 (expected)"; before a date, the word is part of that.
EXPECTED_AT_END = re.compile(rf"(?<=[\w?~%])\??,? ?{EXPECTED}(?= ?(?:[-–,;]|$))")
ACADEMIC_YEAR = re.compile(r"^(?:ay|academic year) ?| academic year$")
YEAR_OR_TWO = re.compile(rf"(\d{{4}})|{TWO_YEARS}", re.ASCII)


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
    text = re.sub(r"\beaster term\b", "easterterm", text)
    text = re.sub(r"\b(?:the|of|semester|term|quarter)\b", " ", text)
    text = re.sub(r" +(?=,|$)", "", re.sub(" +", " ", text))
    text = STILL_OPEN.sub(" – present", EXPECTED_AT_END.sub("?", text))
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
        if month and (A_YEAR.fullmatch(item) or WINTER.fullmatch(f"{month} {item}")):
            items[index] = f"{month} {item}"
        else:
            match = MONTH_BEFORE_YEAR.fullmatch(item)
            month = match[1] if match else ""
    return items


def _read_span(text: str) -> tuple[str, str]:
    """Return start and end of a date or range in EDTF. An open end is empty."""
    if years := _read_academic_year(text) or _read_short_years(text):
        return years
    until, since = UNTIL.fullmatch(text), SINCE.fullmatch(text)
    one = text
    if until:
        one = until[1]
    elif since:
        one = since[1] or since[2]
    # Try a single date first: "2023-08-15" and "Winter 2019-2020" are not ranges.
    point = read_partial_date(one)
    if point and point.year:
        return "" if until else point.edtf, "" if since else point.last_edtf
    text = re.sub("^(?:since|from) ", "", text)
    for separator in RANGE_SEPARATOR.finditer(text):
        left, right = text[: separator.start()].strip(), text[separator.end() :].strip()
        if ends := _read_ends(left, right):
            return ends
    raise DateError(text, _("is not a date that can be read"))


def _read_ends(left: str, right: str) -> tuple[str, str] | None:
    """Return the two ends of a range in EDTF, or None if the texts are not two dates."""
    start = read_partial_date(left)
    if start is None:
        return None
    if right in NO_END:
        return (start.edtf, "") if start.year else None
    end = read_partial_date(right)
    if end is None:
        return None
    first, last = start.complete_from(end), end.complete_from(start)
    if first and last and first.year and last.year:
        return first.edtf, last.last_edtf
    return None


def _read_academic_year(text: str) -> tuple[str, str] | None:
    """Return the years of "AY 2023-24"; None if the text is not an academic year."""
    years = YEAR_OR_TWO.fullmatch(ACADEMIC_YEAR.sub("", text))
    if not years or years[0] == text:
        return None
    if years[1]:
        year = int(years[1])
        raise describe_ambiguity(text, f"{year - 1}-{year}", f"{year}-{year + 1}")
    following = str(int(years[2]) + 1)
    if not following.endswith(years[3]):
        raise DateError(text, _("is not an academic year: its second year is not the next one"))
    return years[2], following


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
        raise describe_ambiguity(text, f"{year}-{last}", f"{MONTHS[number - 1].title()} {year}")
    # In ISO, a number after a hyphen is a month or a season.
    if (separator in {"-", "/"} and is_month) or (separator == "-" and 21 <= number <= 24):
        return None
    return str(year), str(last)
