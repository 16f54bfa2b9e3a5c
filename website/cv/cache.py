"""Caches PDFs on disk, because typesetting takes time and a lot of memory.

The key is a hash of everything that affects the PDF, so a cached PDF is never out of date.
Django's file cache is not suitable: it fails on a damaged file or a read-only folder, and
deletes files at random.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from common.files.atomic_files import write_whole
from common.files.file_lock import one_at_a_time

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
    with one_at_a_time(folder() / "lock"):
        with suppress(OSError):
            return file.read_bytes()
        pdf = make()
        try:
            with write_whole(file) as stream:
                stream.write(pdf)
            _delete_oldest()
        except OSError as error:
            logger.warning("The PDF of the CV could not be cached in %s: %s.", file.parent, error)
    return pdf


def folder() -> Path:
    return Path(settings.DATA_DIR) / "cache" / "cv"


def _delete_oldest() -> None:
    files = sorted(folder().glob("*.pdf"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[MAX_FILES:]:
        file.unlink(missing_ok=True)
