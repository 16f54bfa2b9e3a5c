"""Files that are there as a whole or not at all, wherever the process or the power ends."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import IO


@contextmanager
def written_whole(file: Path, *, replace: bool = True, mode: int = 0o600) -> Iterator[IO[bytes]]:
    """Give a stream to write into; when all is written, it becomes the file.

    Until then it is a draft beside the file, whose name is the stream's. Raises FileExistsError
    where the file is there already and not to be replaced. ``mode`` is that of a new file, of which
    the process's umask takes its part.
    """
    draft = Path(file.with_name(f"{draft_prefix(file)}{token_hex(4)}.partial"))
    try:
        with open(draft, "x+b", opener=lambda path, flags: os.open(path, flags, mode)) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if replace:
            draft.replace(file)
        else:
            _name(draft, file)
        with suppress(OSError):  # not every file system can do this
            write_out(file.parent)
    finally:
        draft.unlink(missing_ok=True)


def draft_prefix(file: Path) -> str:
    """Return how the names of all drafts of a file begin; a process that was killed leaves one."""
    return f".{file.name}."


def write_out(path: Path) -> None:
    """Have the disk keep a file or a folder as it is now. Raises OSError."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _name(draft: Path, file: Path) -> None:
    """Give a draft its name, unless something has that name by now."""
    try:
        os.link(draft, file)  # unlike rename, never replaces a file
    except FileExistsError:
        raise
    except OSError:  # a disk without second names for files, such as a USB stick
        if os.path.lexists(file):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(file)) from None
        draft.rename(file)
