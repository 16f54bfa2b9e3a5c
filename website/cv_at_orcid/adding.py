"""Which rows of an ORCID record the CV does not have, and adding those that the owner chose."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from common.content_file.report import FileLocation, LoadReport
from common.history.recording import note, record_revision
from common.ordering.models import insert_newest_first, renumber
from common.text.search import fold
from profile.content_file import LISTS, dump_list
from website.cv_at_orcid.reading import CvRow

_NAMES = {
    "education": "institution",
    "experience": "organisation",
    "awards": "title",
    "service": "venue",
}
_DETAILS = {"education": "degree", "experience": "role", "awards": "awarded_by"}
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")


def list_new(rows: Iterable[CvRow]) -> list[CvRow]:
    """Return the rows that the CV does not have, each once."""
    known = {
        section: [_get_marks(CvRow(section, row)) for row in dump_list(section)]
        for section in _NAMES
    }
    new = []
    for row in rows:
        marks = _get_marks(row)
        if not any(_is_same(marks, other) for other in known[row.section]):
            known[row.section].append(marks)
            new.append(row)
    return new


class _Marks(NamedTuple):
    """By what a row is known: the words of its name, its first year, and what else tells it."""

    name: tuple[str, ...]
    year: str
    detail: frozenset[str]  # words of the degree, of the role or of who gave an award


def _get_marks(row: CvRow) -> _Marks:
    """Return the marks of a row; service has no year, as it goes on from year to year."""
    year = _YEAR.search(str(row.values.get("when", "")))
    detail = row.values.get(_DETAILS.get(row.section, ""), "")
    name = row.values.get(_NAMES[row.section], "")
    return _Marks(_list_words(name), year[0] if year else "", frozenset(_list_words(detail)))


def _list_words(value: Any) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", fold(str(value))))


def _is_same(one: _Marks, other: _Marks) -> bool:
    """Return whether two rows agree in the name, and in the rest as far as both say it.

    A "Research Intern" may be called "Intern" elsewhere.
    """
    is_same_year = one.year == other.year or not one.year or not other.year
    is_same_detail = one.detail <= other.detail or other.detail <= one.detail
    return one.name == other.name and is_same_year and is_same_detail


def add(rows: Iterable[CvRow], user: Any) -> LoadReport:
    """Add rows among those of the CV by date, in one transaction.

    A row that the site refuses is a problem in the report, and is not added; the others are.
    """
    report = LoadReport()
    with record_revision(_("Imported from ORCID."), user):
        rows = list(rows)
        for row in list_new(rows):
            section, values = row.section, row.values
            kind, _identity = LISTS[section]
            place = FileLocation(section, rows.index(row) + 1)
            read = kind.read(values, place, report)
            if read is None:
                continue
            manager: Any = kind.model._default_manager
            present = list(manager.order_by("position", "pk"))
            added: Any = kind.model()
            kind.apply_and_note(added, read, place, report)
            if added.pk and section != "service":
                renumber(insert_newest_first(present, [added]))
        note(report.touched)
    return report
