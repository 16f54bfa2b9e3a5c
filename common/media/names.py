"""What the name of a stored file may be, and which names some disks take for the same."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.text.characters import UNPRINTABLE, keep_printable
from common.text.search import fold

SIZES = "sizes/"  # the folder of all files that are made from pictures
_LONGEST_PART = 255  # bytes, of one file or folder on the usual file systems
_LONGEST_NAME = 1024  # bytes, of a name with its folders in the usual storages
_NAME_OF_SIZE = re.compile(SIZES + r"(.+)-\d+\.\w+")
# What a disk may ignore: signs, invisible characters (two count as letters), dots at the end.
_IGNORED = re.compile(r"[^\w/.-]|[\u115f\u1160]|\.(?=[^\w/-]*(?:/|$))")


def is_valid_name(name: str) -> bool:
    """Whether this can be the name of a stored file, such as ``papers/gec.pdf``.

    It is a plain path below the folder of uploads, in its normal form: storages take
    ``papers//a.pdf`` for ``papers/a.pdf``. It is printable, and no part of it is hidden.
    """
    path = PurePosixPath(name)
    return (
        str(path) == name
        and not path.is_absolute()
        and not UNPRINTABLE.search(name)
        and "\\" not in name
        and len(name.encode()) <= _LONGEST_NAME
        and bool(path.parts)
        and all(map(_is_valid_part, path.parts))
    )


def _is_valid_part(part: str) -> bool:
    return not part.startswith(".") and len(part.encode()) <= _LONGEST_PART


def validate_name(file: Any) -> None:
    """Refuse a stored name that is not valid, or is in the folder of files made from pictures.

    ``file`` is the name, or the value of a file field. An upload gets its name when it is stored.
    """
    name = file if isinstance(file, str) else file.name
    if not getattr(file, "_committed", True):
        return
    if not is_valid_name(name) or fold_name(name).startswith(SIZES):
        message = _(
            "“%(name)s” is not the name of an upload. Choose the file again, or write its name as "
            "it is in the folder of uploads, such as papers/nash.pdf."
        )
        raise ValidationError(message, params={"name": keep_printable(name)})


def fold_name(name: str) -> str:
    """Return what is the same for all names that some disk takes for one.

    Disks may ignore case, how an accent is encoded, invisible characters, and dots and spaces at
    the end. This ignores a little more.

    >>> folded("Papers/MÜLLER 2024.PDF. ")
    'papers/muller2024.pdf'
    """
    return _IGNORED.sub("", name.lower() if name.isascii() else fold(name))


def find_original_name(name: str) -> str:
    """Return the name of the picture that this is a size of. Other names stay as they are."""
    size = _NAME_OF_SIZE.fullmatch(name)
    return size[1] if size else name
