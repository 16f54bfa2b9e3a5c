"""What an entry of a BibTeX file says, in the form in which the site can keep it.

Import and comparison both take the values from here, so that a field which has to be shortened or
left out is compared in the form in which it was stored. Whatever is altered is said in ``notes``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from common.dates.cv_date import CVDate, DateError
from publications.bibtex import Entry
from publications.identifiers import is_named_in
from publications.models import Publication, PublicationLink

# The fields of a paper that an entry fills as they are.
PLAIN_FIELDS = (
    *("title", "kind", "status", "volume", "number", "pages", "doi", "arxiv_id", "abstract"),
    "note",
)
_SHORTENED = {"title", "volume", "number", "pages", "note"}
# Beside what the site itself refuses in a key: what programs that read BibTeX stumble over.
_UNUSUAL_IN_KEY = re.compile(r"[\"'()=@]")
_LABELS = {"when": "date", "venue": "venue", "authors": "authors", "link": "link"}


@dataclass(frozen=True)
class EntryValues:
    """The values of an entry by field, its key and link where they can be kept, and notes."""

    fields: dict[str, Any]
    key: str = ""
    link: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def when(self) -> CVDate | None:
        """When the paper appeared."""
        when: CVDate | None = self.fields["when"]
        return when


def label_of(name: str) -> str:
    """Return what the owner knows a field as: "issue" for ``number``."""
    return _LABELS.get(name) or str(_column(name).verbose_name)


def values_of(entry: Entry) -> EntryValues:
    """Return the values of an entry as the site can keep them."""
    notes: list[str] = []
    fields: dict[str, Any] = {name: _value(name, entry, notes) for name in PLAIN_FIELDS}
    fields["when"] = _when(entry, notes)
    return EntryValues(fields, _key(entry, notes), _link(entry, notes), notes)


def shorten(text: str, most: int) -> str:
    """Return the text, cut between words with an ellipsis where it is longer than ``most``.

    >>> shorten("Theory and Practice of Lumps", 20)
    'Theory and Practice…'
    """
    if len(text) <= most:
        return text
    head = text[:most]
    cut = head.rpartition(" ")[0] or head[:-1]
    return f"{cut.rstrip(' ,;:–—-')}…"


def without_forbidden(text: str) -> str:
    """Return the text without characters that no field of one line can hold."""
    kept = (char for char in text if unicodedata.category(char) not in {"Cc", "Cn", "Cs"})
    return " ".join("".join(kept).split())


def _column(name: str, model: type[models.Model] = Publication) -> models.Field[Any, Any]:
    column: models.Field[Any, Any] = model._meta.get_field(name)  # type: ignore[assignment]
    return column


def _value(name: str, entry: Entry, notes: list[str]) -> str:
    column = _column(name)
    given: str = getattr(entry, name)
    if isinstance(column, models.TextField):
        text = str(column.to_python(given.replace("\0", "")))
    else:
        text = str(column.to_python(without_forbidden(given)))
    if len(text) < len(given.strip()) and name not in {"doi", "arxiv_id"}:
        notes += _said_of_signs(label_of(name), given)
    if column.max_length and len(text) > column.max_length and name in _SHORTENED:
        notes.append(
            f"The {label_of(name)} has {len(text):,} characters, of which the site can keep "
            f"{column.max_length}: the end is left out."
        )
        text = shorten(text, column.max_length)
    return text if not text or _is_valid(column, text) else _left_out(label_of(name), text, notes)


def _said_of_signs(label: str, given: str) -> Iterable[str]:
    if any(unicodedata.category(char) in {"Cn", "Cs"} for char in given):
        yield f"The {label} has signs that cannot be shown; they are left out."


def _is_valid(column: models.Field[Any, Any], value: Any) -> bool:
    try:
        column.clean(value, None)
    except ValidationError:
        return False
    return True


def _left_out(label: str, text: str, notes: list[str]) -> str:
    notes.append(f"The {label} “{shorten(text, 80)}” cannot be kept here and is left out.")
    return ""


def _when(entry: Entry, notes: list[str]) -> CVDate | None:
    if not entry.when:
        return None
    try:
        when = CVDate.from_edtf(entry.when)
    except DateError:
        when = None
    if when is None or not _is_valid(_column("when"), when):
        _left_out("date", entry.when, notes)
        return None
    return when


def _key(entry: Entry, notes: list[str]) -> str:
    """Return the citation key of the file, or "" where the site has to make one."""
    if not entry.key:
        notes.append("It has no citation key: the site makes one.")
        return ""
    usable = without_forbidden(entry.key) == entry.key and not _UNUSUAL_IN_KEY.search(entry.key)
    if usable and _is_valid(_column("citation_key"), entry.key):
        return entry.key
    notes.append(
        f"“{shorten(entry.key, 80)}” cannot be a citation key, which is one word without quotation "
        "marks, brackets and signs of TeX: the site makes one."
    )
    return ""


def _link(entry: Entry, notes: list[str]) -> str:
    """Return the address that the entry gives besides its DOI."""
    if not entry.url or is_named_in(entry.url, entry.doi):
        return ""
    column = _column("url", PublicationLink)
    return entry.url if _is_valid(column, entry.url) else _left_out("link", entry.url, notes)
