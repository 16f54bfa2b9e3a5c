"""Picture fields: stored in several sizes, and shown without a request to the storage.

A row stores the width and height of its picture. They and the file name determine the names of all
sizes: ``photos/portrait-c3f9a0c41b7d2e58.jpg`` has, among others,
``sizes/photos/portrait-c3f9a0c41b7d2e58.jpg-320.avif``. ``manage.py make_pictures`` can recreate
the folder ``sizes`` at any time.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models.fields.files import FieldFile, FileDescriptor
from PIL.Image import Image

from common.media import images
from common.media.names import SIZES, is_valid_name, validate_name
from common.media.storage import StorageError

MODERN = ("avif", "webp")


class Size(NamedTuple):
    """Width and height in pixels."""

    width: int
    height: int

    def fit_into(self, box: Size) -> Size:
        """Return the size scaled down to fit into the box. It is never scaled up."""
        scale = min(1, box.width / self.width, box.height / self.height)
        return Size(max(1, round(self.width * scale)), max(1, round(self.height * scale)))


class PictureFile(FieldFile):
    """The picture of a row, in all its sizes."""

    field: PictureField

    @property
    def dimensions(self) -> Size | None:
        """Width and height from the row; None if there is no picture, or its file is missing.

        Pages show the picture only if this is not None.
        """
        width, height = (getattr(self.instance, column) for column in self.field.size_columns)
        return Size(width, height) if self and width and height else None

    @property
    def widths(self) -> list[int]:
        """The stored widths in pixels, ascending. None is larger than the upload."""
        if not (size := self.dimensions):
            return []
        largest = min(size.width, self.field.widths[-1])
        return [*(width for width in self.field.widths if width < largest), largest]

    @property
    def fallback(self) -> str:
        """The format for browsers without AVIF and WebP: that of the stored upload."""
        suffix = PurePosixPath(self.name or "").suffix.lower()
        return "jpg" if suffix in {".jpg", ".jpeg"} else "png"

    def get_size_name(self, width: int, extension: str) -> str:
        """Return the name of the stored file for one size and format."""
        return f"{SIZES}{self.name}-{width}.{extension}"

    def get_size_url(self, width: int, extension: str) -> str:
        return self.storage.url(self.get_size_name(width, extension))

    def srcset(self, extension: str) -> str:
        """Return the value of HTML's ``srcset`` attribute for one format."""
        return ", ".join(f"{self.get_size_url(width, extension)} {width}w" for width in self.widths)

    @property
    def names_of_sizes(self) -> list[str]:
        """The names of all files made from the upload."""
        formats = (*MODERN, self.fallback)
        return [
            self.get_size_name(width, extension) for width in self.widths for extension in formats
        ]

    def save(self, name: str, content: Any, save: bool = True) -> None:
        """Store the picture and make its sizes."""
        super().save(name, content, save=False)
        try:
            self.make_sizes()
        except OSError:  # for example a full disk: the row is not saved, so delete all files
            for stored in (self.name or "", *self.names_of_sizes):
                self.storage.delete(stored)
            raise
        if save:
            self.instance.save()

    def make_sizes(self) -> int:
        """Create missing sizes, and set width and height in the row without saving it.

        Returns the number of files created. If the file is missing or damaged, width and height are
        None. Raises StorageError if the storage fails.
        """
        self.field.note_size(self.instance, None)
        if not is_valid_name(self.name or ""):
            return 0
        try:
            with self.storage.open(self.name or "") as file:
                picture = images.rotate_upright(images.open_image(file))
        except StorageError:
            raise
        except (OSError, SyntaxError, ValueError, ValidationError):
            return 0
        self.field.note_size(self.instance, Size(*picture.size))
        return sum(self._make(picture, width) for width in self.widths)

    def _make(self, picture: Image, width: int) -> int:
        names = {kind: self.get_size_name(width, kind) for kind in (*MODERN, self.fallback)}
        missing = {kind: name for kind, name in names.items() if not self.storage.exists(name)}
        if missing:
            smaller = images.resize(picture, width)
            for kind, name in missing.items():
                self.storage.save(name, ContentFile(images.encode(smaller, kind)))
        return len(missing)


class _PictureDescriptor(FileDescriptor):
    """The attribute of a row. Assigning another picture clears width and height."""

    field: PictureField

    def __set__(self, instance: Any, value: Any) -> None:
        before = instance.__dict__.get(self.field.attname, value)
        super().__set__(instance, value)
        if str(before or "") != str(value or ""):
            self.field.note_size(instance, None)


class PictureField(models.FileField):
    """A picture that is re-encoded when it is uploaded, and stored in several sizes.

    ``widths`` are in pixels. For a field ``photo`` the model also needs the columns ``photo_width``
    and ``photo_height``, below it because fields are saved in that order.

    Django's ImageField is not used because it opens the file of each row without a width, and fails
    if the file is missing.
    """

    attr_class = PictureFile
    descriptor_class = _PictureDescriptor
    default_validators = [validate_name, FileExtensionValidator(["jpg", "jpeg", "png", "webp"])]

    def __init__(self, *args: Any, widths: Iterable[int] = (), **kwargs: Any) -> None:
        self.widths = sorted(widths)  # not in migrations: the database does not need them
        super().__init__(*args, **kwargs)

    @property
    def size_columns(self) -> tuple[str, str]:
        """The names of the columns for width and height."""
        return f"{self.name}_width", f"{self.name}_height"

    @property
    def companions(self) -> list[str]:
        """The names of the columns that belong to this picture: its size and its description."""
        columns = {column.name for column in self.model._meta.concrete_fields}
        return [*self.size_columns, *({f"{self.name}_alt"} & columns)]

    def note_size(self, row: models.Model, size: Size | None) -> None:
        """Set the row's columns for width and height."""
        for column, value in zip(self.size_columns, size or (None, None), strict=True):
            setattr(row, column, value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Store an upload. Create the sizes of a file that was put among the uploads by hand."""
        file = super().pre_save(model_instance, add)
        if file and not file.dimensions:
            file.make_sizes()
        return file

    def formfield(self, **kwargs: Any) -> Any:
        presets = {"form_class": PictureFormField, "max_length": None}
        return super().formfield(**{**presets, **kwargs})


class PictureFormField(forms.FileField):
    """An upload that must be a picture. The value is the re-encoded picture."""

    def to_python(self, data: Any) -> Any:
        """Return the picture as it will be stored."""
        upload = super().to_python(data)
        if upload is None:
            return None
        picture = images.reencode(upload)
        picture.file.name = f"picture.{picture.extension}"
        return picture.file

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Name the accepted formats, so that some phones convert others."""
        types = ",".join(f"image/{kind.lower()}" for kind in images.READ)
        return {**super().widget_attrs(widget), "accept": types}
