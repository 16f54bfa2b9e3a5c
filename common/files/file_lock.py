"""Locks between the processes of this machine. A lock ends with the process that holds it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path


@contextmanager
def hold_lock(file: Path, *, wait: bool = False, shared: bool = False) -> Iterator[int]:
    """Hold the lock of a file, which is created and never removed; yield the open file.

    A process that inherits the open file goes on holding the lock until it ends.

    Raises BlockingIOError if another process holds it and ``wait`` is false. Several processes may
    hold a ``shared`` lock; it keeps out those that want an exclusive one.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        fcntl.flock(handle, kind if wait else kind | fcntl.LOCK_NB)
        yield handle
    finally:
        os.close(handle)


@contextmanager
def one_at_a_time(file: Path) -> Iterator[None]:
    """Wait until no other process or thread is here. If there can be no lock file, go on."""
    with ExitStack() as stack:
        with suppress(OSError):
            stack.enter_context(hold_lock(file, wait=True))
        yield
