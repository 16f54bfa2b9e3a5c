"""Presentations as an iCalendar file (RFC 5545).

What is known to the day is in it: a time becomes a moment in UTC, which needs no definition of its
time zone; without one it is an event of whole days. A presentation of which only the month or the
year is known is left out, as it would fill all days of that month.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from common.markdown import plain
from common.math_text import in_unicode
from common.site_address import Absolute
from talks.models import Presentation

CONTENT_TYPE = "text/calendar; charset=utf-8"
_MOST_OCTETS = 75  # in a line, without its end
_ESCAPES = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})


def write(presentations: Iterable[Presentation], absolute: Absolute, name: str = "") -> bytes:
    """Return the calendar of these presentations; ``name`` is what programs call it."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Vita//Talks//EN", "METHOD:PUBLISH"]
    if name:
        lines += [f"NAME:{_text(name)}", f"X-WR-CALNAME:{_text(name)}"]
    for presentation in presentations:
        lines += _events(presentation, absolute)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _events(presentation: Presentation, absolute: Absolute) -> Iterator[str]:
    """Write one event, or one for each of the dates where there are several."""
    talk = presentation.talk
    where = ", ".join(filter(None, [presentation.place, presentation.location]))
    changed_at = max(presentation.changed_at, talk.changed_at)
    for number, (first, last) in enumerate(presentation.days, start=1):
        yield "BEGIN:VEVENT"
        yield f"UID:{presentation.uid}" + (f"-{number}" if number > 1 else "")
        yield f"DTSTAMP:{_moment(changed_at)}"
        yield from _time(presentation, first, last)
        yield f"SUMMARY:{_text(in_unicode(talk.title))}"
        yield f"LOCATION:{_text(where)}"
        yield f"DESCRIPTION:{_text(_description(presentation))}"
        yield f"URL:{absolute(talk.get_absolute_url())}"
        yield "END:VEVENT"


def _time(presentation: Presentation, first: date, last: date) -> Iterator[str]:
    if presentation.starts_at:
        yield f"DTSTART:{_moment(presentation.starts_at)}"
        if presentation.ends_at:
            yield f"DTEND:{_moment(presentation.ends_at)}"
    else:
        yield f"DTSTART;VALUE=DATE:{first:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}"  # the first day after it


def _description(presentation: Presentation) -> str:
    talk = presentation.talk
    host = f"Host: {presentation.host}" if presentation.host else ""
    parts = [talk.get_kind_display(), host, presentation.url, plain(talk.abstract)]
    return "\n".join(filter(None, parts))


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """Return the text as a value: escaped, without control characters, its spaces plain ones."""
    return "".join(map(_shown, text)).translate(_ESCAPES)


def _shown(sign: str) -> str:
    if sign.isprintable() or sign == "\n":
        return sign
    return " " if sign.isspace() and sign != "\r" else ""


def _folded(line: str) -> Iterator[str]:
    """Divide a line so that no part is too long and no character is divided."""
    part, octets = "", 0
    for sign in line:
        size = len(sign.encode())
        if octets + size > _MOST_OCTETS:
            yield part
            part, octets = " ", 1
        part += sign
        octets += size
    yield part
