"""Other processes that copy pages, so that a large site takes every core.

This module is what they begin with, and so it imports nothing that needs Django to be set up.
"""

import multiprocessing
import os
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any

import django


@contextmanager
def workers(jobs: int) -> Iterator[Any]:
    """Give a ``map`` that runs in so many processes, each with a Django of its own."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, initializer=_start_worker) as pool:
        yield partial(pool.map, chunksize=8)


def _start_worker() -> None:
    django.setup()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Stop where the process that asked is gone, even if it was killed."""
    if parent := multiprocessing.parent_process():
        parent.join()
    os._exit(1)
