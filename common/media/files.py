"""Uploaded files: unique names, and keeping them for some time after their row is deleted."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import PurePosixPath
from secrets import choice, token_hex
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from django.db.models.signals import post_delete, post_save, pre_save
from django.utils import timezone
from django.utils.deconstruct import deconstructible

from common.media.names import SIZES, find_original_name, fold_name, is_valid_name
from common.media.pictures import PictureField, PictureFile
from common.media.storage import StorageError
from common.media.uses import list_file_fields, list_names_in_rows, list_names_of_deleted_files
from common.models import DeletedFile
from common.urls.slugs import make_slug
from common.write_lock import write_lock

_LONGEST_STEM, _LONGEST_SUFFIX = 50, 10
# The random part begins with a letter, because sixteen digits could be a date and time.
_UNIQUE_NAME = re.compile(r"-[a-f][0-9a-f]{15}(\.\w+-\d+)?\.\w+$")


@deconstructible
class StoredIn:
    """Where a file field stores its uploads (``upload_to``): ``papers/gec-c3f9a0c41b7d2e58.pdf``.

    The name is ``stem``, or else that of the upload, with a random part. So no name is ever used
    twice, and browsers can cache a file forever.
    """

    def __init__(self, folder: str, stem: str = "") -> None:
        self.folder = folder
        self.stem = stem

    def __call__(self, row: models.Model | None, filename: str) -> str:
        """Return the path in the uploads folder for a file of this name."""
        path = PurePosixPath(filename)
        stem = (self.stem or make_slug(path.stem))[:_LONGEST_STEM].strip("-") or "file"
        return f"{self.folder}/{stem}-{_make_random_part()}{path.suffix.lower()[:_LONGEST_SUFFIX]}"


def _make_random_part() -> str:
    return choice("abcdef") + token_hex(8)[1:]


def is_never_used_again(name: str) -> bool:
    """Whether the file, or size of a picture, of this name can never change."""
    return bool(_UNIQUE_NAME.search(name))


def watch_files() -> None:
    """Connect the signals that keep files of deleted rows. Called once, when Django has started."""
    for model in apps.get_models():
        if list_file_fields(model):
            pre_save.connect(_remember_files, sender=model)
            post_save.connect(_keep_replaced_files, sender=model)
            post_delete.connect(_keep_files, sender=model)


def _list_files(row: models.Model) -> Iterator[FieldFile]:
    for field in list_file_fields(type(row)):
        if file := getattr(row, field.attname):
            yield file


def _remember_files(
    sender: type[models.Model], instance: Any, using: str, raw: bool, **_: Any
) -> None:
    stored = sender._base_manager.using(using).filter(pk=instance.pk).first()
    instance._stored_files = list(_list_files(stored)) if stored else []
    if raw:
        _replace_missing_files(instance, stored)


def _replace_missing_files(row: models.Model, stored: models.Model | None) -> None:
    """Replace files that no longer exist in a row that is being restored from its history.

    The row keeps the file that it has now. A deleted row has none: no page shows its picture or
    offers its file. Only a row that would be invalid without a file keeps the name.
    """
    for file in _list_files(row):
        if is_stored(file.name or ""):
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
    """Keep the files that saving or restoring replaced."""
    present = {file.name for file in _list_files(instance)}
    _keep((file for file in instance._stored_files if file.name not in present), using)
    del instance._stored_files


def _keep_files(instance: models.Model, using: str, **_: Any) -> None:
    _keep(_list_files(instance), using)


def _keep(files: Iterable[FieldFile], using: str) -> None:
    """Record, in the same transaction, that a row no longer has these files."""
    deleted = {
        str(file.name): DeletedFile(name=str(file.name), stored_names=_list_stored_names(file))
        for file in files
    }
    if deleted:
        DeletedFile.objects.using(using).bulk_create(
            deleted.values(),
            update_conflicts=True,
            unique_fields=["name"],
            update_fields=["stored_names", "deleted_at"],
        )
        # If the storage fails then, it is logged: the owner's change has succeeded.
        transaction.on_commit(remove_expired_files, using=using, robust=True)


def remove_expired_files() -> None:
    """Remove files that were deleted more than ``KEEP_DELETED_FILES`` days ago."""
    latest = timezone.now() - timedelta(days=settings.KEEP_DELETED_FILES)
    expired = DeletedFile.objects.filter(deleted_at__lte=latest)
    if not expired.exists():
        return
    with write_lock():  # so that nobody restores a file while it is being removed
        used = set(map(fold_name, list_names_in_rows()))
        for file in expired:
            if fold_name(file.name) not in used:
                for name in filter(is_valid_name, file.stored_names):
                    default_storage.delete(name)
        expired.delete()


def record_orphans() -> None:
    """Record files as deleted that no row has: those of a save that was cut short.

    They are in the folders of file fields, are more than a day old, and have names that the site
    made. So a file that is being saved, or was put there by hand, is left alone.
    """
    latest = timezone.now() - timedelta(days=1)
    files: dict[str, list[str]] = defaultdict(list)  # with their sizes
    for folder in _folders_of_fields():
        for name in (*_names_in(folder), *_names_in(f"{SIZES}{folder}")):
            files[find_original_name(name)].append(name)
    known = set(map(fold_name, list_names_in_rows() | list_names_of_deleted_files()))
    orphans = [
        DeletedFile(name=original, stored_names=names)
        for original, names in files.items()
        if is_never_used_again(original)
        and fold_name(original) not in known
        and all(default_storage.get_modified_time(name) < latest for name in names)
    ]
    DeletedFile.objects.bulk_create(orphans, ignore_conflicts=True)


def _folders_of_fields() -> set[str]:
    fields = (field for model in apps.get_models() for field in list_file_fields(model))
    return {field.upload_to.folder for field in fields if isinstance(field.upload_to, StoredIn)}


def _names_in(folder: str) -> list[str]:
    try:
        names = default_storage.listdir(folder)[1]
    except FileNotFoundError:
        return []
    return list(filter(is_valid_name, (f"{folder}/{name}" for name in names)))


def is_stored(name: str) -> bool:
    """Whether the storage has a file of this name."""
    return is_valid_name(name) and default_storage.exists(name)


def find_missing_files(names: Iterable[str]) -> set[str]:
    """Return which uploads no longer exist; an empty set if the storage fails."""
    try:
        return {name for name in names if not is_stored(name)}
    except StorageError:
        return set()


def _list_stored_names(file: FieldFile) -> list[str]:
    """Return the names of all stored files for an upload: its own, then its sizes."""
    sizes = file.names_of_sizes if isinstance(file, PictureFile) else []
    return [file.name or "", *sizes]
