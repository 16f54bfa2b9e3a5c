"""Which rows use a stored file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import IntEnum
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Cast

from common.media.names import find_original_name, fold_name
from common.models import DeletedFile
from common.publishing import Publishable

# On a Windows disk, "XIONG~1.PDF" and "nash.pdf::$DATA" are further names of a file.
_SECOND_NAME = re.compile(r":|~\d")


class Use(IntEnum):
    """What uses an upload."""

    PUBLISHED = 0
    DRAFT = 1
    OTHER = 2  # of a row that cannot be a draft
    DELETED = 3  # kept for the history


def list_file_fields(model: type[models.Model]) -> list[models.FileField]:
    return [field for field in model._meta.concrete_fields if isinstance(field, models.FileField)]


def find_uses(name: str) -> set[Use]:
    """Return the uses of a file, or of the picture that it is a size of, in one query.

    The set is empty if no row has exactly this name, as for pictures in texts.
    """
    original = find_original_name(name)
    queries: list[Any] = [DeletedFile.objects.filter(name=original).order_by()]
    uses: list[Any] = [Value(Use.DELETED)]
    for model in apps.get_models():
        if fields := list_file_fields(model):
            queries.append(model._base_manager.filter(_is_any(fields, original)).order_by())
            uses.append(_classify_use(model))
    numbers = [
        query.annotate(use_of_file=Cast(use, models.IntegerField())).values_list("use_of_file")
        for query, use in zip(queries, uses, strict=True)
    ]
    return {Use(use) for (use,) in numbers[0].union(*numbers[1:])}


def may_be_used_by_another_name(name: str) -> bool:
    """Whether a disk may take this for the name that a row has for a file, or for a size of it.

    A file that belongs to a row is served under that name only, so that each row decides who can
    see it.
    """
    original = find_original_name(fold_name(name))
    names = list_names_in_rows() | list_names_of_deleted_files()
    return bool(_SECOND_NAME.search(name)) or original in map(fold_name, names)


def list_names_in_rows() -> set[str]:
    """Return the names of all files that rows have."""
    queries: list[Any] = [
        model._base_manager.exclude(**{field.attname: ""}).order_by().values_list(field.attname)
        for model in apps.get_models()
        for field in list_file_fields(model)
    ]
    return {name for (name,) in queries[0].union(*queries[1:])}


def list_names_of_deleted_files() -> set[str]:
    return set(DeletedFile.objects.order_by().values_list("name", flat=True))


def find_drafts_with(name: str) -> Iterator[type[Publishable]]:
    """Yield the model of each draft that has a file, or the picture that it is a size of."""
    original = find_original_name(name)
    for model in apps.get_models():
        fields, (state, publishable) = list_file_fields(model), _find_state(model)
        if fields and publishable:
            drafts = model._base_manager.filter(_is_any(fields, original), **{state: True})
            if drafts.exists():
                yield publishable


def _classify_use(model: type[models.Model]) -> Case | Value:
    state, publishable = _find_state(model)
    if publishable:
        return Case(When(**{state: True}, then=Use.DRAFT), default=Use.PUBLISHED)
    return Value(Use.OTHER)


def _is_any(fields: Iterable[models.FileField], name: str) -> Q:
    return reduce(or_, (Q(**{field.attname: name}) for field in fields))


def _find_state(model: type[models.Model]) -> tuple[str, type[Publishable] | None]:
    """Return the lookup of ``is_draft``, and the model that has it.

    That is the model itself, or the one whose rows its rows are parts of; None if neither is.
    """
    if issubclass(model, Publishable):
        return "is_draft", model
    for field in model._meta.concrete_fields:
        whole = field.related_model if field.many_to_one else None
        if whole and issubclass(whole, Publishable):
            return f"{field.name}__is_draft", whole
    return "", None
