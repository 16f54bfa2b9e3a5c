"""Uploaded files: each has a name of its own, and goes when no row has it any more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from pathlib import PurePosixPath
from secrets import choice, token_hex
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.db.models.fields.files import FieldFile
from django.db.models.signals import post_delete, post_save, pre_save
from django.utils.deconstruct import deconstructible

from common.pictures import PictureField, PictureFile, original_name
from common.publishing import Publishable
from common.slugs import slug_for

_LONGEST_STEM, _LONGEST_SUFFIX = 50, 10
# Random parts begin with a letter: sixteen digits alone could be a date and time.
_OWN_NAME = re.compile(r"-[a-f][0-9a-f]{15}(\.\w+-\d+)?\.\w+$")


@deconstructible
class StoredIn:
    """Where a file field stores its uploads (``upload_to``): ``papers/gec-c3f9a0c41b7d2e58.pdf``.

    The name is that of the upload, or ``stem`` where one is given, with a random part. So no name
    is ever used twice, and a browser may keep a file for good.
    """

    def __init__(self, folder: str, stem: str = "") -> None:
        self.folder = folder
        self.stem = stem

    def __call__(self, row: models.Model | None, filename: str) -> str:
        """Return the name, below the folder of uploads, for a file that is called so."""
        path = PurePosixPath(filename)
        stem = (self.stem or slug_for(path.stem))[:_LONGEST_STEM].strip("-") or "file"
        return f"{self.folder}/{stem}-{_random()}{path.suffix.lower()[:_LONGEST_SUFFIX]}"


def _random() -> str:
    return choice("abcdef") + token_hex(8)[1:]


def is_never_used_again(name: str) -> bool:
    """Whether what is stored under this name, a size of a picture too, is always the same file."""
    return bool(_OWN_NAME.search(name))


def watch_files() -> None:
    """Let the files of every model go with their rows; called once, when Django has started."""
    for model in apps.get_models():
        if _file_fields(model):
            pre_save.connect(_remember_files, sender=model)
            post_save.connect(_remove_replaced_files, sender=model)
            post_delete.connect(_remove_files, sender=model)


def _file_fields(model: type[models.Model]) -> list[models.FileField]:
    return [field for field in model._meta.concrete_fields if isinstance(field, models.FileField)]


def _files_of(row: models.Model) -> Iterator[FieldFile]:
    for field in _file_fields(type(row)):
        if file := getattr(row, field.attname):
            yield file


def _remember_files(
    sender: type[models.Model], instance: Any, using: str, raw: bool, **_: Any
) -> None:
    stored = sender._base_manager.using(using).filter(pk=instance.pk).first()
    instance._stored_files = list(_files_of(stored)) if stored else []
    if raw:
        _do_without_what_is_gone(instance, stored)


def _do_without_what_is_gone(row: models.Model, stored: models.Model | None) -> None:
    """Give a row that comes back from its history the files that are there now.

    A replaced file is gone, so the row keeps the one that it has. A row that was deleted does
    without: no page shows its picture, or offers its file. Only a row that is nothing without its
    file keeps the name.
    """
    for file in _files_of(row):
        if file.storage.exists(file.name or ""):
            continue
        picture = file.field if isinstance(file.field, PictureField) else None
        if stored:
            for column in (file.field.attname, *(picture.companions if picture else ())):
                setattr(row, column, getattr(stored, column))
        elif picture:
            picture.note_size(row, None)
        else:
            setattr(row, file.field.attname, "")
            try:
                row.validate_constraints()
            except ValidationError:
                setattr(row, file.field.attname, file.name)


def _remove_replaced_files(instance: Any, using: str, raw: bool, **_: Any) -> None:
    """Remove what a save replaced; but not where one goes back, and may go forth again."""
    kept = {file.name for file in _files_of(instance)}
    if not raw:
        _remove_later((file for file in instance._stored_files if file.name not in kept), using)
    del instance._stored_files


def _remove_files(instance: models.Model, using: str, **_: Any) -> None:
    _remove_later(_files_of(instance), using)


def _remove_later(files: Iterable[FieldFile], using: str) -> None:
    """Remove files once it is sure that their rows are gone: when the transaction commits.

    A storage that fails then is noted in the log; what the owner did has succeeded.
    """
    stored = [(file.storage, _stored_names(file)) for file in files]

    def remove_unused() -> None:
        for storage, names in stored:
            if not any(_uses(model, names[0], using) for model in apps.get_models()):
                for name in names:
                    storage.delete(name)

    if stored:
        transaction.on_commit(remove_unused, using=using, robust=True)


def _stored_names(file: FieldFile) -> list[str]:
    """Return the names of all that is stored for a file: its own first, then those of its sizes."""
    sizes = file.names_of_sizes if isinstance(file, PictureFile) else []
    return [file.name or "", *sizes]


def _uses(model: type[models.Model], name: str, using: str) -> bool:
    fields = _file_fields(model)
    return bool(fields) and model._base_manager.using(using).filter(_is_any(fields, name)).exists()


def draft_states(name: str) -> set[bool]:
    """Return whether the rows that have this file, or the picture it is a size of, are drafts.

    Empty where no row has it that can be a draft. One query.
    """
    original = original_name(name)
    queries = [
        model._base_manager.filter(_is_any(_file_fields(model), original))
        .order_by()
        .values_list(state)
        for model in apps.get_models()
        if _file_fields(model) and (state := _path_to_state(model))
    ]
    return {is_draft for (is_draft,) in queries[0].union(*queries[1:])} if queries else set()


def _is_any(fields: Iterable[models.FileField], name: str) -> Q:
    return reduce(or_, (Q(**{field.attname: name}) for field in fields))


def _path_to_state(model: type[models.Model]) -> str:
    """Return the lookup of ``is_draft``: the row's own, or that of the row it is a part of."""
    if issubclass(model, Publishable):
        return "is_draft"
    for field in model._meta.concrete_fields:
        whole = field.related_model if field.many_to_one else None
        if whole and issubclass(whole, Publishable):
            return f"{field.name}__is_draft"
    return ""
