"""Records what an import does: the state of what it changes, and the keys of what it adds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Max, Model
from django.utils.translation import gettext as _
from reversion.models import Version

from common.history.recording import note, record_revision
from publications.models import Author, Import, Publication, Venue

REVISION_SIZE = 300  # django-reversion copies the whole revision each time it adds a row


def record_rows(rows: Sequence[Model], comment: str, user: Any) -> None:
    """Record the rows in the history, in several revisions because large ones are slow."""
    for start in range(0, len(rows), REVISION_SIZE):
        with record_revision(comment, user):
            note(rows[start : start + REVISION_SIZE])


def begin_import(rows: Iterable[Model], user: Any) -> int:
    """Record rows as they are before an import may change them; return the last version."""
    record_rows([*dict.fromkeys(rows)], _("As it was before an import."), user)
    return _find_last_version()


def complete_import(
    before: int, papers: list[Publication], authors: list[Author], venues: list[Venue]
) -> Import:
    """Store what an import added, after the history has its versions."""
    return Import.objects.create(
        first_version=before + 1,
        last_version=_find_last_version(),
        added_papers=[paper.pk for paper in papers],
        added_authors=[author.pk for author in authors],
        added_venues=[venue.pk for venue in venues],
    )


def _find_last_version() -> int:
    return Version.objects.aggregate(last=Max("pk"))["last"] or 0
