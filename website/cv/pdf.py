"""The CV as a PDF: what decides its bytes, and having it typeset (``typesetter.py``).

Only the project's fonts, those that the compiler brings and the owner's are used, never the
system's, so that a site makes the same PDF wherever it runs.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from website.config import fonts

if TYPE_CHECKING:  # its compiler takes memory, and is needed in the other process alone
    from website.cv.typesetter import Data, Job

logger = logging.getLogger(__name__)

TEMPLATE = Path(__file__).with_name("cv.typ")
LONGEST = 120  # seconds; 1,000 papers take two


class TypesettingError(Exception):
    """The PDF could not be made; the text is what the typesetter said."""


def fingerprint() -> str:
    """Return a hash of everything but the data that decides the bytes of a PDF."""
    return fonts.fingerprint(TEMPLATE)


def typeset(data: Data, issued: date) -> bytes:
    """Return the CV that the data describe as a PDF; a short one has one page.

    The same data and date give the same bytes. A character that no font has becomes an empty
    square, and is named in the log. Raises TypesettingError.
    """
    job: Job = {
        "template": str(TEMPLATE),
        "data": data,
        "issued": issued.isoformat(),
        "fonts": fonts.font_folders(),
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
