"""Files that are written completely or not at all, even if the process or the power fails."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import IO


@contextmanager
def write_whole(file: Path, *, replace: bool = True, mode: int = 0o600) -> Iterator[IO[bytes]]:
    """Open a stream that becomes the file when everything has been written.

    Until then it is a draft beside the file, and the stream has the draft's name. Raises
    FileExistsError if the file exists and ``replace`` is false. The umask applies to ``mode``.
    """
    draft = Path(file.with_name(f"{get_draft_prefix(file)}{token_hex(4)}.partial"))
    try:
        with open(draft, "x+b", opener=lambda path, flags: os.open(path, flags, mode)) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if replace:
            draft.replace(file)
        else:
            _rename_to_new(draft, file)
        with suppress(OSError):  # not every file system can do this
            write_out(file.parent)
    finally:
        draft.unlink(missing_ok=True)


def get_draft_prefix(file: Path) -> str:
    """Return the prefix of the names of a file's drafts. A killed process leaves one behind."""
    return f".{file.name}."


def write_out(path: Path) -> None:
    """Flush a file or folder to the disk. Raises OSError."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _rename_to_new(draft: Path, file: Path) -> None:
    """Give a draft its final name, unless a file of that name exists by now."""
    try:
        os.link(draft, file)  # unlike rename, never replaces a file
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links, such as a USB stick
        if os.path.lexists(file):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(file)) from None
        draft.rename(file)
