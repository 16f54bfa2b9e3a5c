"""Keeps the PDFs that were made, in files named for what they say.

A name is made from all that decides the bytes, so that a file is never out of date: another
content has another name.
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

MOST_FILES = 12


def kept(key: str, make: Callable[[], bytes]) -> bytes:
    """Return the PDF of that key, made and kept where it is not there yet.

    Where many ask at once, in any process of the machine, one makes it and the others wait. Where
    the folder cannot be written to, the PDF is made each time.
    """
    file = folder() / f"{key}.pdf"
    with suppress(OSError):
        return file.read_bytes()
    with _alone():
        with suppress(OSError):
            return file.read_bytes()
        pdf = make()
        try:
            with written_whole(file) as stream:
                stream.write(pdf)
            _forget_the_oldest()
        except OSError as error:
            logger.warning("The PDF of the CV could not be kept in %s: %s.", file.parent, error)
    return pdf


@contextmanager
def _alone() -> Iterator[None]:
    """Wait until no other process makes a PDF; where that cannot be known, do not wait."""
    with ExitStack() as stack:
        with suppress(OSError):
            stack.enter_context(locked(folder() / "lock", wait=True))
        yield


def folder() -> Path:
    """Return where the files are."""
    return Path(settings.DATA_DIR) / "cache" / "cv"


def _forget_the_oldest() -> None:
    files = sorted(folder().glob("*.pdf"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[MOST_FILES:]:
        file.unlink(missing_ok=True)
