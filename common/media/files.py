"""Uploaded files: each has a name of its own, and is kept for a time after its row is deleted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from enum import IntEnum
from functools import reduce
from operator import or_
from pathlib import PurePosixPath
from secrets import choice, token_hex
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Case, Q, Value, When
from django.db.models.fields.files import FieldFile
from django.db.models.functions import Cast
from django.db.models.signals import post_delete, post_save, pre_save
from django.utils import timezone
from django.utils.deconstruct import deconstructible

from common.media.pictures import PictureField, PictureFile, original_name
from common.media.storage import StorageError
from common.models import DeletedFile
from common.publishing import Publishable
from common.urls.slugs import slug_for
from common.write_lock import write_lock

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
    """Keep the files of deleted rows for the history; called once, when Django has started."""
    for model in apps.get_models():
        if _file_fields(model):
            pre_save.connect(_remember_files, sender=model)
            post_save.connect(_keep_replaced_files, sender=model)
            post_delete.connect(_keep_files, sender=model)


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

    Where a file was removed because its time was up, the row keeps the one that it has. A row that
    was deleted does without: no page shows its picture, or offers its file. Only a row that is
    nothing without its file keeps the name.
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


def _keep_replaced_files(instance: Any, using: str, **_: Any) -> None:
    """Keep what a save replaced, or what going back to an earlier version did."""
    present = {file.name for file in _files_of(instance)}
    _keep((file for file in instance._stored_files if file.name not in present), using)
    del instance._stored_files


def _keep_files(instance: models.Model, using: str, **_: Any) -> None:
    _keep(_files_of(instance), using)


def _keep(files: Iterable[FieldFile], using: str) -> None:
    """Note that a row does without these files from now on, in the transaction that says so."""
    deleted = {
        str(file.name): DeletedFile(name=str(file.name), stored_names=_stored_names(file))
        for file in files
    }
    if deleted:
        DeletedFile.objects.using(using).bulk_create(
            deleted.values(),
            update_conflicts=True,
            unique_fields=["name"],
            update_fields=["stored_names", "deleted_at"],
        )
        # A storage that fails then is noted in the log; what the owner did has succeeded.
        transaction.on_commit(remove_expired_files, using=using, robust=True)


def remove_expired_files() -> None:
    """Remove deleted files that were kept for as long as ``KEEP_DELETED_FILES`` says, in days."""
    latest = timezone.now() - timedelta(days=settings.KEEP_DELETED_FILES)
    expired = DeletedFile.objects.filter(deleted_at__lte=latest)
    if not expired.exists():
        return
    with write_lock():  # nobody brings a file back while it is removed
        for file in expired:
            if not _is_used(file.name):
                for name in file.stored_names:
                    default_storage.delete(name)
        expired.delete()


def missing_files(names: Iterable[str]) -> set[str]:
    """Return which of the uploads of these names are gone; none where the storage cannot say."""
    try:
        return {name for name in names if not default_storage.exists(name)}
    except StorageError:
        return set()


def _stored_names(file: FieldFile) -> list[str]:
    """Return the names of all that is stored for a file: its own first, then those of its sizes."""
    sizes = file.names_of_sizes if isinstance(file, PictureFile) else []
    return [file.name or "", *sizes]


def _is_used(name: str) -> bool:
    return bool(uses_of(name) - {Use.DELETED})


class Use(IntEnum):
    """What an upload is to the site."""

    PUBLISHED = 0
    DRAFT = 1
    OTHER = 2  # of a row that cannot be a draft
    DELETED = 3  # kept for the history


def uses_of(name: str) -> set[Use]:
    """Return what the file of this name, or the picture it is a size of, is used for.

    Empty where nothing names it, as for the pictures in texts. One query.
    """
    original = original_name(name)
    queries: list[Any] = [DeletedFile.objects.filter(name=original).order_by()]
    uses: list[Any] = [Value(Use.DELETED)]
    for model in apps.get_models():
        if fields := _file_fields(model):
            state = _path_to_state(model)
            queries.append(model._base_manager.filter(_is_any(fields, original)).order_by())
            uses.append(
                Case(When(**{state: True}, then=1), default=0) if state else Value(Use.OTHER)
            )
    found = [
        query.annotate(use_of_file=Cast(use, models.IntegerField())).values_list("use_of_file")
        for query, use in zip(queries, uses, strict=True)
    ]
    return {Use(use) for (use,) in found[0].union(*found[1:])}


def _use_by(model: type[models.Model]) -> Case | Value:
    if state := _path_to_state(model):
        return Case(When(**{state: True}, then=Use.DRAFT), default=Use.PUBLISHED)
    return Value(Use.OTHER)


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
