"""The content file: rows of models as tables of TOML, both ways.

An app says by ``Rows`` how the rows of a model stand in the file. What is absent from a table is
empty in the row, except for uploaded files, which a text file cannot hold. What was read is
checked by the models themselves, so the file can say nothing that the admin would refuse.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from common.content_file.values import UnreadableError, advice, typed, written
from common.ordering.models import Ordered, arrange

Table = dict[str, Any]


@dataclass(frozen=True)
class FileLocation:
    """Where something stands in the file: the section, its which table (from 1), the key."""

    section: str
    number: int = 0
    key: str = ""

    def at(self, key: str) -> FileLocation:
        """Return the place of a key in the same table."""
        return FileLocation(self.section, self.number, key)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in the file, where, and what to write instead."""

    place: FileLocation
    message: str


@dataclass
class LoadReport:
    """One reading of a content file: what was found wrong, and what it changed."""

    problems: list[Problem] = field(default_factory=list)
    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    updates: list[str] = field(default_factory=list)
    missing_files: list[str] = field(default_factory=list)
    touched: list[models.Model] = field(default_factory=list)

    def refuse(self, place: FileLocation, message: str) -> None:
        """Note a problem; the file will be refused as a whole."""
        self.problems.append(Problem(place, message))

    def note(self, section: str, row: models.Model, *, created: bool, changed: set[str]) -> None:
        """Count a row that was read."""
        outcome = "created" if created else "updated" if changed else "unchanged"
        self.counts[section][outcome] += 1
        if outcome != "unchanged":
            self.touched.append(row)
        if outcome == "updated":
            self.updates.append(f"{section}: {row} ({', '.join(sorted(changed))})")


@dataclass
class LoadedRow:
    """A row of an ordered list that was read, and what that changed."""

    row: Any
    created: bool
    changed: set[str]


def note_in_order(section: str, loaded: Sequence[LoadedRow], report: LoadReport) -> None:
    """Put the rows into the order of the file, if theirs is the owner's, and count them."""
    rows = [entry.row for entry in loaded]
    moved = arrange(rows) if rows and isinstance(rows[0], Ordered) else set()
    for entry in loaded:
        if entry.row.pk in moved:
            entry.changed.add("order")
        report.note(section, entry.row, created=entry.created, changed=entry.changed)


