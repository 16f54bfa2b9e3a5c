"""Presentations as an iCalendar file (RFC 5545).

An event keeps its UID whatever becomes of it, and calendars take a later version of it for its
SEQUENCE: that, and which events are cancelled, comes from ``CalendarEntry``.

What is known to the day is in it: a time becomes a moment in UTC, which needs no definition of its
time zone; without one it is an event of whole days. A presentation of which only the month or the
year is known is left out, as it would fill all days of that month.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from common.dates.clock import has_come
from common.text.markdown import plain
from common.text.plain_math import in_unicode
from common.urls.site_url import Absolute
from talks.models import CalendarEntry, Presentation

CONTENT_TYPE = "text/calendar; charset=utf-8"
# How long a cancelled event is sent as cancelled: calendars ask daily or weekly, and their owners
# may have them switched off for a while.
CANCELLED_FOR = timedelta(days=90)
_MOST_OCTETS = 75  # in a line, without its end
_ESCAPES = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})


def write(
    presentations: Iterable[Presentation],
    absolute: Absolute,
    name: str = "",
    entries: Iterable[CalendarEntry] = (),
) -> bytes:
    """Return the calendar of these presentations; ``name`` is what programs call it.

    ``entries`` are what subscribers know already: those of the presentations, and those that
    were cancelled and are to be sent as such.
    """
    known = {entry.uid: entry for entry in entries}
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Vita//Talks//EN", "METHOD:PUBLISH"]
    if name:
        lines += [f"NAME:{_text(name)}", f"X-WR-CALNAME:{_text(name)}"]
    for presentation in presentations:
        for uid, content in events_of(presentation):
            lines += _event(uid, content, presentation, known.pop(uid, None), absolute)
    for entry in known.values():
        if entry.cancelled_at and not has_come(entry.cancelled_at + CANCELLED_FOR):
            lines += _cancelled(entry)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def events_of(presentation: Presentation) -> Iterator[tuple[str, str]]:
    """Yield the UID and the content of its event, or of one for each of several dates."""
    where = ", ".join(filter(None, [presentation.place, presentation.location]))
    about = (
        f"SUMMARY:{_text(in_unicode(presentation.talk.title))}",
        f"LOCATION:{_text(where)}",
        f"DESCRIPTION:{_text(_description(presentation))}",
    )
    for number, (first, last) in enumerate(presentation.days, start=1):
        uid = f"{presentation.uid}-{number}" if number > 1 else str(presentation.uid)
        yield uid, "\n".join([*_time(presentation, first, last), *about])


def _event(
    uid: str,
    content: str,
    presentation: Presentation,
    entry: CalendarEntry | None,
    absolute: Absolute,
) -> Iterator[str]:
    talk = presentation.talk
    changed_at = max(presentation.changed_at, talk.changed_at)
    sequence = 0
    if entry:
        changed_at = max(changed_at, entry.changed_at)
        # Another TIME_ZONE, or another release, changes events without any row being saved.
        sequence = entry.sequence + (entry.content != content)
    yield "BEGIN:VEVENT"
    yield from _version(uid, sequence, changed_at)
    yield from content.split("\n")
    yield f"URL:{absolute(talk.get_absolute_url())}"
    yield "END:VEVENT"


def _cancelled(entry: CalendarEntry) -> Iterator[str]:
    """Write that an event does not take place, and no more of it: the talk may be a draft now."""
    yield "BEGIN:VEVENT"
    yield from _version(entry.uid, entry.sequence, entry.changed_at)
    yield from entry.content.split("\n")
    yield "SUMMARY:Cancelled"
    yield "STATUS:CANCELLED"
    yield "END:VEVENT"


def _version(uid: str, sequence: int, changed_at: datetime) -> Iterator[str]:
    yield f"UID:{uid}"
    yield f"DTSTAMP:{_moment(changed_at)}"
    yield f"LAST-MODIFIED:{_moment(changed_at)}"
    yield f"SEQUENCE:{sequence}"


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
