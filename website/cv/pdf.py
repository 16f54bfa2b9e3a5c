"""Typesets the CV as a PDF in another process (``typesetter.py``).

Fonts come from the project, the compiler and the owner, never from the system, so that a site
makes the same PDF wherever it runs.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.formats import date_format

from website.config import fonts

if TYPE_CHECKING:  # only the other process loads the compiler, to save memory
    from website.cv.typesetter import Data, Job, Task

logger = logging.getLogger(__name__)

TEMPLATE = Path(__file__).with_name("cv.typ")
TIMEOUT = 120  # seconds; 1,000 papers take two


class TypesettingError(Exception):
    """The PDF could not be made; the message is the typesetter's output."""


def compute_fingerprint() -> str:
    """Return a hash of everything that affects the PDF apart from the data."""
    return fonts.compute_fingerprint(TEMPLATE)


def typeset(data: Data, issued: date) -> bytes:
    """Return the CV as a PDF, shortened if it may have only so many pages.

    The same data and date give the same bytes. A character that no font has becomes an empty
    square, with a warning in the log. Raises TypesettingError.
    """
    footer = f"{data['title']} · {date_format(issued, 'j F Y')}"
    return _run({**data, "footer": footer}, issued)


def count_left_out(data: Data) -> list[int]:
    """Return how many rows of each section do not fit on the pages. Raises TypesettingError."""
    counts: list[int] = json.loads(_run({**data, "footer": "-"}, date.min, "left out"))
    return counts


def find_missing_characters(words: Iterable[str]) -> set[str]:
    """Return the characters of some words that no font has. Raises TypesettingError."""
    section = {"heading": "-", "layout": "texts", "lead": [], "legend": []}
    data = {
        **dict.fromkeys(("version", "title", "footer"), "-"),
        "author": [],
        "keywords": [],
        "language": "en",
        "paper": "a4",
        "compact": False,
        "pages": None,
        "person": {
            **dict.fromkeys(("name", "position", "affiliation"), ""),
            "native_name": "",
            "native_language": "en",
            "contacts": [],
        },
        "sections": [{**section, "rows": [{"text": [" ".join(words)]}]}],
    }
    return set(_run(data, date.min, "missing characters").decode())


def _run(data: Data, issued: date, task: Task = "pdf") -> bytes:
    job: Job = {
        "template": str(TEMPLATE),
        "task": task,
        "data": data,
        "issued": issued.isoformat(),
        "fonts": fonts.list_font_folders(),
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "website.cv.typesetter"],
            cwd=settings.BASE_DIR,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            input=json.dumps(job).encode(),
            capture_output=True,
            timeout=TIMEOUT,
        )
    except subprocess.TimeoutExpired:
        raise TypesettingError(f"Typesetting the CV takes more than {TIMEOUT} seconds.") from None
    output = done.stderr.decode(errors="replace")
    if done.returncode:
        raise TypesettingError(output)
    for notice in output.splitlines():
        logger.warning("%s", notice)
    return done.stdout
