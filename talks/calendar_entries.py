"""Updates the calendar entries when talks and presentations are saved or deleted.

A sequence is the time of the change in seconds, or one more than before if that is higher. So it
keeps rising after an older backup, which does not have the latest sequences, is restored.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone

from talks.calendar import list_events, mark_cancelled
from talks.models import CalendarEntry, Presentation, Talk

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)  # keeps the seconds within 31 bits until 2088
_MAX_AHEAD = 60  # seconds a sequence can be ahead of the clock, after several changes a second


@receiver(post_save, sender=Talk)
def update_talk(instance: Talk, raw: bool, **_: Any) -> None:
    """Update the events of a talk, or cancel them if it has become a draft."""
    if not raw:  # after restoring all rows, the history saves the talk once more
        _update_entries(Presentation.objects.filter(talk=instance))


@receiver(post_save, sender=Presentation)
def update_presentation(instance: Presentation, raw: bool, **_: Any) -> None:
    if not raw:
        _update_entries(Presentation.objects.filter(pk=instance.pk))


@receiver(post_delete, sender=Presentation)
def cancel_presentation(instance: Presentation, **_: Any) -> None:
    for entry in _find_entries({instance.uid}).values():
        _cancel(entry)


def update_all_entries() -> None:
    """Update all events; an upgrade may have changed how they are written."""
    _update_entries(Presentation.objects.all())


def raise_all(using: str) -> None:
    """Raise every sequence in a database being restored above all that were ever sent."""
    for entry in CalendarEntry.objects.using(using):
        _save_as_changed(entry, ahead=_MAX_AHEAD)


def _update_entries(rows: QuerySet[Presentation]) -> None:
    presentations = list(rows.select_related("talk"))
    entries = _find_entries({presentation.uid for presentation in presentations})
    for presentation in presentations:
        if presentation.talk.is_draft:
            continue
        for uid, content in list_events(presentation):
            entry = entries.pop(uid, None)
            if entry is None:
                entry = CalendarEntry(uid=uid, presentation_uid=presentation.uid)
            _update(entry, content)
    for entry in entries.values():
        _cancel(entry)


def _find_entries(uids: set[UUID]) -> dict[str, CalendarEntry]:
    found = CalendarEntry.objects.filter(presentation_uid__in=uids)
    return {entry.uid: entry for entry in found}


def _update(entry: CalendarEntry, content: str) -> None:
    if entry.content != content or entry.cancelled_at:
        entry.content = content
        entry.cancelled_at = None
        _save_as_changed(entry)


def _cancel(entry: CalendarEntry) -> None:
    if entry.cancelled_at is None:
        entry.content = mark_cancelled(entry.content)
        entry.cancelled_at = timezone.now()
        _save_as_changed(entry)


def _save_as_changed(entry: CalendarEntry, ahead: int = 0) -> None:
    now = timezone.now()
    seconds = int((now - _EPOCH).total_seconds()) + ahead
    entry.sequence = seconds if entry.sequence is None else max(entry.sequence + 1, seconds)
    entry.changed_at = max(entry.changed_at or now, now)
    entry.save()
