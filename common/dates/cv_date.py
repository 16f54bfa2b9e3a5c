"""The dates of a CV: "Aug 2023 – present", "Spring 2021", "Jun 2022, Jun 2023", "2018".

They are stored as EDTF, the standard for dates that are partly known, open or multiple
(ISO 8601-2, loc.gov/standards/datetime): `2023-08/..`, `2021-21`, `{2022-06,2023-06}`, `2018`.
This module has the part that a CV needs: years, seasons, quarters, half-years, months and days,
which may be approximate or uncertain; intervals of them; and sets in which all members count.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache, total_ordering
from itertools import pairwise
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from common.dates.errors import DateError
from common.dates.point import Point, parse_point
from common.dates.reading import to_edtf

__all__ = ["CVDate", "DateError", "read"]


class Span(NamedTuple):
    """A range between two points. None is an open end. Both ends of a single point are equal."""

    start: Point | None
    end: Point | None

    def edtf(self, separator: str, open_end: str) -> str:
        """The span in EDTF, which has different separators for intervals (`/`) and sets (`..`)."""
        start = open_end if self.start is None else self.start.edtf
        end = open_end if self.end is None else self.end.edtf
        return start if self.start == self.end else f"{start}{separator}{end}"

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day, for sorting."""
        return (
            date.min if self.start is None else self.start.days[0],
            date.max if self.end is None else self.end.days[1],
        )


@total_ordering
@dataclass(frozen=True)
class CVDate:
    """A date on a CV: one point in time, an interval, or a set of these.

    `read` makes one from text that people write, `from_edtf` from stored text. Equal dates have the
    same EDTF. Later dates are greater: see `sort_key`.
    """

    spans: tuple[Span, ...]

    @classmethod
    def from_edtf(cls, text: str) -> "CVDate":
        """Parse EDTF, such as "2023-08/..". Raises DateError for any other text."""
        return _parse(text)

    @property
    def edtf(self) -> str:
        """The date in EDTF: the stored form, the same for equal dates."""
        if len(self.spans) == 1:
            return self.spans[0].edtf("/", "..")
        return "{" + ",".join(span.edtf("..", "") for span in self.spans) + "}"

    def __str__(self) -> str:
        return self.edtf

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.edtf!r})"

    def display(self) -> str:
        """The date as a reader sees it; `read` understands it."""
        return self._format(lambda text, _point: text)

    def html(self) -> SafeString:
        """The same text as `display`, with `<time>` elements where HTML can express the date."""
        # Safe: it consists of our own words and digits.
        return mark_safe(self._format(_format_time_element))  # noqa: S308

    def _format(self, mark: Callable[[str, Point], str]) -> str:
        """Return the date for a reader, with the text of each point passed through `mark`."""
        if len(self.spans) == 1:
            return _format_span(self.spans[0], mark)
        precisions = {point.precision for span in self.spans for point in span if point}
        # "Jun 2022, 2023" would mean June in both years.
        separator = "; " if "year" in precisions and len(precisions) > 1 else ", "
        return separator.join(_format_span(span, mark) for span in self.spans)

    @cached_property
    def start(self) -> date | None:
        """The first day, or None for a date without a start ("until 2020")."""
        point = self.spans[0].start
        return point.days[0] if point else None

    @cached_property
    def end(self) -> date | None:
        """The last day, or None for a date that is ongoing."""
        last = max(span.days[1] for span in self.spans)
        return None if last == date.max else last

    @property
    def is_ongoing(self) -> bool:
        """Whether the date has no end."""
        return self.end is None

    @property
    def year(self) -> int:
        """The year in which it starts, or in which it ends if it has no start."""
        point = self.spans[0].start or self.spans[0].end
        return point.year if point else 0

    @property
    def iso(self) -> str | None:
        """The value for HTML's `<time datetime>`; None if one value cannot express the date."""
        start, end = self.spans[0]
        return start.iso if start and start == end and len(self.spans) == 1 else None

    @cached_property
    def sort_key(self) -> tuple[date, date, str]:
        """By the last day, then by the first. Ongoing dates are the newest."""
        return self.end or date.max, self.start or date.min, self.edtf

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, CVDate):
            return NotImplemented
        return self.sort_key < other.sort_key


def read(text: str) -> CVDate:
    """Read a date as people write it, or EDTF.

    Raises DateError if the text is not a date, or can be read as two different ones. The text that
    `display` returns is read as the same date. So is EDTF, except for seasons whose number could
    also be a later year: "2021-22" is refused because people mean 2021 to 2022 by it, and "2021-27"
    is read as 2021 to 2027. So are quarters, whose numbers people do not know.
    """
    try:
        return CVDate.from_edtf(to_edtf(text))
    except DateError as error:
        raise DateError(text.strip(), error.problem, error.advice) from None


@lru_cache(maxsize=4096)
def _parse(text: str) -> CVDate:
    if not (text.startswith("{") and text.endswith("}")):
        return CVDate((_parse_span(text, "/", ".."),))
    spans = {_parse_span(member, "..", "") for member in text[1:-1].split(",")}
    ordered = sorted(spans, key=lambda span: (span.days, span.edtf("..", "")))
    for span in ordered:
        _check_member(span, text)
    if any(a.end is None or b.start is None for a, b in pairwise(ordered)):
        raise DateError(text, _("is not a date: in a list, only the last can go on to the present"))
    return CVDate(tuple(ordered))


def _parse_span(text: str, separator: str, open_end: str) -> Span:
    first, found, last = text.partition(separator)
    if not found:
        point = parse_point(text)
        return Span(point, point)
    start = None if first == open_end else parse_point(first)
    end = None if last == open_end else parse_point(last)
    if start is None or end is None:
        if start is end:
            raise DateError(text, _("is not a date: it has neither a start nor an end"))
        return Span(start, end)
    if start.year >= end.year and start.days[0] > end.days[1]:
        raise DateError(text, _("ends before it starts"), _("Write the earlier date first."))
    return Span(start, end)


def _check_member(span: Span, text: str) -> None:
    """Check a range in a set: EDTF wants both ends equally exact, and not approximate."""
    if span.start == span.end:
        return
    points = [point for point in span if point]
    if any(point.qualifier for point in points) or len({p.precision for p in points}) > 1:
        problem = _(
            "is not a date: in a list, both ends of a range must be equally exact and certain"
        )
        raise DateError(text, problem)


def _format_time_element(text: str, point: Point) -> str:
    return f'<time datetime="{point.iso}">{text}</time>' if point.iso else text


def _format_span(span: Span, mark: Callable[[str, Point], str]) -> str:
    start, end = span
    last = end.display() if end else "present"
    marked_last = mark(last, end) if end else last
    if start is None:
        return f"until {marked_last}"
    if start == end:
        return marked_last
    first = start.display()
    dash = " – " if " " in first + last else "–"
    if end and _have_same_year(start, end):
        if start.day and start.month == end.month:
            first, dash = f"{start.day}", "–"
        else:
            first = first.removesuffix(f" {start.year}")
    return f"{mark(first, start)}{dash}{marked_last}"


def _have_same_year(start: Point, end: Point) -> bool:
    """Whether to write the year only once: "Jan – Mar 2020", "10–12 Jun 2023"."""
    same_year = start.year == end.year and not start.qualifier and not end.qualifier
    return same_year and start.precision == end.precision
