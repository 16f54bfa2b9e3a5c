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
    """Until when every date check keeps its result. None means for ever."""

    until: datetime | None = None


_validity: ContextVar[Validity | None] = ContextVar("validity", default=None)


@contextmanager
def record_validity() -> Iterator[Validity]:
    """Yield until when every date check made inside keeps its result."""
    validity = Validity()
    token = _validity.set(validity)
    try:
        yield validity
    finally:
        _validity.reset(token)


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
    if not come and (validity := _validity.get()) is not None:
        validity.until = min(validity.until or moment, moment)
    return come
