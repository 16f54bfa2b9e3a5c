"""A cache of PDFs on disk, as typesetting one takes a while and much memory.

The key is a hash of everything that decides the bytes, so a cached PDF is never out of date.
Django's file cache would not do: it fails on a damaged file or a folder that cannot be written
to, and deletes files at random.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from django.conf import settings

from common.files.atomic_files import written_whole
from common.files.file_lock import locked

logger = logging.getLogger(__name__)

MAX_FILES = 12


def get_or_make(key: str, make: Callable[[], bytes]) -> bytes:
    """Return the cached PDF, or make and cache it.

    If several threads or processes ask at once, one makes it and the others wait. If the folder
    cannot be written to, the PDF is made each time.
    """
    file = folder() / f"{key}.pdf"
    with suppress(OSError):
        return file.read_bytes()
    with _single_maker():
        with suppress(OSError):
            return file.read_bytes()
        pdf = make()
        try:
            with written_whole(file) as stream:
                stream.write(pdf)
            _delete_oldest()
        except OSError as error:
            logger.warning("The PDF of the CV could not be cached in %s: %s.", file.parent, error)
    return pdf


@contextmanager
def _single_maker() -> Iterator[None]:
    """Wait until no other process makes a PDF, but go on if the lock file cannot be opened."""
    with ExitStack() as stack:
        with suppress(OSError):
            stack.enter_context(locked(folder() / "lock", wait=True))
        yield


def folder() -> Path:
    return Path(settings.DATA_DIR) / "cache" / "cv"


def _delete_oldest() -> None:
    files = sorted(folder().glob("*.pdf"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[MAX_FILES:]:
        file.unlink(missing_ok=True)
