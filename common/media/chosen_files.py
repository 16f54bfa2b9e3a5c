"""Files chosen in an admin form that was refused. They are kept, so that nobody chooses them twice.

A file waits in a hidden folder of the storage, which has no URLs and is left out of backups. The
form carries the file's random name in a token, signed for one user, one field and one day. When the
form is sent again, the file is used and checked as if it had just been chosen.
"""

from __future__ import annotations

import time
from contextlib import suppress
from io import BytesIO
from secrets import token_hex
from typing import Any

from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AdminFileWidget
from django.core import signing
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import models
from django.forms.widgets import FILE_INPUT_CONTRADICTION
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

FOLDER = ".chosen"
SECONDS_KEPT = 24 * 3600
_SALT = "common.media.chosen_files"
_LOST = _("The file that you chose was kept for only a day: choose it again.")


class LostFile(UploadedFile):
    """A file that no longer exists. It has no name, so its field refuses it."""

    name = ""

    def __bool__(self) -> bool:
        return True


def put_aside(upload: UploadedFile, owner: str) -> str:
    """Store a file and return a token with which its owner gets it back. Raises OSError."""
    remove_old()
    name = f"{int(time.time())}-{token_hex(16)}"
    upload.seek(0)
    default_storage.save(f"{FOLDER}/{name}", upload)
    return signing.dumps([name, upload.name, owner], salt=_SALT)


def take_up(token: str, owner: str) -> UploadedFile:
    """Return the file of a token, or a LostFile if it is gone or belongs to somebody else."""
    with suppress(signing.BadSignature, FileNotFoundError):
        name, chosen_name, token_owner = signing.loads(token, salt=_SALT, max_age=SECONDS_KEPT)
        if token_owner == owner:
            with default_storage.open(f"{FOLDER}/{name}") as file:
                upload = SimpleUploadedFile(chosen_name, file.read())
            upload.token = token  # type: ignore[attr-defined]
            return upload
    return LostFile(BytesIO(), "", size=0)


def remove_old() -> None:
    """Remove the files whose tokens have expired."""
    try:
        _folders, names = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    for name in names:
        stored_at = name.partition("-")[0]
        if not stored_at.isdecimal() or int(stored_at) < time.time() - SECONDS_KEPT:
            default_storage.delete(f"{FOLDER}/{name}")


class ChosenFileInput(AdminFileWidget):
    """A file input that keeps its upload, if the form is refused, until it is sent again."""

    owner = ""
    chosen: UploadedFile | None = None
    contradicts = False  # a file was chosen and cleared at the same time

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the file that was chosen now, or else the kept one unless it is unwanted."""
        token = data.get(f"{name}-kept")
        if token and name not in files and f"{name}-forget" not in data:
            files[name] = take_up(token, self.owner)
        value = super().value_from_datadict(data, files, name)
        self.chosen, self.contradicts = files.get(name), value is FILE_INPUT_CONTRADICTION
        return value

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Name the kept file below the field. A file that the field refused is not kept."""
        field = super().render(name, value, attrs, renderer)
        is_refused = "aria-invalid" in (attrs or {}) and not self.contradicts
        return (
            field + self._render_kept(name, self.chosen)
            if self.chosen and not is_refused
            else field
        )

    def _render_kept(self, name: str, upload: UploadedFile) -> SafeString:
        try:
            token = getattr(upload, "token", None) or put_aside(upload, self.owner)
        except OSError:  # the rest of the form is kept nevertheless
            token = ""
        context = {"name": name, "upload": upload, "token": token}
        return render_to_string("admin/chosen_file.html", context)


class KeepsChosenFiles(BaseModelAdmin):
    """An admin or inline whose forms keep chosen files when they are refused."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Tell the widget of a file field whose file it keeps."""
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, models.FileField) and isinstance(field.widget, ChosenFileInput):
            field.widget.owner = f"{request.user.pk} {db_field}"
            field.error_messages["invalid"] = _LOST
        return field
