"""The content file: rows of models as tables of TOML, both ways.

An app describes with ``Rows`` how the rows of a model are written. A key that is absent from a
table means an empty field, except for uploaded files, which a text file cannot hold. The models
check the values, so the file cannot contain anything that the admin would refuse.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import gettext as _

from common.content_file.report import FileLocation, LoadedRow, LoadReport, note_in_order
from common.content_file.values import UnreadableError, drop_key, read_value, suggest, write_value
from common.ordering.models import Ordered

Table = dict[str, Any]


@dataclass(frozen=True)
class Rows:
    """How the rows of one model are read and written.

    ``fields`` are the keys, in the order in which they are written. ``extra`` are further keys,
    which the app handles itself. Keys in ``required`` must be present. ``carried`` are fields that
    are not in the file; a row under a parent takes them from the existing row with the same
    ``identity``.
    """

    model: type[models.Model]
    fields: tuple[str, ...]
    extra: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    identity: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()

    def dump(self, row: models.Model) -> Table:
        """Return the row as a table without empty values."""
        columns: list[Any] = [self.model._meta.get_field(name) for name in self.fields]
        values = ((c.name, write_value(c, getattr(row, c.name))) for c in columns)
        return {name: value for name, value in values if value not in ("", False, [], None)}

    def read(self, table: Any, place: FileLocation, report: LoadReport) -> Table | None:
        """Return the values of all fields, with defaults for absent ones; None if any is wrong."""
        if not isinstance(table, dict):
            report.refuse(
                place,
                _("expected a table of keys, like %(key)s = ...") % {"key": self.fields[0]},
            )
            return None
        before = len(report.problems)
        self._check_keys(table, place, report)
        values: Table = {}
        for name in self.fields:
            column: Any = self.model._meta.get_field(name)
            if name in table:
                try:
                    values[name] = read_value(column, table[name])
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
        """Set the slug that the row will have. Return False if an earlier row has it."""
        model: Any = self.model
        values["slug"] = values["slug"] or model.slug_of(values[model.slug_source])
        first = seen.setdefault(values["slug"], place.number)
        if first != place.number:
            report.refuse(
                place.at("slug"),
                _("number %(first)s has it already; choose another") % {"first": first},
            )
        return first == place.number

    def _check_keys(self, table: Table, place: FileLocation, report: LoadReport) -> None:
        known = (*self.fields, *self.extra)
        for key in table:
            if key not in known:
                report.refuse(
                    place.at(key),
                    _('"%(key)s" is not a key here%(advice)s')
                    % {"key": key, "advice": suggest(key, known)},
                )
        for key in self.required:
            if key not in table:
                report.refuse(
                    place, _('"%(key)s" is missing; write %(key)s = "..."') % {"key": key}
                )

    def apply(
        self, row: models.Model, values: Table, place: FileLocation, report: LoadReport
    ) -> set[str] | None:
        """Set the row's values, check it, and save it if anything changed.

        Returns the names of the fields that changed, or None if the row was refused.
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
        """Call ``apply``, and count the row unless it was refused."""
        created = row._state.adding
        changed = self.apply(row, values, place, report)
        if changed is not None:
            report.note(place.section, row, created=created, changed=changed)

    def load_list(
        self, tables: Sequence[Any], section: str, identity: tuple[str, ...], report: LoadReport
    ) -> None:
        """Load a list, matching its tables to existing rows by the fields in ``identity``.

        If several rows have the same identity, the first in the file is the first on the site. A
        slug that the file leaves out stays as it is.
        """
        columns: list[Any] = [self.model._meta.get_field(name) for name in identity]
        known: dict[tuple[Any, ...], list[models.Model]] = defaultdict(list)
        for row in self.model._default_manager.all():
            known[tuple(write_value(c, getattr(row, c.name)) for c in columns)].append(row)
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
        """Replace the parent's rows in ``relation`` by those of the file; return if any changed.

        ``relation`` is also the key in the parent's table. A row keeps its uploaded file unless the
        table names another.
        """
        place = place.at(relation)
        if not isinstance(tables, list):
            report.refuse(
                place,
                _('expected a list of tables, like %(relation)s = [{ %(key)s = "..." }]')
                % {"relation": relation, "key": (self.required or ("url",))[0]},
            )
            return False
        manager = getattr(parent, relation)
        rows = (
            self._read_child(table, {manager.field.name: parent}, number, place, report)
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
        """Give each new row the file of the existing row that is otherwise equal."""
        files = [f.name for f in self.model._meta.fields if isinstance(f, models.FileField)]
        left, new = [self.dump(row) for row in present] if files else [], []
        for row in wanted:
            if (table := self.dump(row)) in left:
                left.remove(table)
            else:
                new.append(row)
        for name in files:
            held = [(drop_key(table, name), table.get(name)) for table in left]
            for row in new:
                if not getattr(row, name):
                    like = self.dump(row)
                    setattr(row, name, next((file for t, file in held if t == like), "") or "")

    def _carry_over(self, present: list[models.Model], wanted: list[models.Model]) -> None:
        """Copy the ``carried`` fields from the existing rows to the new rows that match them."""
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

    def _read_child(
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
            report.refuse(
                place,
                _("entry %(number)s: %(problem)s")
                % {"number": number, "problem": f"{key}{problem.message}"},
                entry=number,
            )
        return None if nested.problems else row


def _refuse_all(error: ValidationError, place: FileLocation, report: LoadReport) -> None:
    for name, messages in error.message_dict.items():
        report.refuse(place.at("" if name == NON_FIELD_ERRORS else name), " ".join(messages))
