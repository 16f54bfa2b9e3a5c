"""Recording versions of rows, and going back to them.

django-reversion stores the versions. A revision has the rows that one save, import or load changed.
A row is recorded and restored together with its parts: the authors and links of a paper, the
presentations of a talk. Other rows of the same revision stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import reversion
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import Prefetch
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from reversion.errors import RevertError
from reversion.models import Revision, Version

from common.history.changes import (
    Change,
    Names,
    State,
    changes_between,
    describe_state,
    list_parts,
    list_relations,
)
from common.media.files import find_missing_files
from common.ordering.models import Ordered, TypedPosition, put
from common.urls.slug_history import HasSlugHistory
from common.write_lock import write_lock


class RestoreError(ValueError):
    """A version cannot be restored. The message tells the owner why."""


@contextmanager
def record_revision(comment: str, user: Any = None) -> Iterator[None]:
    """Record the rows noted inside as one revision, in one transaction, with the write lock."""
    with write_lock(), reversion.create_revision(manage_manually=True):
        reversion.set_comment(comment)
        if user is not None:
            reversion.set_user(user)
        yield


@contextmanager
def record_merge(others: Sequence[models.Model], user: Any) -> Iterator[None]:
    """Record rows as deleted, and what is noted inside as merged with them, in one transaction."""
    with write_lock():  # if the merge is refused, the versions of the others are rolled back too
        with record_revision(_("Deleted."), user):
            note(others)
        names = ", ".join(str(other) for other in others)
        with record_revision(_("Merged with %(names)s.") % {"names": names}, user):
            yield


def note(rows: Iterable[models.Model]) -> None:
    """Record the stored state of these rows and their parts. Does nothing outside a revision.

    Reads some hundreds of rows at once, because a load notes thousands.
    """
    if not reversion.is_active():
        return
    keys: dict[type[models.Model], list[Any]] = {}
    for row in rows:
        keys.setdefault(type(row), []).append(row.pk)
    for model, of_model in keys.items():
        for start in range(0, len(of_model), 500):
            for row in _select_with_parts(model).filter(pk__in=of_model[start : start + 500]):
                reversion.add_to_revision(row)


def _select_with_parts(model: type[models.Model]) -> models.QuerySet[Any]:
    """Return the rows with everything that their versions contain prefetched."""
    rows = model._default_manager.prefetch_related(*(f.name for f in model._meta.many_to_many))
    for relation, key in list_relations(model):
        part = key.model
        refers_to = [f.name for f in part._meta.fields if f.many_to_one and not f.null]
        parts = part._default_manager.select_related(*refers_to)
        rows = rows.prefetch_related(Prefetch(relation, queryset=parts))
    return rows


@dataclass(frozen=True)
class VersionStep:
    """A version of a row, its changes from the version before, and which of its files are gone."""

    version: Version
    changes: list[Change]
    missing_files: list[str]

    @property
    def revision(self) -> Revision:
        """Who saved the version, when, and a comment."""
        return self.version.revision


def list_steps(model: type[models.Model], key: Any, most: int = 50) -> list[VersionStep]:
    """Return the latest versions of a row, newest first."""
    stored = Version.objects.get_for_object_reference(model, key)
    versions = list(stored.select_related("revision__user").order_by("-pk")[: most + 1])
    names = Names()
    states = [describe_state(version, names) for version in versions]
    missing = find_missing_files(set[str]().union(*(state.files for state in states)))
    return [
        VersionStep(version, list(changes_between(older, newer)), sorted(newer.files & missing))
        for version, newer, older in zip(
            versions[:most], states, [*states[1:], State()], strict=False
        )
    ]


def list_missing_files(version: Version) -> list[str]:
    """Return the names of a version's uploads that no longer exist."""
    return sorted(find_missing_files(describe_state(version, Names()).files))


def select_deleted(model: type[models.Model]) -> models.QuerySet[Version]:
    """Return the last version of each deleted row, the latest first."""
    return Version.objects.get_deleted(model).select_related("revision__user").order_by("-pk")


