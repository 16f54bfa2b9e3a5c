"""Whether an upload is what the end of its name says, where browsers show it by that end."""

from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError

_READ = 1024  # within so much of a PDF its first words stand (ISO 32000-1, H.3)

# By the ends of names: what it is called, where its mark may begin, and the marks.
_MARKS: dict[str, tuple[str, int, tuple[bytes, ...]]] = {
    ".pdf": ("PDF", _READ, (b"%PDF-",)),
    ".jpg": ("JPEG picture", 0, (b"\xff\xd8\xff",)),
    ".jpeg": ("JPEG picture", 0, (b"\xff\xd8\xff",)),
    ".png": ("PNG picture", 0, (b"\x89PNG\r\n\x1a\n",)),
    ".webp": ("WebP picture", 8, (b"WEBP",)),
    ".avif": ("AVIF picture", 4, (b"ftypavif", b"ftypavis")),
}


def validate_content(file: Any) -> None:
    """Refuse an upload that begins like something else than its name says.

    ``file`` is the value of a file field. What is stored already was looked at when it came, and
    kinds that browsers only save are left to the programs that open them.
    """
    kind = _MARKS.get(PurePosixPath(file.name or "").suffix.lower())
    if kind is None or getattr(file, "_committed", False):
        return
    name, latest, marks = kind
    file.seek(0)
    start = file.read(_READ)
    file.seek(0)
    if not any(0 <= start.find(mark) <= latest for mark in marks):
        raise ValidationError(
            f"This file is not a {name}, though its name says so. Export it as a {name} again, "
            "and choose that file."
        )
