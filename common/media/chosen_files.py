"""Files chosen in an admin form that was refused: put aside, so that nobody chooses them twice.

A file waits in a hidden folder of the storage, which no URL leads to and which is in no backup.
The form carries its random name in a token, signed for one user, one field and one day. When the
form is sent again the file is taken up as if it had just been chosen, and is checked like one.
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

FOLDER = ".chosen"
SECONDS_KEPT = 24 * 3600
_SALT = "common.media.chosen_files"
_LOST = "The file that you chose was kept for a day only: choose it again."


class LostFile(UploadedFile):
    """Stands for a file that is not kept any more; without a name, its field refuses it."""

    name = ""

    def __bool__(self) -> bool:
        return True


def put_aside(upload: UploadedFile, owner: str) -> str:
    """Keep a file; return the token by which the owner takes it up. Raises OSError."""
    remove_old()
    name = f"{int(time.time())}-{token_hex(16)}"
    upload.seek(0)
    default_storage.save(f"{FOLDER}/{name}", upload)
    return signing.dumps([name, upload.name, owner], salt=_SALT)


def take_up(token: str, owner: str) -> UploadedFile:
    """Return the file of a token; a LostFile where it is gone, or somebody else's."""
    with suppress(signing.BadSignature, FileNotFoundError):
        name, chosen_name, whose = signing.loads(token, salt=_SALT, max_age=SECONDS_KEPT)
        if whose == owner:
            with default_storage.open(f"{FOLDER}/{name}") as kept:
                upload = SimpleUploadedFile(chosen_name, kept.read())
            upload.token = token  # type: ignore[attr-defined]
            return upload
    return LostFile(BytesIO(), "", size=0)


def remove_old() -> None:
    """Remove the files that no token leads to any more."""
    try:
        _, names = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    for name in names:
        put_aside_at = name.partition("-")[0]
        if not put_aside_at.isdecimal() or int(put_aside_at) < time.time() - SECONDS_KEPT:
            default_storage.delete(f"{FOLDER}/{name}")


class ChosenFileInput(AdminFileWidget):
    """Takes an upload; where the form is refused, keeps it until the form is sent again."""

    owner = ""
    chosen: UploadedFile | None = None
    contradicts = False  # chosen, and cleared at the same time

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return what was chosen now or, if nothing was, what is kept and still wanted."""
        token = data.get(f"{name}-kept")
        if token and name not in files and f"{name}-forget" not in data:
            files[name] = take_up(token, self.owner)
        value = super().value_from_datadict(data, files, name)
        self.chosen, self.contradicts = files.get(name), value is FILE_INPUT_CONTRADICTION
        return value

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Say below the field which file is kept; one that the field itself refused is not."""
        field = super().render(name, value, attrs, renderer)
        is_refused = "aria-invalid" in (attrs or {}) and not self.contradicts
        return field + self._kept(name, self.chosen) if self.chosen and not is_refused else field

    def _kept(self, name: str, upload: UploadedFile) -> SafeString:
        try:
            token = getattr(upload, "token", None) or put_aside(upload, self.owner)
        except OSError:  # the rest of the form is kept all the same
            token = ""
        context = {"name": name, "upload": upload, "token": token}
        return render_to_string("admin/chosen_file.html", context)


class KeepsChosenFiles(BaseModelAdmin):
    """An admin, or an inline, whose forms keep the files that were chosen in them."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Let the field of a file know whose choice it keeps."""
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, models.FileField) and isinstance(field.widget, ChosenFileInput):
            field.widget.owner = f"{request.user.pk} {db_field}"
            field.error_messages["invalid"] = _LOST
        return field
