"""Politeness towards other hosts: one request at a time, pauses, and doing as they wish."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from threading import Lock

import urllib3
from urllib3.exceptions import InvalidHeader

_RETRY_AFTER = urllib3.Retry(respect_retry_after_header=True)  # reads both forms of the header


@dataclass
class Host:
    """What is shared by all requests to a host."""

    lock: Lock = field(default_factory=Lock)
    free_at: float = 0  # by the monotonic clock
    has_refused: bool = False

    def rest(self, seconds: float) -> None:
        """Send no request for so many seconds."""
        self.free_at = max(self.free_at, time.monotonic() + seconds)


def read_retry_after(response: urllib3.BaseHTTPResponse) -> float | None:
    """Return the seconds until the host wants to be asked again, if it says so."""
    try:
        return _RETRY_AFTER.get_retry_after(response)
    except (InvalidHeader, ValueError, OverflowError):
        return None
