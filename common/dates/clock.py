"""Whether a moment has passed, and how long the answer holds, so that pages can be cached."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone


@dataclass
class Validity:
    """The time span in which every date check keeps its result. None means unbounded."""

    since: datetime | None = None
    until: datetime | None = None

    def note(self, moment: datetime, *, has_come: bool) -> None:
        """Shorten the time span to where the result of this check changes."""
        if has_come:
            self.since = moment if self.since is None else max(self.since, moment)
        else:
            self.until = moment if self.until is None else min(self.until, moment)


_validity: ContextVar[Validity | None] = ContextVar("validity", default=None)


@contextmanager
def record_validity() -> Iterator[Validity]:
    """Yield the time span in which every date check made inside keeps its result."""
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
    """Whether a moment has passed, or a day has begun in the site's time zone.

    Public pages must not check the time in any other way: they are cached
    (``website/pagecache/middleware.py``) until the result changes.
    """
    if isinstance(when, datetime):
        moment, come = when, when <= timezone.now()
    else:
        moment = datetime.combine(when, time(), timezone.get_current_timezone())
        come = when <= timezone.localdate()
    if (validity := _validity.get()) is not None:
        validity.note(moment, has_come=come)
    return come