@dataclass(frozen=True)
class Rows:
    """How the rows of one model stand in the file.

    ``fields`` are the keys, in the order in which they are written; ``extra`` are further keys,
    which the app reads and writes itself; ``required`` must be there. ``carried`` are fields
    that the file does not hold and that a row under a parent keeps, found again by ``identity``.
    """

    model: type[models.Model]
    fields: tuple[str, ...]
    extra: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    identity: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()

    def dump(self, row: models.Model) -> Table:
        """Return the row as a table, without what is empty."""
        columns: list[Any] = [self.model._meta.get_field(name) for name in self.fields]
        values = ((c.name, written(c, getattr(row, c.name))) for c in columns)
        return {name: value for name, value in values if value not in ("", False, [], None)}

    def read(self, table: Any, place: FileLocation, report: LoadReport) -> Table | None:
        """Return the values of the fields, defaults where absent; None where some are wrong."""
        if not isinstance(table, dict):
            report.refuse(place, f"expected a table of keys, like {self.fields[0]} = ...")
            return None
        before = len(report.problems)
        self._check_keys(table, place, report)
        values: Table = {}
        for name in self.fields:
            column: Any = self.model._meta.get_field(name)
            if name in table:
                try:
                    values[name] = typed(column, table[name])
                except UnreadableError as error:
                    report.refuse(place.at(name), str(error))
                else:
                    self._note_missing_file(column, values[name], report)
            elif not isinstance(column, models.FileField):
                values[name] = column.get_default()
        return values if len(report.problems) == before else None

    @staticmethod
    def _note_missing_file(column: Any, name: Any, report: LoadReport) -> None:
        if isinstance(column, models.FileField) and name and not column.storage.exists(name):
            report.missing_files.append(name)

    def read_slug(
        self, values: Table, place: FileLocation, report: LoadReport, seen: dict[str, int]
    ) -> bool:
        """Give the values the slug that the row will have; False where an earlier row has it."""
        model: Any = self.model
        values["slug"] = values["slug"] or model.slug_of(values[model.slug_source])
        first = seen.setdefault(values["slug"], place.number)
        if first != place.number:
            report.refuse(place.at("slug"), f"number {first} has it already; give another")
        return first == place.number

    def _check_keys(self, table: Table, place: FileLocation, report: LoadReport) -> None:
        known = (*self.fields, *self.extra)
        for key in table:
            if key not in known:
                report.refuse(place.at(key), f'"{key}" is not a key here{advice(key, known)}')
        for key in self.required:
            if key not in table:
                report.refuse(place, f'"{key}" is missing; write {key} = "..."')

    def apply(
        self, row: models.Model, values: Table, place: FileLocation, report: LoadReport
    ) -> set[str] | None:
        """Give the row its values, check it and save it if any of them is new.

        Returns the names of the fields that changed, or None where the row was refused.
        """
        adding = row._state.adding
        changed = {name for name, value in values.items() if getattr(row, name) != value}
        for name in changed:
            setattr(row, name, values[name])
        try:
            row.full_clean()
        except ValidationError as error:
            _refuse_all(error, place, report)
            return None
        if adding or changed:
            row.save()
        return changed

    def apply_and_note(
        self, row: models.Model, values: Table, place: FileLocation, report: LoadReport
    ) -> None:
        """Do what ``apply`` does, and count the row unless it was refused."""
        created = row._state.adding
        changed = self.apply(row, values, place, report)
        if changed is not None:
            report.note(place.section, row, created=created, changed=changed)

    def load_list(
        self, tables: Sequence[Any], section: str, identity: tuple[str, ...], report: LoadReport
    ) -> None:
        """Load a list; a row is found again by the fields of its identity.

        Where several rows share an identity, the first in the file is the first on the site. A
        slug that the file leaves out stays as it is.
        """
        columns: list[Any] = [self.model._meta.get_field(name) for name in identity]
        known: dict[tuple[Any, ...], list[models.Model]] = defaultdict(list)
        for row in self.model._default_manager.all():
            known[tuple(written(c, getattr(row, c.name)) for c in columns)].append(row)
        loaded = []
        for number, table in enumerate(tables, start=1):
            place = FileLocation(section, number)
            values = self.read(table, place, report)
            if values is None:
                continue
            same = known[tuple(values[name] for name in identity)]
            row = same.pop(0) if same else self.model()
            if "slug" in values:
                values["slug"] = values["slug"] or getattr(row, "slug", "")
            created = row._state.adding
            changed = self.apply(row, values, place, report)
            if changed is not None:
                loaded.append(LoadedRow(row, created, changed))
        note_in_order(section, loaded, report)

    def load_children(
        self,
        tables: Any,
        parent: models.Model,
        relation: str,
        place: FileLocation,
        report: LoadReport,
    ) -> bool:
        """Make the rows under ``relation`` of the parent those of the file; say if any changed.

        ``relation`` is also the key in the parent's table. A file that was uploaded to a row
        stays with it, unless the table names another.
        """
        place = place.at(relation)
        if not isinstance(tables, list):
            report.refuse(
                place, f'expected a list of tables, like {relation} = [{{ url = "..." }}]'
            )
            return False
        manager = getattr(parent, relation)
        rows = (
            self._child(table, {manager.field.name: parent}, number, place, report)
            for number, table in enumerate(tables, start=1)
        )
        wanted = [row for row in rows if row]
        present = list(manager.all())
        self._keep_files(present, wanted)
        self._carry_over(present, wanted)
        if [self.dump(row) for row in present] == [self.dump(row) for row in wanted]:
            return False
        manager.all().delete()
        self.model._default_manager.bulk_create(wanted)
        return True

    def _keep_files(self, present: list[models.Model], wanted: list[models.Model]) -> None:
        """Give each wanted row the file of the present row that is like it in all else."""
        files = [f.name for f in self.model._meta.fields if isinstance(f, models.FileField)]
        left, new = [self.dump(row) for row in present] if files else [], []
        for row in wanted:
            if (table := self.dump(row)) in left:
                left.remove(table)
            else:
                new.append(row)
        for name in files:
            held = [(_without(table, name), table.get(name)) for table in left]
            for row in new:
                if not getattr(row, name):
                    like = self.dump(row)
                    setattr(row, name, next((file for t, file in held if t == like), "") or "")

    def _carry_over(self, present: list[models.Model], wanted: list[models.Model]) -> None:
        """Give each wanted row what the present row that it means has besides the file."""
        left, new = list(present), list(wanted)
        for fields in (self.fields, self.identity) if self.carried else ():
            for row in list(new):
                values = [getattr(row, name) for name in fields]
                meant = [p for p in left if [getattr(p, name) for name in fields] == values]
                if meant:
                    for name in self.carried:
                        setattr(row, name, getattr(meant[0], name))
                    left.remove(meant[0])
                    new.remove(row)

    def _child(
        self, table: Any, parent: Table, number: int, place: FileLocation, report: LoadReport
    ) -> models.Model | None:
        nested = LoadReport()
        row = self.model(**parent, **(self.read(table, place, nested) or {}))
        if isinstance(row, Ordered):
            row.position = number
        if not nested.problems:
            try:
                row.full_clean(
                    exclude=parent.keys(), validate_unique=False, validate_constraints=False
                )
            except ValidationError as error:
                _refuse_all(error, place, nested)
        for problem in nested.problems:
            key = f"{problem.place.key}: " if problem.place.key != place.key else ""
            report.refuse(place, f"entry {number}: {key}{problem.message}")
        return None if nested.problems else row


def _refuse_all(error: ValidationError, place: FileLocation, report: LoadReport) -> None:
    for name, messages in error.message_dict.items():
        report.refuse(place.at("" if name == NON_FIELD_ERRORS else name), " ".join(messages))


def _without(table: Table, key: str) -> Table:
    return {name: value for name, value in table.items() if name != key}
