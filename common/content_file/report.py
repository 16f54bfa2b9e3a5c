"""What loading a content file finds and changes, and where in the file."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from common.ordering.models import Ordered, arrange


@dataclass(frozen=True)
class FileLocation:
    """A place in the file: the section, the number of the table in it (from 1), the key."""

    section: str
    number: int = 0
    key: str = ""

    def at(self, key: str) -> FileLocation:
        """Return the location of a key in the same table."""
        return FileLocation(self.section, self.number, key)


@dataclass(frozen=True)
class Problem:
    """A mistake in the file: its location, and a message that says what to write instead.

    ``entry`` is the number (from 1) in a list of tables under the key, if the mistake is in one.
    """

    place: FileLocation
    message: str
    entry: int = 0


@dataclass
class LoadReport:
    """The result of loading a content file: its problems, and what changed."""

    problems: list[Problem] = field(default_factory=list)
    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    updates: list[str] = field(default_factory=list)
    missing_files: list[str] = field(default_factory=list)
    touched: list[models.Model] = field(default_factory=list)

    def refuse(self, place: FileLocation, message: str, entry: int = 0) -> None:
        """Record a problem. The whole file will be refused."""
        self.problems.append(Problem(place, message, entry))

    def note(self, section: str, row: models.Model, *, created: bool, changed: set[str]) -> None:
        """Count a loaded row, and remember it if it changed."""
        outcome = "created" if created else "updated" if changed else "unchanged"
        self.counts[section][outcome] += 1
        if outcome != "unchanged":
            self.touched.append(row)
        if outcome == "updated":
            self.updates.append(f"{section}: {row} ({', '.join(sorted(changed))})")


@dataclass
class LoadedRow:
    """A loaded row of an ordered list, and the fields that changed."""

    row: Any
    created: bool
    changed: set[str]


def note_in_order(section: str, loaded: Sequence[LoadedRow], report: LoadReport) -> None:
    """Put the rows into the order of the file if they have positions, and count them."""
    rows = [entry.row for entry in loaded]
    moved = arrange(rows) if rows and isinstance(rows[0], Ordered) else set()
    for entry in loaded:
        if entry.row.pk in moved:
            entry.changed.add("order")
        report.note(section, entry.row, created=entry.created, changed=entry.changed)
