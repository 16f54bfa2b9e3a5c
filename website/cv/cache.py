"""Keeps the PDFs that were made, in files named for what they say.

A name is made from all that decides the bytes, so that a file is never out of date: another
content has another name.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)

MOST_FILES = 12


def kept(key: str, make: Callable[[], bytes]) -> bytes:
    """Return the PDF of that key, made and kept where it is not there yet.

    Safe where many ask at once: a file appears whole or not at all. Where the folder cannot be
    written to, the PDF is made each time.
    """
    file = folder() / f"{key}.pdf"
    try:
        return file.read_bytes()
    except OSError:
        pdf = make()
    try:
        _write(file, pdf)
        _forget_the_oldest()
    except OSError as error:
        logger.warning("The PDF of the CV could not be kept in %s: %s.", file.parent, error)
    return pdf


def folder() -> Path:
    """Return where the files are."""
    return Path(settings.DATA_DIR) / "cache" / "cv"


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=file.parent, prefix=".", suffix=".part")
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
    Path(draft).replace(file)


def _forget_the_oldest() -> None:
    files = sorted(folder().glob("*.pdf"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[MOST_FILES:]:
        file.unlink(missing_ok=True)
