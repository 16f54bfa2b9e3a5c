"""The list of contents of a backup: its first member, ``manifest.json``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from common.media.names import is_valid_name
from website.backup.errors import BackupError

FORMAT = 1
DATABASE = "vita.sqlite3"
UPLOADS = "uploads/"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LONGEST_TEXT = 300
_YEARS = range(1970, 2200)  # a clock that was never set begins with the first
_NOT_ONE = "It is not a backup of Vita: its list of contents is not valid"


@dataclass(frozen=True)
class Manifest:
    """What a backup contains, when it was made and by which release of Vita, for which site.

    ``files`` are its members with their SHA-256 in hexadecimal, in order, and ``missing`` the
    uploads that rows refer to but that no longer existed.
    """

    version: str
    made_at: datetime
    site: str
    files: dict[str, str]
    missing: list[str] = field(default_factory=list)

    @property
    def uploads(self) -> dict[str, str]:
        """The SHA-256 of the uploads, by their names in the storage."""
        return {
            name.removeprefix(UPLOADS): digest
            for name, digest in self.files.items()
            if name.startswith(UPLOADS)
        }

    def as_json(self) -> bytes:
        content = {"format": FORMAT, **vars(self), "made_at": self.made_at.isoformat()}
        return json.dumps(content, indent=1).encode()

    @classmethod
    def read(cls, text: bytes) -> Manifest:
        """Read a manifest, trusting nothing in it.

        Raises BackupError if it has another format or is not what this program writes. Nothing in
        it can then make a later step fail.
        """
        try:
            content = json.loads(text, object_pairs_hook=_without_duplicates)
            _require_format(content.pop("format"), str(content.get("version"))[:_LONGEST_TEXT])
            manifest = cls(**content | {"made_at": _read_time(content["made_at"])})
            manifest._require_types()
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
            raise BackupError(f"{_NOT_ONE}.") from error
        _require_names(manifest.files)
        return manifest

    def _require_types(self) -> None:
        for text in (self.version, self.site):  # they are printed, whatever the terminal can show
            is_plain = text.isascii() and text.isprintable() and len(text) <= _LONGEST_TEXT
            _require(is_plain, f"“{text[:_LONGEST_TEXT]}” is not a site or a release")
        _require(isinstance(self.missing, list))
        _require(all(isinstance(name, str) for name in self.missing))
        _require(DATABASE in self.files, "it has no database")
        _require(all(_SHA256.fullmatch(digest) for digest in self.files.values()))


def _require_format(number: Any, release: str) -> None:
    _require(type(number) is int)
    if number > FORMAT:
        raise BackupError(
            f"It was made by Vita {release}, in a form that this release does not know. Upgrade "
            "this site first."
        )
    _require(number == FORMAT)


def _read_time(text: str) -> datetime:
    """Refuse an impossible time; a merely wrong one does not spoil a backup."""
    try:
        made_at = datetime.fromisoformat(text)
    except ValueError:
        made_at = datetime.min
    is_possible = made_at.tzinfo is not None and made_at.year in _YEARS
    _require(is_possible, f"“{text[:_LONGEST_TEXT]}” is not a possible date")
    return made_at


def _require_names(files: Iterable[str]) -> None:
    """Refuse names that lead out of the folder or contradict each other."""
    names = set(files)
    for name in names - {DATABASE}:
        _require(is_upload(name), f"“{name[:_LONGEST_TEXT]}” is not a possible name for an upload")
        for parent in map(str, PurePosixPath(name).parents):
            _require(parent not in names, f"“{parent}” is both a file and a folder")


def is_upload(name: str) -> bool:
    """Whether this is the name of an upload in a backup."""
    return name.startswith(UPLOADS) and is_valid_name(name.removeprefix(UPLOADS))


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name is there twice")
    return found


def _require(condition: bool, otherwise: str = "") -> None:
    if not condition:
        raise BackupError(f"{_NOT_ONE}{otherwise and ': '}{otherwise}.")
