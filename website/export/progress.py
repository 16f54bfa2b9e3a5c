"""A line in the terminal that says how far the copy is."""

import time
from typing import TextIO

_WIDTH = 30
_PAUSE = 0.1  # seconds


class Progress:
    """Draws a bar over itself; nothing where no one watches."""

    def __init__(self, stream: TextIO, *, shown: bool) -> None:
        self.stream, self.shown = stream, shown
        self.drawn_at = 0.0

    def __call__(self, done: int, known: int) -> None:
        """Draw so many of those that are known so far."""
        now = time.monotonic()
        if not self.shown or (now - self.drawn_at < _PAUSE and done < known):
            return
        self.drawn_at = now
        bar = "#" * (_WIDTH * done // max(known, 1))
        self.stream.write(f"\r[{bar:<{_WIDTH}}] {done:,} of {known:,} files")
        self.stream.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self.shown:
            self.stream.write("\r\033[K")
            self.stream.flush()