@write_lock()
def restore(version: Version) -> models.Model:
    """Restore the row and its parts as they were in the version; return the row.

    Deleted rows that it refers to (an author, a venue) come back in their last version. Raises
    RestoreError, and changes nothing, if that fails: for example because another row has taken the
    slug, or because a text would be refused today.
    """
    try:
        return _restore(version)
    except RevertError as error:
        raise RestoreError(_("It contains a date or another value that cannot be read.")) from error


def _restore(version: Version) -> models.Model:
    version = Version.objects.get(pk=version.pk)  # unread, as ``give_way`` may change its row
    model: type[models.Model] = version._model
    before = model._default_manager.filter(pk=version.object_id).first()
    if give_way := getattr(version._object_version.object, "give_way", None):
        give_way()
    restore_references(version)
    _check(_build_row(version))
    parts = list_parts(version)
    if before is not None:
        _delete_parts(before, parts)
    version.revert()
    for part in parts:
        restore_references(part)
        _check(_build_row(part), is_part=True)
        part.revert()
    restored = model._default_manager.get(pk=version.object_id)
    if isinstance(restored, HasSlugHistory) and before is not None:
        restored.take_over_public_state(before)
    if isinstance(restored, Ordered) and isinstance(before, Ordered):
        restored.position = before.position  # the order of the list is not part of the history
    restored.save()  # updates what the site maintains itself, such as the time of the last change
    if isinstance(restored, Ordered) and before is None:
        put(type(restored), {restored.pk: TypedPosition(None, restored.position)})
    return restored


def _check(row: models.Model, *, is_part: bool = False) -> None:
    """Raise RestoreError if a form would refuse the row.

    Missing files are reported elsewhere. Parts are not checked against the parts they replace.
    """
    files = {f.name for f in row._meta.fields if isinstance(f, models.FileField)}
    try:
        row.full_clean(files, validate_unique=not is_part, validate_constraints=not is_part)
    except ValidationError as error:
        raise RestoreError(" ".join(_describe_errors(row, error))) from error


def _describe_errors(row: models.Model, error: ValidationError) -> Iterator[str]:
    columns = {column.name: column for column in row._meta.fields}
    for name, messages in error.message_dict.items():
        label = "" if name == NON_FIELD_ERRORS else str(columns[name].verbose_name)
        sentence = " ".join(messages)
        names_field = label.lower() in sentence.lower()
        yield sentence if names_field else f"{capfirst(label)}: {sentence}"


def _delete_parts(row: models.Model, parts: list[Version]) -> None:
    """Delete the row's current parts before ``parts`` are restored.

    A part with files stays if the version has it too, so that it keeps its current file if the one
    of the version is gone.
    """
    restored = {(part._model, part.object_id) for part in parts}
    for relation, key in list_relations(type(row)):
        has_files = any(isinstance(f, models.FileField) for f in key.model._meta.fields)
        for part in getattr(row, relation).all():
            if not (has_files and (key.model, str(part.pk)) in restored):
                part.delete()


def restore_references(version: Version) -> None:
    """Bring back the deleted rows that a version refers to. Raises RestoreError."""
    for field in version._model._meta.get_fields():
        if not (field.many_to_one or field.many_to_many) or field.auto_created:
            continue
        name = field.attname if field.many_to_one else field.name
        value = version.field_dict.get(name)
        keys = {str(key) for key in value or []} if field.many_to_many else {str(value)}
        other: type[models.Model] = field.related_model
        if other is version._model or not reversion.is_registered(other) or value is None:
            continue
        existing = other._default_manager.filter(pk__in=keys).values_list("pk", flat=True)
        for key in sorted(keys - {str(pk) for pk in existing}):
            last = Version.objects.get_for_object_reference(other, key).first()
            if last is None:
                sentence = _("The %(kind)s that it refers to no longer exists.")
                raise RestoreError(sentence % {"kind": other._meta.verbose_name})
            restore(last)


def _build_row(version: Version) -> models.Model:
    """Return the row as it was in the version, unsaved."""
    model: type[models.Model] = version._model
    plain = {f.attname for f in model._meta.concrete_fields if not f.generated}
    row = model(**{name: value for name, value in version.field_dict.items() if name in plain})
    row._state.adding = not model._default_manager.filter(pk=row.pk).exists()
    return row
