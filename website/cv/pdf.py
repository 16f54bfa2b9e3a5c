"""Typesets the CV: Typst (its compiler is in the ``typst`` package) makes a PDF/UA of ``cv.typ``.

Only the project's fonts, those that the compiler brings and the owner's are used, never the
system's, so that a site makes the same PDF wherever it runs.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

import typst
from django.conf import settings

from common.cards import TYPEFACES

logger = logging.getLogger(__name__)

HERE = Path(__file__).parent
TEMPLATE = HERE / "cv.typ"
PLACEHOLDER = "□"
ACCESSIBLE = "ua-1"  # PDF/UA, ISO 14289-1: it refuses characters without a glyph, and names them

_MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")

Data = dict[str, Any]


def fingerprint() -> str:
    """Return what, beside the data, decides the bytes of a PDF: template, compiler, fonts."""
    parts = [version("typst"), TEMPLATE.read_text(encoding="utf-8"), *_font_files()]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _font_files() -> tuple[str, ...]:
    """Name the font files, each with its size and time, so that a new one is noticed."""
    folders = [TYPEFACES, settings.DATA_DIR / "fonts"]
    files = [file for folder in folders if folder.is_dir() for file in sorted(folder.rglob("*"))]
    return tuple(
        f"{file}\0{file.stat().st_size}\0{file.stat().st_mtime_ns}"
        for file in files
        if file.suffix.lower() in {".ttf", ".otf", ".ttc", ".otc"}
    )


@lru_cache(maxsize=1)
def _fonts(files: tuple[str, ...]) -> typst.Fonts:
    """Read the fonts; again only where the files have changed."""
    folders = sorted({str(Path(file.split("\0")[0]).parent) for file in files})
    return typst.Fonts(include_system_fonts=False, font_paths=folders)


def typeset(data: Data, issued: date) -> bytes:
    """Return the CV that the data describe as a PDF; a short one has one page.

    The same data and date give the same bytes. A character that no font has becomes an empty
    square, and is named in the log.
    """
    data = {**data, "footer": f"{data['title']} · {issued.day} {issued:%B %Y}"}
    try:
        return _pdf(data, issued)
    except typst.TypstError as error:
        data = _without_missing_characters(data, error)
    try:
        return _pdf(data, issued)
    except typst.TypstError as error:
        logger.warning("The PDF of the CV does not keep to PDF/UA: %s", error.diagnostic)
        return _pdf(data, issued, standards=[])


def _pdf(data: Data, issued: date, standards: Sequence[Any] = (ACCESSIBLE,)) -> bytes:
    if data["version"] == "short":
        data = _fitted(data)
    pdf = _compiler(data).compile(
        format="pdf",
        pdf_standards=list(standards),
        timestamp=datetime.combine(issued, time(), UTC),
    )
    return cast(bytes, pdf)


def _compiler(data: Data) -> typst.Compiler:
    text = json.dumps(data, ensure_ascii=False)
    fonts = _fonts(_font_files())
    return typst.Compiler(TEMPLATE, root=HERE, font_paths=fonts, sys_inputs={"cv": text})


def _without_missing_characters(data: Data, error: typst.TypstError) -> Data:
    """Return the data with an empty square for each character that the compiler has no glyph of."""
    texts = (
        _ESCAPE.sub(lambda m: chr(int(m[1], 16)), text)
        for text in _MISSING.findall(error.diagnostic)
    )
    missing = {sign for text in texts for sign in text if not sign.isascii()} - {PLACEHOLDER}
    if missing:
        named = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in sorted(missing))
        logger.warning("No font has %s: the PDF of the CV shows %s instead.", named, PLACEHOLDER)
    squares = dict.fromkeys(map(ord, missing), PLACEHOLDER)
    return cast(Data, json.loads(json.dumps(data, ensure_ascii=False).translate(squares)))


def _pages(data: Data) -> int:
    return int(_compiler(data).query("<pages>", field="value", one=True))


def _fitted(data: Data) -> Data:
    """Return the data with as few rows left out as it takes to fit on one page.

    The list that is the longest loses its last row first.
    """
    most = sum(len(section["rows"]) for section in data["sections"])
    if _pages(data) == 1:
        return data
    too_few, enough = 0, most
    while enough - too_few > 1:
        middle = (too_few + enough) // 2
        if _pages(_without(data, middle)) == 1:
            enough = middle
        else:
            too_few = middle
    return _without(data, enough)


def _without(data: Data, rows: int) -> Data:
    """Return the data without so many rows; a section without rows goes as a whole."""
    lengths = [len(section["rows"]) for section in data["sections"]]
    for _ in range(rows):
        longest = max(reversed(range(len(lengths))), key=lengths.__getitem__)
        lengths[longest] -= 1
    shorter = [
        {**section, "rows": section["rows"][:length]}
        for section, length in zip(data["sections"], lengths, strict=True)
        if length
    ]
    return {**data, "sections": shorter}
