"""Presentations as an iCalendar file (RFC 5545).

An event keeps its UID for good. Calendars replace the event they have when its SEQUENCE rises;
the sequences, and which events are cancelled, come from ``CalendarEntry``.

Only presentations whose day is known are included; one with only a month would fill the whole
month. Times are in UTC, which needs no time zone definitions. A presentation without a time is an
all-day event.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Component, Event, vText

from common.dates.clock import has_come
from common.text.markdown import render_plain
from common.text.plain_math import write_in_unicode
from common.urls.site_url import Absolute
from talks.models import CalendarEntry, Presentation

CONTENT_TYPE = "text/calendar; charset=utf-8"
# Cancelled events are sent as cancelled for this long, because calendars refresh only daily or
# weekly, and may be switched off for a while.
CANCELLED_FOR = timedelta(days=90)


def write(
    presentations: Iterable[Presentation],
    absolute: Absolute,
    name: str = "",
    entries: Iterable[CalendarEntry] = (),
) -> bytes:
    """Return a calendar with these presentations, under the given name.

    ``entries`` are the events that subscribers already know. Those that were cancelled recently
    are sent as cancelled.
    """
    known = {entry.uid: entry for entry in entries}
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Vita//Talks//EN")
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("name", vText(_clean(name)))
        calendar.add("x-wr-calname", vText(_clean(name)))
    for presentation in presentations:
        url = absolute(presentation.talk.get_absolute_url())
        for uid, content in list_events(presentation):
            event = _make_event(uid, content, presentation, known.pop(uid, None))
            event.add("url", url)
            calendar.add_component(event)
    for entry in known.values():
        if entry.cancelled_at and not has_come(entry.cancelled_at + CANCELLED_FOR):
            calendar.add_component(_make_cancelled_event(entry))
    return calendar.to_ical(sorted=False)


def list_events(presentation: Presentation) -> Iterator[tuple[str, str]]:
    """Yield a UID and an event in iCalendar format for each date of the presentation."""
    where = ", ".join(filter(None, [presentation.place, presentation.location]))
    for number, (first, last) in enumerate(presentation.days, start=1):
        event = Event()
        if presentation.starts_at:
            event.add("dtstart", presentation.starts_at.astimezone(UTC))
            if presentation.ends_at:
                event.add("dtend", presentation.ends_at.astimezone(UTC))
        else:
            event.add("dtstart", first)
            event.add("dtend", last + timedelta(days=1))  # exclusive
        event.add("summary", _clean(write_in_unicode(presentation.talk.title)))
        event.add("location", _clean(where))
        event.add("description", _clean(_describe(presentation)))
        uid = f"{presentation.uid}-{number}" if number > 1 else str(presentation.uid)
        yield uid, event.to_ical(sorted=False).decode()


def mark_cancelled(content: str) -> str:
    """Return an event with only its time, as the talk may no longer be public."""
    before, event = Event.from_ical(content), Event()
    for name in ("dtstart", "dtend"):
        if name in before:
            event[name] = before[name]
    return event.to_ical(sorted=False).decode()


def _make_event(
    uid: str, content: str, presentation: Presentation, entry: CalendarEntry | None
) -> Component:
    changed_at = max(presentation.changed_at, presentation.talk.changed_at)
    sequence = 0
    if entry:
        changed_at = max(changed_at, entry.changed_at)
        # A new TIME_ZONE or release can change events although no row was saved.
        sequence = entry.sequence + (entry.content != content)
    return _add_version(Event.from_ical(content), uid, sequence, changed_at)


def _make_cancelled_event(entry: CalendarEntry) -> Component:
    event = Event.from_ical(entry.content)
    event.add("summary", _("Cancelled"))
    event.add("status", "CANCELLED")
    return _add_version(event, entry.uid, entry.sequence, entry.changed_at)


def _add_version(event: Component, uid: str, sequence: int, changed_at: datetime) -> Component:
    event.add("uid", uid)
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("sequence", sequence)
    return event


def _describe(presentation: Presentation) -> str:
    talk = presentation.talk
    host = _("Host: %(name)s") % {"name": presentation.host} if presentation.host else ""
    parts = [talk.get_kind_display(), host, presentation.url, render_plain(talk.abstract)]
    return "\n".join(filter(None, parts))


def _clean(text: str) -> str:
    """Remove control characters, and replace other kinds of space by plain ones."""
    return "".join(map(_clean_character, text))


def _clean_character(character: str) -> str:
    if character.isprintable() or character == "\n":
        return character
    return " " if character.isspace() and character != "\r" else ""
