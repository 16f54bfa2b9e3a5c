"""The pictures of rows: stored in several sizes, and shown without asking the storage.

A row knows the width and height of its picture. From them and the name of its file follow the names
of all its sizes: ``photos/portrait-c3f9a0c41b7d2e58.jpg`` has, among others,
``sizes/photos/portrait-c3f9a0c41b7d2e58.jpg-320.avif``. What is in the folder ``sizes`` can be made
anew at any time: ``manage.py make_pictures``.
"""

from __future__ import annotations

import re
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
from common.media.storage import StorageError

MODERN = ("avif", "webp")

_NAME_OF_SIZE = re.compile(r"sizes/(.+)-\d+\.\w+")


class Size(NamedTuple):
    """Width and height in pixels."""

    width: int
    height: int

    def within(self, box: Size) -> Size:
        """Return the size in which all of it fits into the box; never larger than it is."""
        scale = min(1, box.width / self.width, box.height / self.height)
        return Size(max(1, round(self.width * scale)), max(1, round(self.height * scale)))


class PictureFile(FieldFile):
    """The picture of a row, in all its sizes."""

    field: PictureField

    @property
    def dimensions(self) -> Size | None:
        """Width and height, from the row; None where there is no picture, or nobody saw its file.

        Every page shows the picture if this is there, and does without it if not.
        """
        width, height = (getattr(self.instance, column) for column in self.field.size_columns)
        return Size(width, height) if self and width and height else None

    @property
    def widths(self) -> list[int]:
        """The widths in which it is stored, in pixels, rising; none is larger than the upload."""
        if not (size := self.dimensions):
            return []
        largest = min(size.width, self.field.widths[-1])
        return [*(width for width in self.field.widths if width < largest), largest]

    @property
    def fallback(self) -> str:
        """The format for browsers that know no modern one: that of the upload as it is stored."""
        suffix = PurePosixPath(self.name or "").suffix.lower()
        return "jpg" if suffix in {".jpg", ".jpeg"} else "png"

    def name_of(self, width: int, extension: str) -> str:
        """Return the name under which one size is stored in one format."""
        return f"sizes/{self.name}-{width}.{extension}"

    def url_of(self, width: int, extension: str) -> str:
        """Return the address of one size in one format."""
        return self.storage.url(self.name_of(width, extension))

    def srcset(self, extension: str) -> str:
        """Return the addresses of all sizes in one format, as HTML's ``srcset`` has them."""
        return ", ".join(f"{self.url_of(width, extension)} {width}w" for width in self.widths)

    @property
    def names_of_sizes(self) -> list[str]:
        """The names of all that was made from it."""
        formats = (*MODERN, self.fallback)
        return [self.name_of(width, extension) for width in self.widths for extension in formats]

    def save(self, name: str, content: Any, save: bool = True) -> None:
        """Store the picture and make its sizes."""
        super().save(name, content, save=False)
        try:
            self.make_sizes()
        except OSError:  # a full disk, say: the row is not saved, so nothing of the picture is kept
            for stored in (self.name or "", *self.names_of_sizes):
                self.storage.delete(stored)
            raise
        if save:
            self.instance.save()

    def make_sizes(self) -> int:
        """Make the sizes that are not stored, and note width and height in the row (not saved).

        Returns the number of files made. Where the file is gone or no sound picture the row has
        no width and height. Raises StorageError where nobody can tell.
        """
        self.field.note_size(self.instance, None)
        try:
            with self.storage.open(self.name or "") as file:
                picture = images.rotate_upright(images.opened(file))
        except StorageError:
            raise
        except (OSError, SyntaxError, ValueError, ValidationError):
            return 0
        self.field.note_size(self.instance, Size(*picture.size))
        return sum(self._make(picture, width) for width in self.widths)

    def _make(self, picture: Image, width: int) -> int:
        names = {kind: self.name_of(width, kind) for kind in (*MODERN, self.fallback)}
        missing = {kind: name for kind, name in names.items() if not self.storage.exists(name)}
        if missing:
            smaller = images.resize(picture, width)
            for kind, name in missing.items():
                self.storage.save(name, ContentFile(images.written(smaller, kind)))
        return len(missing)


def original_name(name: str) -> str:
    """Return the name of the picture of which this is a size (``name_of``); others as they are."""
    size = _NAME_OF_SIZE.fullmatch(name)
    return size[1] if size else name


class _PictureDescriptor(FileDescriptor):
    """The attribute of a row; another picture has another width and height, not known yet."""

    field: PictureField

    def __set__(self, instance: Any, value: Any) -> None:
        before = instance.__dict__.get(self.field.attname, value)
        super().__set__(instance, value)
        if str(before or "") != str(value or ""):
            self.field.note_size(instance, None)


class PictureField(models.FileField):
    """A picture that is made anew when it is uploaded, and kept in several sizes.

    ``widths`` are in pixels, rising. The model declares beside a field ``photo`` the columns
    ``photo_width`` and ``photo_height``, below it, as rows are saved in that order.

    It is not Django's ImageField, which opens the file of each row that has no width yet, and fails
    where that file is gone.
    """

    attr_class = PictureFile
    descriptor_class = _PictureDescriptor
    default_validators = [FileExtensionValidator(["jpg", "jpeg", "png", "webp"])]

    def __init__(self, *args: Any, widths: Iterable[int] = (), **kwargs: Any) -> None:
        self.widths = sorted(widths)  # not in migrations: the database knows nothing of them
        super().__init__(*args, **kwargs)

    @property
    def size_columns(self) -> tuple[str, str]:
        """The names of the columns that hold width and height."""
        return f"{self.name}_width", f"{self.name}_height"

    @property
    def companions(self) -> list[str]:
        """The names of the columns that are about this picture: its size, its description."""
        described = {column.name for column in self.model._meta.concrete_fields}
        return [*self.size_columns, *({f"{self.name}_alt"} & described)]

    def note_size(self, row: models.Model, size: Size | None) -> None:
        """Give the row the width and height of its picture."""
        for column, value in zip(self.size_columns, size or (None, None), strict=True):
            setattr(row, column, value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Store an upload; see to the sizes of a file that was put among the uploads by hand."""
        file = super().pre_save(model_instance, add)
        if file and not file.dimensions:
            file.make_sizes()
        return file

    def formfield(self, **kwargs: Any) -> Any:
        """Make an upload anew, or refuse it."""
        presets = {"form_class": PictureFormField, "max_length": None}
        return super().formfield(**{**presets, **kwargs})


class PictureFormField(forms.FileField):
    """An upload that must be a picture; the value is one made anew."""

    def to_python(self, data: Any) -> Any:
        """Return the picture as it will be stored. Raises ValidationError."""
        upload = super().to_python(data)
        if upload is None:
            return None
        picture = images.reencode(upload)
        picture.file.name = f"picture.{picture.extension}"
        return picture.file

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Offer only what is accepted; some phones then convert what is not."""
        types = ",".join(f"image/{kind.lower()}" for kind in images.READ)
        return {**super().widget_attrs(widget), "accept": types}
