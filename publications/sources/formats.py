"""Files and texts with references: which format they are in, told by their content, and reading."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace

from django.utils.translation import gettext as _

from publications import bibtex
from publications.bibtex.grammar.reading import get_text
from publications.sources.readers import csl, enw, isi, jsonresume, nbib, pubmed, ris
from publications.sources.readers.answer import Answer, UnreadableError

_BIBTEX_ENTRY = re.compile(r"@\s*[A-Za-z]\w*\s*[{(]|^[ \t]*@[A-Za-z]", re.MULTILINE)
# What is only in a file of each format.
_TAGGED: tuple[tuple[re.Pattern[str], Callable[[bytes], Answer]], ...] = (
    (re.compile(r"^TY\s{1,2}-", re.MULTILINE), ris.read),
    (re.compile(r"^PMID-", re.MULTILINE), nbib.read),
    (re.compile(r"^(?:FN|PT) \S", re.MULTILINE), isi.read),  # Web of Science
    (re.compile(r"^%0 \S", re.MULTILINE), enw.read),
    (re.compile(r"<PubmedArticle"), pubmed.read),
)
_ZIP = b"PK\x03\x04"
_MARKUP = re.compile(r"\s*<(?:!doctype|html|\?xml|xml|head|body)\b", re.IGNORECASE)


def read(data: bytes | str) -> Answer | None:
    """Return the entries in a file or text; None if it is in no format of references.

    Raises UnreadableError if it is in a format that Vita does not read, or not quite in one, and
    FileTooLargeError.
    """
    if isinstance(data, bytes) and data.startswith(_ZIP):
        raise UnreadableError(
            _(
                "This is a zip file. Give the file of references in it. To take over a whole site, "
                "use manage.py move_in: docs/moving-in.md tells how."
            )
        )
    text = get_text(data)
    start = text.lstrip()[:1]
    if start in {"{", "["} and (value := _read_json(text)) is not None:
        is_resume = isinstance(value, dict) and {"basics", "publications"} & value.keys()
        return _number((jsonresume if is_resume else csl).read(text.encode()))
    for shape, reader in _TAGGED:
        if shape.search(text):
            answer = reader(text.encode())
            return _number(answer) if reader is pubmed.read else answer
    if _BIBTEX_ENTRY.search(text):
        found = bibtex.read(data)
        return Answer(list(found.entries), list(found.refused))
    if _MARKUP.match(text):
        raise UnreadableError(
            _(
                "This is a web page or XML, not a file of references. Export BibTeX, RIS or "
                "CSL-JSON instead."
            )
        )
    return None


def _number(answer: Answer) -> Answer:
    """Return entries that are called by their numbers, as their files have no lines to name."""
    return Answer([replace(entry, type="") for entry in answer.entries], answer.refused)


def _read_json(text: str) -> object:
    """Return the value of a JSON text; None if it is none, as a list of words in brackets."""
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        if text.lstrip().startswith("{") or re.match(r'\s*\[\s*[{"]', text):
            raise UnreadableError(
                _("The file is JSON that is cut off or broken. Export it again.")
            ) from None
        return None
    return value if isinstance(value, dict | list) else None
