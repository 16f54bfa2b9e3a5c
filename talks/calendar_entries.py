"""Keeps what the calendar told its subscribers up to date with what is saved and deleted.

A sequence is the time of the change in seconds, or one more than before if that is higher. So it
also rises when an older backup is restored, which does not know what was told since.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone

from talks.calendar import events_of
from talks.models import CalendarEntry, Presentation, Talk

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)  # keeps the seconds within 31 bits until 2088
_MOST_CHANGES = 60  # by which a sequence may be ahead of the clock: several changes a second


@receiver(post_save, sender=Talk)
def follow_talk(instance: Talk, raw: bool, **_: Any) -> None:
    """Tell of the events of a talk, or cancel them if it is a draft now."""
    if not raw:  # going back in the history saves the talk once more when all its rows are back
        _follow(Presentation.objects.filter(talk=instance))


@receiver(post_save, sender=Presentation)
def follow_presentation(instance: Presentation, raw: bool, **_: Any) -> None:
    """Tell of the events of a presentation."""
    if not raw:
        _follow(Presentation.objects.filter(pk=instance.pk))


@receiver(post_delete, sender=Presentation)
def cancel_presentation(instance: Presentation, **_: Any) -> None:
    """Cancel the events of a presentation that is no more."""
    for entry in _entries_of({instance.uid}).values():
        _cancel(entry)


def follow_all() -> None:
    """Tell of all events, as an upgrade may have changed how they are told."""
    _follow(Presentation.objects.all())


def raise_all(using: str) -> None:
    """Make every sequence in a database to be restored higher than any that was told before."""
    for entry in CalendarEntry.objects.using(using):
        _save_as_changed(entry, ahead=_MOST_CHANGES)


def _follow(rows: QuerySet[Presentation]) -> None:
    presentations = list(rows.select_related("talk"))
    entries = _entries_of({presentation.uid for presentation in presentations})
    for presentation in presentations:
        if presentation.talk.is_draft:
            continue
        for uid, content in events_of(presentation):
            entry = entries.pop(uid, None)
            if entry is None:
                entry = CalendarEntry(uid=uid, presentation_uid=presentation.uid)
            _tell(entry, content)
    for entry in entries.values():
        _cancel(entry)


def _entries_of(uids: set[UUID]) -> dict[str, CalendarEntry]:
    found = CalendarEntry.objects.filter(presentation_uid__in=uids)
    return {entry.uid: entry for entry in found}


def _tell(entry: CalendarEntry, content: str) -> None:
    if entry.content != content or entry.cancelled_at:
        entry.content = content
        entry.cancelled_at = None
        _save_as_changed(entry)


def _cancel(entry: CalendarEntry) -> None:
    if entry.cancelled_at is None:
        times = [line for line in entry.content.split("\n") if line.startswith("DT")]
        entry.content = "\n".join(times)
        entry.cancelled_at = timezone.now()
        _save_as_changed(entry)


def _save_as_changed(entry: CalendarEntry, ahead: int = 0) -> None:
    now = timezone.now()
    seconds = int((now - _EPOCH).total_seconds()) + ahead
    entry.sequence = seconds if entry.sequence is None else max(entry.sequence + 1, seconds)
    entry.changed_at = max(entry.changed_at or now, now)
    entry.save()
