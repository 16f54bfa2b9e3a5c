"""Ends requests at a fixed time, however slowly the bytes of an answer come.

The timeouts of a connection are for one wait each, so that a byte now and then starts them again.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer
from typing import Any

import urllib3


class Deadline:
    """A time, by the monotonic clock, at which the connections of the watched pools end."""

    def __init__(self, seconds: float) -> None:
        self.at = time.monotonic() + seconds
        self._sockets: list[socket.socket] = []

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self.at

    @contextmanager
    def kept(self) -> Iterator[None]:
        """End the connections at that time if the block still runs."""
        timer = Timer(max(0, self.at - time.monotonic()), self._end)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def watch(self, pool: urllib3.HTTPConnectionPool) -> None:
        """Let the connections that a pool will make end at that time."""
        base: Any = pool.ConnectionCls
        deadline = self

        class Watched(base):
            def connect(self) -> None:
                super().connect()
                deadline._sockets.append(self.sock)
                if deadline.is_over:
                    raise TimeoutError

        pool.ConnectionCls = Watched

    def _end(self) -> None:
        for one in self._sockets:
            with suppress(OSError):  # it is closed already
                socket.socket.shutdown(one, socket.SHUT_RDWR)
