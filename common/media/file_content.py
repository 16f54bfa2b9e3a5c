"""Whether an upload is what the end of its name says, where browsers show it by that end."""

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError

MOST_BYTES = 90 * 1024 * 1024  # a little less than deploy/ lets through at once
_READ = 1024  # PDF readers look for the header within so much (ISO 32000-1, H.3)
# What may not come before the header of a PDF: the file would be two things at once.
_OTHER_KINDS = (b"PK", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"MZ", b"\x7fELF", b"#!")


def _is_pdf(start: bytes) -> bool:
    before, header, _ = start.partition(b"%PDF-")
    return bool(header) and b"<" not in before and not before.startswith(_OTHER_KINDS)


def _is_jpeg(start: bytes) -> bool:
    return start.startswith(b"\xff\xd8\xff")


# By the ends of names: what it is called, and whether a file begins like one.
_KINDS: dict[str, tuple[str, Callable[[bytes], bool]]] = {
    ".pdf": ("PDF", _is_pdf),
    ".jpg": ("JPEG picture", _is_jpeg),
    ".jpeg": ("JPEG picture", _is_jpeg),
    ".png": ("PNG picture", lambda start: start.startswith(b"\x89PNG\r\n\x1a\n")),
    ".webp": ("WebP picture", lambda start: start[:4] == b"RIFF" and start[8:12] == b"WEBP"),
    ".avif": (
        "AVIF picture",
        lambda start: start[:1] == b"\0" and start[4:12] in {b"ftypavif", b"ftypavis"},
    ),
}


def validate_content(file: Any) -> None:
    """Refuse an upload that is too large, or that begins like something else than its name says.

    ``file`` is the value of a file field. What is stored already was looked at when it came, and
    kinds that browsers only save are left to the programs that open them.
    """
    if getattr(file, "_committed", False):
        return
    if file.size > MOST_BYTES:
        raise ValidationError(
            f"This file has {file.size / 1024**2:.0f} MB. The site takes files of up to "
            f"{MOST_BYTES // 1024**2} MB: make it smaller, or link to where it is."
        )
    kind = _KINDS.get(PurePosixPath(file.name or "").suffix.lower())
    if kind is None:
        return
    name, begins_like_one = kind
    file.seek(0)
    start = file.read(_READ)
    file.seek(0)
    if not begins_like_one(start):
        raise ValidationError(
            f"This file is not a {name}, though its name says so. Export it as a {name} again, "
            "and choose that file."
        )
