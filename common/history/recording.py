"""Every version of a row: what changed from one to the next, and the way back to any of them.

django-reversion keeps the versions, in revisions: what one save, import or load changed. A row is
kept together with its parts (the authors and links of a paper, the presentations of a talk), and
goes back together with them; other rows of the same revision stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import reversion
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import Prefetch
from django.utils.text import capfirst
from reversion.errors import RevertError
from reversion.models import Revision, Version

from common.history.changes import (
    Change,
    Names,
    State,
    changes_between,
    parts_of,
    relations_of,
    state_of,
)
from common.media.files import missing_files
from common.ordering.models import Ordered, TypedPosition, put
from common.urls.slug_history import HasSlugHistory
from common.write_lock import write_lock


class RestoreError(ValueError):
    """A version that cannot come back; the message says why, for the owner."""


@contextmanager
def record_revision(comment: str, user: Any = None) -> Iterator[None]:
    """Make one revision of all rows that are noted inside, in one transaction of one writer."""
    with write_lock(), reversion.create_revision(manage_manually=True):
        reversion.set_comment(comment)
        if user is not None:
            reversion.set_user(user)
        yield


def note(rows: Iterable[models.Model]) -> None:
    """Keep these rows, each with its parts, as they are stored now; outside a revision nothing.

    They are read anew, some hundreds at once: a load notes thousands.
    """
    if not reversion.is_active():
        return
    keys: dict[type[models.Model], list[Any]] = {}
    for row in rows:
        keys.setdefault(type(row), []).append(row.pk)
    for model, of_model in keys.items():
        for start in range(0, len(of_model), 500):
            for row in _with_parts(model).filter(pk__in=of_model[start : start + 500]):
                reversion.add_to_revision(row)


def _with_parts(model: type[models.Model]) -> models.QuerySet[Any]:
    """Return the rows with what their versions need: parts, what these refer to, many-to-many."""
    rows = model._default_manager.prefetch_related(*(f.name for f in model._meta.many_to_many))
    for relation, key in relations_of(model):
        part = key.model
        refers_to = [f.name for f in part._meta.fields if f.many_to_one and not f.null]
        parts = part._default_manager.select_related(*refers_to)
        rows = rows.prefetch_related(Prefetch(relation, queryset=parts))
    return rows


@dataclass(frozen=True)
class VersionStep:
    """One version of a row, what it changed from the version before, which files of it are gone."""

    version: Version
    changes: list[Change]
    missing_files: list[str]

    @property
    def revision(self) -> Revision:
        """Who saved it, when, and why."""
        return self.version.revision


def steps(model: type[models.Model], key: Any, most: int = 50) -> list[VersionStep]:
    """Return the versions of a row, the latest first."""
    found = Version.objects.get_for_object_reference(model, key)
    versions = list(found.select_related("revision__user").order_by("-pk")[: most + 1])
    names = Names()
    states = [state_of(version, names) for version in versions]
    missing = missing_files(set[str]().union(*(state.files for state in states)))
    return [
        VersionStep(version, list(changes_between(older, newer)), sorted(newer.files & missing))
        for version, newer, older in zip(
            versions[:most], states, [*states[1:], State()], strict=False
        )
    ]


def missing_files_of(version: Version) -> list[str]:
    """Return the names of the uploads that cannot come back with a version, as they are gone."""
    return sorted(missing_files(state_of(version, Names()).files))


def deleted(model: type[models.Model]) -> models.QuerySet[Version]:
    """Return the last version of each row that is no more, the latest deleted first."""
    return Version.objects.get_deleted(model).select_related("revision__user").order_by("-pk")


@write_lock()
def restore(version: Version) -> models.Model:
    """Make the row, with its parts, what it was in the version; return it.

    Rows that it refers to and that are gone (an author, a venue) come back as they last were.
    Raises RestoreError, and changes nothing, where that cannot be, as when another row has
    taken the address of this one, or a text is refused today.
    """
    try:
        return _restored(version)
    except RevertError as error:
        raise RestoreError("It holds a date or another value that cannot be read.") from error


def _restored(version: Version) -> models.Model:
    model: type[models.Model] = version._model
    before = model._default_manager.filter(pk=version.object_id).first()
    if give_way := getattr(version._object_version.object, "give_way", None):
        give_way()
    _bring_back_what_it_needs(version)
    _check(_instance(version))
    parts = parts_of(version)
    if before is not None:
        _make_way_for(parts, before)
    version.revert()
    for part in parts:
        _bring_back_what_it_needs(part)
        _check(_instance(part), is_part=True)
        part.revert()
    restored = model._default_manager.get(pk=version.object_id)
    if isinstance(restored, HasSlugHistory) and before is not None:
        restored.take_over_public_state(before)
    if isinstance(restored, Ordered) and isinstance(before, Ordered):
        restored.position = before.position  # its place in the list is no part of its history
    restored.save()  # what it keeps for itself, such as the time of its last change, is of now
    if isinstance(restored, Ordered) and before is None:
        put(type(restored), {restored.pk: TypedPosition(None, restored.position)})
    return restored


def _check(row: models.Model, *, is_part: bool = False) -> None:
    """Raise RestoreError where a form would refuse the row. Its files may be gone, which is said
    elsewhere; and parts take the places of those that go.
    """
    files = {f.name for f in row._meta.fields if isinstance(f, models.FileField)}
    try:
        row.full_clean(files, validate_unique=not is_part, validate_constraints=not is_part)
    except ValidationError as error:
        raise RestoreError(" ".join(_sentences(row, error))) from error


def _sentences(row: models.Model, error: ValidationError) -> Iterator[str]:
    columns = {column.name: column for column in row._meta.fields}
    for name, messages in error.message_dict.items():
        label = "" if name == NON_FIELD_ERRORS else str(columns[name].verbose_name)
        sentence = " ".join(messages)
        says_it = label.lower() in sentence.lower()
        yield sentence if says_it else f"{capfirst(label)}: {sentence}"


def _make_way_for(parts: list[Version], row: models.Model) -> None:
    """Delete the present parts of the row; those with files only where the version lacks them.

    A link that stays keeps the file that it has, where the file of the version is gone.
    """
    coming = {(part._model, part.object_id) for part in parts}
    for relation, key in relations_of(type(row)):
        has_files = any(isinstance(f, models.FileField) for f in key.model._meta.fields)
        for part in getattr(row, relation).all():
            if not (has_files and (key.model, str(part.pk)) in coming):
                part.delete()


def _bring_back_what_it_needs(version: Version) -> None:
    for field in version._model._meta.get_fields():
        if not (field.many_to_one or field.many_to_many) or field.auto_created:
            continue
        name = field.attname if field.many_to_one else field.name
        value = version.field_dict.get(name)
        keys = {str(key) for key in value or []} if field.many_to_many else {str(value)}
        other: type[models.Model] = field.related_model
        if other is version._model or not reversion.is_registered(other) or value is None:
            continue
        there = other._default_manager.filter(pk__in=keys).values_list("pk", flat=True)
        for key in sorted(keys - {str(pk) for pk in there}):
            last = Version.objects.get_for_object_reference(other, key).first()
            if last is None:
                raise RestoreError(f"The {other._meta.verbose_name} that it names is gone.")
            restore(last)


def _instance(version: Version) -> models.Model:
    """Return the row as the version has it, not saved."""
    model: type[models.Model] = version._model
    plain = {f.attname for f in model._meta.concrete_fields if not f.generated}
    row = model(**{name: value for name, value in version.field_dict.items() if name in plain})
    row._state.adding = not model._default_manager.filter(pk=row.pk).exists()
    return row
