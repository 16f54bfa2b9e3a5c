"""One process of this machine at a time; a lock ends with the process that has it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def locked(file: Path, *, wait: bool = False, shared: bool = False) -> Iterator[None]:
    """Hold the lock that a file stands for; the file is made, and stays.

    Raises BlockingIOError where another process has it, unless this one is to wait for it. Several
    processes may share it, and keep out the one that wants it for itself.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        fcntl.flock(handle, kind if wait else kind | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)
