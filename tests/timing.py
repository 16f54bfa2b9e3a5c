"""A generous limit for inputs that once took minutes."""

import time
from collections.abc import Callable
from typing import Any

SECONDS = 4  # of the processor, on a slow machine


def seconds(call: Callable[..., Any], *args: Any) -> float:
    """Return how much of the processor's time a call takes."""
    begun = time.process_time()
    call(*args)
    return time.process_time() - begun
