"""Checks that an upload's content matches its file extension, for types that browsers open."""

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_BYTES = 90 * 1024 * 1024  # slightly less than the limit of the server in deploy/
_READ = 1024  # PDF viewers look for the header in the first 1024 bytes (ISO 32000-1, H.3)
# Signatures that must not come before a PDF header: the file would have two types at once.
_OTHER_KINDS = (b"PK", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"MZ", b"\x7fELF", b"#!")


def _is_pdf(start: bytes) -> bool:
    before, header, _rest = start.partition(b"%PDF-")
    return bool(header) and b"<" not in before and not before.startswith(_OTHER_KINDS)


def _is_jpeg(start: bytes) -> bool:
    return start.startswith(b"\xff\xd8\xff")


# By extension: the name of the type, and a check of the first bytes.
_KINDS: dict[str, tuple[str | Promise, Callable[[bytes], bool]]] = {
    ".pdf": ("PDF", _is_pdf),
    ".jpg": (gettext_lazy("JPEG picture"), _is_jpeg),
    ".jpeg": (gettext_lazy("JPEG picture"), _is_jpeg),
    ".png": (gettext_lazy("PNG picture"), lambda start: start.startswith(b"\x89PNG\r\n\x1a\n")),
    ".webp": (
        gettext_lazy("WebP picture"),
        lambda start: start[:4] == b"RIFF" and start[8:12] == b"WEBP",
    ),
    ".avif": (
        gettext_lazy("AVIF picture"),
        lambda start: start[:1] == b"\0" and start[4:12] in {b"ftypavif", b"ftypavis"},
    ),
}


def validate_content(file: Any) -> None:
    """Refuse an upload that is too large, or whose first bytes do not match its extension.

    ``file`` is the value of a file field. Stored files were checked when they were uploaded. Types
    that browsers do not open are not checked.
    """
    if getattr(file, "_committed", False):
        return
    if file.size > MOST_BYTES:
        message = _(
            "This file has %(size).0f MB. The site takes files of up to %(limit)d MB: make it "
            "smaller, or link to where it is."
        )
        megabyte = 1024**2
        params = {"size": file.size / megabyte, "limit": MOST_BYTES // megabyte}
        raise ValidationError(message, params=params)
    kind = _KINDS.get(PurePosixPath(file.name or "").suffix.lower())
    if kind is None:
        return
    name, begins_like_one = kind
    file.seek(0)
    start = file.read(_READ)
    file.seek(0)
    if not begins_like_one(start):
        message = _(
            "This file is not a %(kind)s, though its name says so. Export it as a %(kind)s again, "
            "and choose that file."
        )
        raise ValidationError(message, params={"kind": name})
