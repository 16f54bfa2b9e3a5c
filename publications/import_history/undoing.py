"""Undoes an import: deletes what it added, and restores what it changed.

What was changed since the import stays as it is, and the report says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from reversion.errors import RevertError
from reversion.models import Version

from common.history.changes import list_parts, list_relations
from common.history.recording import RestoreError, restore_references
from common.write_lock import write_lock
from publications.citations.keys import assign_citation_keys
from publications.import_history.recording import record_rows
from publications.models import Author, Import, Publication, Venue

# Of the place in the list, and what the site maintains itself.
NOT_RESTORED = {"position", "search_text", "published_at", "changed_at"}


@dataclass
class UndoReport:
    """What undoing an import does, in words: rows, or sentences about what stays."""

    deleted: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)  # authors and venues
    left: list[str] = field(default_factory=list)

    @property
    def does_something(self) -> bool:
        return bool(self.deleted or self.restored or self.removed)


@write_lock()
def undo(made: Import, user: Any = None) -> UndoReport:
    """Undo an import, all of it or nothing. Raises RestoreError."""
    report = UndoReport()
    _delete_papers(made, report, user)
    _restore_rows(made, Publication, made.added_papers, report, user)
    assign_citation_keys()
    for model, keys in ((Author, made.added_authors), (Venue, made.added_venues)):
        _restore_rows(made, model, keys, report, user)
        _remove_unused(made, model, keys, report, user)
    made.undone_at = timezone.now()
    made.save(update_fields=["undone_at"])
    return report


def preview(made: Import) -> UndoReport:
    """Return what undoing the import would do, by doing it and rolling back."""
    with transaction.atomic():
        try:
            return undo(made)
        finally:
            transaction.set_rollback(True)
            made.undone_at = None


def _delete_papers(made: Import, report: UndoReport, user: Any) -> None:
    papers = list(Publication.objects.filter(pk__in=made.added_papers))
    edited = _find_edited(made, Publication)
    for paper in papers:
        note = _(" (with what was changed since)") if paper.pk in edited else ""
        report.deleted.append(f"{paper}{note}")
    _delete(papers, user)


def _restore_rows(
    made: Import, model: type[models.Model], added: list[int], report: UndoReport, user: Any
) -> None:
    """Restore what the import changed in rows that were there before."""
    changed = Version.objects.get_for_model(model).filter(
        pk__range=(made.first_version, made.last_version)
    )
    done = []
    for after in changed.exclude(object_id__in=[*map(str, added)]).order_by("pk"):
        row = model._default_manager.filter(pk=after.object_id).first()
        earlier = Version.objects.get_for_object_reference(model, after.object_id)
        before = earlier.filter(pk__lt=made.first_version).order_by("-pk").first()
        if row is None:
            report.left.append(_("%(row)s: it was deleted.") % {"row": after.object_repr})
        elif before is None:
            sentence = _("%(row)s: the history does not know it from before the import.")
            report.left.append(sentence % {"row": row})
        elif _try_to_restore(row, before, after, report):
            done.append(row)
    record_rows(done, _("Undid an import."), user)


def _try_to_restore(
    row: models.Model, before: Version, after: Version, report: UndoReport
) -> list[str]:
    try:
        return _restore_row(row, before, after, report)
    except (RevertError, IntegrityError) as error:
        sentence = _("%(row)s cannot be restored to what it was before the import.")
        raise RestoreError(sentence % {"row": row}) from error


def _restore_row(
    row: models.Model, before: Version, after: Version, report: UndoReport
) -> list[str]:
    """Restore what the import changed in a row and its parts; return the names of the fields."""
    restored, left = _restore_fields(row, before.field_dict, after.field_dict)
    for relation, key in list_relations(type(row)):
        name = str(key.model._meta.verbose_name_plural)
        was, new = (
            [part for part in list_parts(version) if part._model is key.model]
            for version in (before, after)
        )
        if _describe_versions(was, key) == _describe_versions(new, key):
            continue
        parts = getattr(row, relation).all()
        if _describe_rows(parts, key) != _describe_versions(new, key):
            left.append(name)
            continue
        parts.delete()
        for part in was:
            restore_references(part)
            part.revert()
        restored.append(name)
    if restored:
        report.restored.append(f"{row}: {', '.join(restored)}")
    if left:
        sentence = _("%(row)s: changed since the import: %(fields)s.")
        report.left.append(sentence % {"row": row, "fields": ", ".join(left)})
    return restored


def _restore_fields(
    row: models.Model, was: dict[str, Any], new: dict[str, Any]
) -> tuple[list[str], list[str]]:
    """Restore the fields that the import changed; return the names of these and of those left."""
    restored: dict[str, str] = {}
    left: list[str] = []
    for column in row._meta.concrete_fields:
        name = column.attname
        if column.generated or column.name in NOT_RESTORED or name not in was.keys() & new.keys():
            continue
        if was[name] == new[name]:
            continue
        if getattr(row, name) == new[name]:
            setattr(row, name, was[name])
            restored[column.name] = str(column.verbose_name)
        else:
            left.append(str(column.verbose_name))
    if restored:
        others = {column.name for column in row._meta.fields} - restored.keys()
        try:
            row.clean_fields(exclude=others)
        except ValidationError as error:
            raise RestoreError(f"{row}: {' '.join(error.messages)}") from error
        row.save()
    return [*restored.values()], left


def _describe_versions(versions: list[Version], key: Any) -> list[dict[str, Any]]:
    return [_describe_part(version.field_dict, key) for version in versions]


def _describe_rows(rows: Any, key: Any) -> list[dict[str, Any]]:
    columns = [column.attname for column in key.model._meta.concrete_fields]
    ordered = sorted(rows, key=lambda row: (getattr(row, "position", 0), row.pk))
    return [_describe_part({name: getattr(row, name) for name in columns}, key) for row in ordered]


def _describe_part(values: dict[str, Any], key: Any) -> dict[str, Any]:
    """Return the values of a part but for its keys, which loading and importing make again."""
    left_out = {key.model._meta.pk.attname, key.attname, *NOT_RESTORED}
    return {name: value for name, value in values.items() if name not in left_out}


def _remove_unused(
    made: Import, model: type[models.Model], keys: list[int], report: UndoReport, user: Any
) -> None:
    """Delete the authors or venues that the import added and nothing else uses."""
    edited = _find_edited(made, model)
    unused = []
    for row in model._default_manager.filter(pk__in=keys):
        kind = capfirst(model._meta.verbose_name)
        if _is_used(row):
            report.left.append(_("%(kind)s %(row)s: used elsewhere.") % {"kind": kind, "row": row})
        elif row.pk in edited or getattr(row, "is_owner", False):
            sentence = _("%(kind)s %(row)s: changed since the import.")
            report.left.append(sentence % {"kind": kind, "row": row})
        else:
            unused.append(row)
            report.removed.append(str(row))
    _delete(unused, user)


def _is_used(row: models.Model) -> bool:
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: row}).exists()
        for relation in row._meta.related_objects
    )


def _find_edited(made: Import, model: type[models.Model]) -> set[int]:
    """Return the keys of the rows that have a version since the import."""
    since = Version.objects.get_for_model(model).filter(pk__gt=made.last_version)
    return set(map(int, since.values_list("object_id", flat=True)))


def _delete(rows: list[Any], user: Any) -> None:
    """Delete rows so that the history can bring them back, as the admin does."""
    record_rows(rows, _("Deleted by undoing an import."), user)
    if rows:
        type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows]).delete()
