"""Typesets the CV as PDF/UA with Typst, from the template ``cv.typ``.

This is a separate program, ``python -m website.cv.typesetter``, because the compiler never frees
memory: about 70 MB for each CV with 1,000 papers. It reads a Job as JSON from standard input,
writes the result to standard output, and prints notices to standard error.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Literal, TypedDict, cast

import typst

PLACEHOLDER = "□"
ACCESSIBLE = "ua-1"  # PDF/UA, ISO 14289-1; the compiler refuses characters that no font has

_MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")

Data = dict[str, Any]
Task = Literal["pdf", "missing characters", "left out"]


class Job(TypedDict):
    """What to typeset: the template, the CV, its date (ISO 8601), and the folders with fonts.

    ``task`` is what to write: the PDF, the characters that no font has, or how many rows of each
    section do not fit.
    """

    template: str
    task: Task
    data: Data
    issued: str
    fonts: list[str]


class Typesetter:
    """Runs one job, and collects one-line ``notices``."""

    def __init__(self, job: Job) -> None:
        self.notices: list[str] = []
        self._data = job["data"]
        self._issued = date.fromisoformat(job["issued"])
        self._template = Path(job["template"])
        self._fonts = typst.Fonts(include_system_fonts=False, font_paths=job["fonts"])

    def pdf(self) -> bytes:
        """Return the CV as a PDF, shortened if it may have only so many pages.

        The same data and date give the same bytes. A character that no font has becomes an empty
        square, with a notice.
        """
        data = self._data
        try:
            return self._typeset(data)
        except typst.TypstError as error:
            data = self._replace_missing_characters(data, error)
        try:
            return self._typeset(data)
        except typst.TypstError as error:
            self.notices.append(f"The PDF of the CV does not conform to PDF/UA: {error.diagnostic}")
            return self._typeset(data, standards=[])

    def find_missing(self) -> set[str]:
        """Return the characters that no font has."""
        try:
            self._typeset(self._data)
        except typst.TypstError as error:
            return _read_missing(error)
        return set()

    def count_left_out(self) -> list[int]:
        """Return how many rows each section loses to fit on the pages."""
        fitted = self._fit_on_pages(self._data)
        both = zip(self._data["sections"], fitted["sections"], strict=True)
        return [len(whole["rows"]) - len(kept["rows"]) for whole, kept in both]

    def _typeset(self, data: Data, standards: Sequence[Any] = (ACCESSIBLE,)) -> bytes:
        if data["pages"]:
            data = self._fit_on_pages(data)
        pdf = self._make_compiler(data).compile(
            format="pdf",
            pdf_standards=list(standards),
            timestamp=datetime.combine(self._issued, time(), UTC),
        )
        return cast(bytes, pdf)

    def _make_compiler(self, data: Data) -> typst.Compiler:
        text = json.dumps(data, ensure_ascii=False)
        return typst.Compiler(
            self._template,
            root=self._template.parent,
            font_paths=self._fonts,
            sys_inputs={"cv": text},
        )

    def _replace_missing_characters(self, data: Data, error: typst.TypstError) -> Data:
        """Return the data with an empty square for each character that no font has."""
        missing = _read_missing(error)
        if missing:
            named = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in sorted(missing))
            self.notices.append(
                f"No font has {named}: the PDF of the CV shows {PLACEHOLDER} instead."
            )
        squares = dict.fromkeys(map(ord, missing), PLACEHOLDER)
        return cast(Data, json.loads(json.dumps(data, ensure_ascii=False).translate(squares)))

    def _count_pages(self, data: Data) -> int:
        return int(self._make_compiler(data).query("<pages>", field="value", one=True))

    def _fit_on_pages(self, data: Data) -> Data:
        """Return the data, shortened to fit on as many pages as it may have.

        Rows are removed one by one from the end of the longest list.
        """
        most = sum(len(section["rows"]) for section in data["sections"])
        if self._count_pages(data) <= data["pages"]:
            return data
        too_few, enough = 0, most
        while enough - too_few > 1:
            middle = (too_few + enough) // 2
            if self._count_pages(_remove_rows(data, middle)) <= data["pages"]:
                enough = middle
            else:
                too_few = middle
        return _remove_rows(data, enough)


def _read_missing(error: typst.TypstError) -> set[str]:
    """Return the characters that the compiler says no font has."""
    texts = (
        _ESCAPE.sub(lambda m: chr(int(m[1], 16)), text)
        for text in _MISSING.findall(error.diagnostic)
    )
    return {sign for text in texts for sign in text if not sign.isascii()} - {PLACEHOLDER}


def _remove_rows(data: Data, rows: int) -> Data:
    """Return the data with this many rows removed, so that sections may become empty."""
    lengths = [len(section["rows"]) for section in data["sections"]]
    for _ in range(rows):
        longest = max(reversed(range(len(lengths))), key=lengths.__getitem__)
        lengths[longest] -= 1
    shorter = [
        {**section, "rows": section["rows"][:length]}
        for section, length in zip(data["sections"], lengths, strict=True)
    ]
    return {**data, "sections": shorter}


def main() -> None:
    job: Job = json.load(sys.stdin.buffer)
    typesetter = Typesetter(job)
    write: dict[Task, Callable[[], bytes]] = {
        "pdf": typesetter.pdf,
        "missing characters": lambda: "".join(sorted(typesetter.find_missing())).encode(),
        "left out": lambda: json.dumps(typesetter.count_left_out()).encode(),
    }
    sys.stdout.buffer.write(write[job["task"]]())
    sys.stderr.writelines(f"{notice}\n" for notice in typesetter.notices)


if __name__ == "__main__":
    main()
