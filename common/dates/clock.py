"""What has come and what is still to come; a page that says so notes until when it holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone


@dataclass
class Validity:
    """From when until when what was asked of the clock has the same answers; None is for ever."""

    since: datetime | None = None
    until: datetime | None = None

    def note(self, moment: datetime, *, has_come: bool) -> None:
        """Let the period begin, or end, where an answer changes."""
        if has_come:
            self.since = moment if self.since is None else max(self.since, moment)
        else:
            self.until = moment if self.until is None else min(self.until, moment)


_validity: ContextVar[Validity | None] = ContextVar("validity", default=None)


@contextmanager
def record_validity() -> Iterator[Validity]:
    """Give the period in which all that is asked inside would be answered as it was."""
    validity = Validity()
    token = _validity.set(validity)
    try:
        yield validity
    finally:
        _validity.reset(token)


def seconds() -> float:
    """Return the time, in seconds since 1970."""
    return timezone.now().timestamp()


def has_come(when: date | datetime) -> bool:
    """Whether a moment has come, or a day begun in the site's time zone.

    What the public pages show may ask the clock in no other way, as they are kept
    (``website/pagecache/middleware.py``) and must change when the answer does.
    """
    if isinstance(when, datetime):
        moment, come = when, when <= timezone.now()
    else:
        moment = datetime.combine(when, time(), timezone.get_current_timezone())
        come = when <= timezone.localdate()
    if (validity := _validity.get()) is not None:
        validity.note(moment, has_come=come)
    return come
