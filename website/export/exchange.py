"""Two folders change places in one step, where the system can do that."""

import ctypes
import os
import sys
from pathlib import Path

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # renameat2(2) of Linux
_RENAME_SWAP = 2  # renamex_np(2) of macOS


def exchange(one: Path, other: Path, aside: Path) -> Path:
    """Let ``other`` stand where ``one`` stood; return where ``one`` is now.

    Where the disk cannot do that in one step (some on a network cannot), ``one`` first goes
    ``aside``: for a moment nothing stands there, and if that moment is the last, ``aside`` is what
    is missing.
    """
    if _exchanged(one, other):
        return other
    one.rename(aside)
    try:
        other.rename(one)
    except OSError:
        aside.rename(one)
        raise
    return aside


def _exchanged(one: Path, other: Path) -> bool:
    system = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(one), os.fsencode(other)
    try:
        if sys.platform == "darwin":
            return system.renamex_np(*names, _RENAME_SWAP) == 0
        return system.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0
    except AttributeError:
        return False
