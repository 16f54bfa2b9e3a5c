"""How often random moments are tried; ``make durability`` tries more."""

import os
import time
from collections.abc import Iterator

SECONDS = float(os.environ.get("VITA_DURABILITY_SECONDS", "0"))


def rounds(few: int) -> Iterator[int]:
    """Yield numbers from 0: a few, or as many as fit into ``VITA_DURABILITY_SECONDS`` if set."""
    started, number = time.monotonic(), 0
    while number < few or time.monotonic() - started < SECONDS:
        yield number
        number += 1
