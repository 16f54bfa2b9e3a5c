"""What changed between two versions of a row, in words for the owner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import reversion
from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from reversion.errors import RevertError
from reversion.models import Version

from common.dates.cv_date import CVDate

# Fields that the site maintains itself. Changes in them are not shown.
_INTERNAL = {"search_text", "published_at", "changed_at"}


@dataclass(frozen=True)
class Change:
    """A difference in one field or part. Either side may be empty."""

    name: str
    before: str
    after: str


def list_relations(model: type[models.Model]) -> list[tuple[str, Any]]:
    """Return the relations to the parts of a row, each with the foreign key of the part.

    The parts are the rows of the inlines in the model's admin.
    """
    if not admin.site.is_registered(model):
        return []
    inlines = admin.site.get_model_admin(model).inlines
    keys = [
        field
        for inline in inlines
        for field in inline.model._meta.fields
        if field.many_to_one and issubclass(model, field.related_model)
    ]
    return [(key.remote_field.get_accessor_name(), key) for key in keys]


def list_parts(version: Version) -> list[Version]:
    """Return the versions of the row's parts, in order."""
    versions: list[Version] = []
    for _name, key in list_relations(version._model):
        # The serialised part contains ``"publication": 17``. Searching for that lets the database
        # skip most rows of a large import.
        link = f'"{key.name}": {version.object_id}'
        of_this_row = Q(serialized_data__contains=f"{link},") | Q(
            serialized_data__contains=link + "}"
        )
        of_model = Version.objects.get_for_model(key.model).filter(of_this_row)
        parts = list(of_model.filter(revision_id=version.revision_id))
        versions += sorted(
            parts, key=lambda part: (_get_fields(part).get("position") or 0, part.pk)
        )
    return versions


def _get_fields(version: Version) -> dict[str, Any]:
    """Return the values of a version, or an empty dictionary if one of them cannot be read."""
    try:
        return dict(version.field_dict)
    except RevertError:
        return {}


@dataclass(frozen=True)
class _Part:
    """A part of a row at some time, such as an author of a paper, in words."""

    kind: str
    kinds: str  # the plural
    key: str
    text: str
    fields: dict[str, str]


@dataclass(frozen=True)
class State:
    """A row at some time: its fields in words, its parts in order, and all their files."""

    fields: dict[str, str] = field(default_factory=dict)
    parts: list[_Part] = field(default_factory=list)
    files: set[str] = field(default_factory=set)


class Names:
    """The current names of rows. Each is looked up only once."""

    def __init__(self) -> None:
        self._known: dict[tuple[type[models.Model], str], str] = {}

    def of(self, model: type[models.Model], key: Any) -> str:
        known = (model, str(key))
        if known not in self._known:
            row = model._default_manager.filter(pk=key).first()
            self._known[known] = str(row) if row else _describe_deleted(model)
        return self._known[known]


def _describe_deleted(model: type[models.Model]) -> str:
    return _("a deleted %(kind)s") % {"kind": model._meta.verbose_name}


def describe_state(version: Version, names: Names) -> State:
    """Return the state of the row and of its parts in a version."""
    versions_of_parts = list_parts(version)
    parts = [
        _Part(
            kind=str(part._model._meta.verbose_name),
            kinds=str(part._model._meta.verbose_name_plural),
            key=f"{part.content_type_id}/{part.object_id}",
            text=part.object_repr,
            fields=_describe_fields(part, names),
        )
        for part in versions_of_parts
    ]
    return State(
        _describe_fields(version, names), parts, set(_list_files([version, *versions_of_parts]))
    )


def _list_files(versions: list[Version]) -> Iterator[str]:
    """Yield the names of the uploads in the versions."""
    for version in versions:
        fields = _get_fields(version)
        for column in version._model._meta.concrete_fields:
            name = fields.get(column.attname)
            if isinstance(column, models.FileField) and name:
                yield str(name)


def _describe_fields(version: Version, names: Names) -> dict[str, str]:
    """Return the fields of a version by their labels, with values as the owner would write them."""
    model: type[models.Model] = version._model
    parents = {key.attname for key in _list_parent_keys(model)}
    fields = _get_fields(version)
    values = {}
    for column in [*model._meta.concrete_fields, *model._meta.many_to_many]:
        name = column.name if column.many_to_many else column.attname
        is_hidden = column.primary_key or not column.editable or column.generated
        is_hidden = is_hidden or column.name in _INTERNAL
        if name in fields and not is_hidden and name not in parents:
            values[str(column.verbose_name)] = _describe(column, fields[name], names)
    return values


def _list_parent_keys(model: type[models.Model]) -> list[Any]:
    """Return the foreign keys by which the rows of the model are parts of others."""
    registered = reversion.get_registered_models()
    keys = (key for parent in registered for _name, key in list_relations(parent))
    return [key for key in keys if key.model is model]


def _describe(column: Any, value: Any, names: Names) -> str:
    if value in (None, "", []):
        return ""
    if column.is_relation:
        keys = value if column.many_to_many else [value]
        return ", ".join(names.of(column.related_model, key) for key in keys)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, CVDate):
        return value.display()
    if isinstance(value, list):
        return "; ".join(value)
    return str(dict(column.flatchoices).get(value, value))


def changes_between(older: State, newer: State) -> Iterator[Change]:
    """Yield the differences: fields, then parts that were added, removed, changed or moved."""
    for name in {**newer.fields, **older.fields}:
        before, after = older.fields.get(name, ""), newer.fields.get(name, "")
        if before != after and (before, after) != ("", _("no")):
            yield Change(name, before, after)
    pairs = _pair_parts(older.parts, newer.parts)
    removed = [part for part in older.parts if part not in pairs.values()]
    added = [part for part in newer.parts if part.key not in pairs]
    for kinds in dict.fromkeys(part.kinds for part in [*removed, *added]):
        texts = (", ".join(p.text for p in parts if p.kinds == kinds) for parts in (removed, added))
        yield Change(kinds, *texts)
    for part in newer.parts:
        if part in added:
            continue
        was = pairs[part.key].fields
        for name, after in part.fields.items():
            if name != "order" and was.get(name, "") != after:
                yield Change(f"{part.kind} {part.text}, {name}", was.get(name, ""), after)
    yield from _find_moves(pairs, older.parts, newer.parts)


def _pair_parts(older: list[_Part], newer: list[_Part]) -> dict[str, _Part]:
    """Return the earlier state of each part, by its key.

    Loading and importing recreate the parts. A part with a new key is matched by its text.
    """
    pairs: dict[str, _Part] = {}
    for same in ("key", "text"):
        for part in newer:
            left = (p for p in older if p.kind == part.kind and p not in pairs.values())
            found = next((p for p in left if getattr(p, same) == getattr(part, same)), None)
            if found and part.key not in pairs:
                pairs[part.key] = found
    return pairs


def _find_moves(
    pairs: dict[str, _Part], older: list[_Part], newer: list[_Part]
) -> Iterator[Change]:
    """Yield a change for each kind of part whose remaining rows are in another order."""
    for kinds in dict.fromkeys(part.kinds for part in newer):
        stayed = [part for part in newer if part.kinds == kinds and part.key in pairs]
        after = [pairs[part.key] for part in stayed]
        before = [part for part in older if part in after]
        if before != after:
            text = {pairs[part.key].key: part.text for part in stayed}
            names = [", ".join(text[part.key] for part in parts) for parts in (before, after)]
            yield Change(_("order of %(kinds)s") % {"kinds": kinds}, *names)
