"""The CV as a PDF: what decides its bytes, and having it typeset (``typesetter.py``).

Only the project's fonts, those that the compiler brings and the owner's are used, never the
system's, so that a site makes the same PDF wherever it runs.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import subprocess
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from website.config.fonts import TYPEFACES

if TYPE_CHECKING:  # its compiler takes memory, and is needed in the other process alone
    from website.cv.typesetter import Data, Job

logger = logging.getLogger(__name__)

TEMPLATE = Path(__file__).with_name("cv.typ")
LONGEST = 120  # seconds; 1,000 papers take two


class TypesettingError(Exception):
    """The PDF could not be made; the text is what the typesetter said."""


def fingerprint() -> str:
    """Return what, beside the data, decides the bytes of a PDF: template, compiler, fonts."""
    fonts = [f"{file}\0{file.stat().st_size}\0{file.stat().st_mtime_ns}" for file in _font_files()]
    parts = [version("typst"), TEMPLATE.read_text(encoding="utf-8"), *fonts]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _font_files() -> list[Path]:
    folders = [TYPEFACES, settings.DATA_DIR / "fonts"]
    files = [file for folder in folders if folder.is_dir() for file in sorted(folder.rglob("*"))]
    return [file for file in files if file.suffix.lower() in {".ttf", ".otf", ".ttc", ".otc"}]


def typeset(data: Data, issued: date) -> bytes:
    """Return the CV that the data describe as a PDF; a short one has one page.

    The same data and date give the same bytes. A character that no font has becomes an empty
    square, and is named in the log. Raises TypesettingError.
    """
    fonts = sorted({str(file.parent) for file in _font_files()})
    job: Job = {
        "template": str(TEMPLATE),
        "data": data,
        "issued": issued.isoformat(),
        "fonts": fonts,
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "website.cv.typesetter"],
            cwd=settings.BASE_DIR,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            input=json.dumps(job).encode(),
            capture_output=True,
            timeout=LONGEST,
        )
    except subprocess.TimeoutExpired:
        raise TypesettingError(f"The PDF of the CV takes more than {LONGEST} seconds.") from None
    said = done.stderr.decode(errors="replace")
    if done.returncode:
        raise TypesettingError(said)
    for notice in said.splitlines():
        logger.warning("%s", notice)
    return done.stdout
