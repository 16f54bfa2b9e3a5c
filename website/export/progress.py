"""A progress bar in the terminal."""

import time
from typing import TextIO

_WIDTH = 30
_INTERVAL = 0.1  # seconds


class ProgressBar:
    """Redraws one line; does nothing unless enabled."""

    def __init__(self, stream: TextIO, *, enabled: bool) -> None:
        self.stream, self.enabled = stream, enabled
        self.drawn_at = 0.0

    def update(self, done: int, known: int) -> None:
        """Show how many of the files known so far are done."""
        now = time.monotonic()
        if not self.enabled or (now - self.drawn_at < _INTERVAL and done < known):
            return
        self.drawn_at = now
        bar = "#" * (_WIDTH * done // max(known, 1))
        self._write(f"\r[{bar:<{_WIDTH}}] {done:,} of {known:,} files")

    def clear(self) -> None:
        """Remove the line."""
        if self.enabled:
            self._write("\r\033[K")

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()
