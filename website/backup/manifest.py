"""The list of contents of a backup: its first member, ``manifest.json``."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from common.media.names import is_valid_name
from website.backup.errors import BackupError

FORMAT = 1
DATABASE = "vita.sqlite3"
UPLOADS = "uploads/"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_CHUNK = 1024 * 1024
_LONGEST_TEXT = 300
_LARGEST = 2**53  # bytes
_YEARS = range(1970, 2200)  # a clock that was never set begins with the first
_NOT_ONE = "It is not a backup of Vita: its list of contents is not valid"


@dataclass(frozen=True)
class Member:
    """One file of a backup: its size in bytes and its SHA-256 in hexadecimal."""

    size: int
    sha256: str

    @classmethod
    def of(cls, file: Path) -> Member:
        """Return the member for a file on disk."""
        with file.open("rb") as stream:
            return cls.read_from(stream)

    @classmethod
    def read_from(cls, stream: Any) -> Member:
        """Return the member for the rest of a stream."""
        digest, size = hashlib.sha256(), 0
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
        return cls(size, digest.hexdigest())


@dataclass(frozen=True)
class Manifest:
    """What a backup contains, when it was made (ISO 8601, UTC) and by which release of Vita.

    ``migrations`` are those applied to its database, ``rows`` the number of rows in each table,
    ``files`` its members by name, in order, and ``missing`` the uploads that rows refer to but that
    no longer existed.
    """

    version: str
    made_at: str
    site: str
    migrations: list[str]
    rows: dict[str, int]
    files: dict[str, Member]
    missing: list[str] = field(default_factory=list)

    @property
    def uploads(self) -> dict[str, Member]:
        """The uploads, by their names in the storage."""
        return {
            name.removeprefix(UPLOADS): member
            for name, member in self.files.items()
            if name.startswith(UPLOADS)
        }

    def as_json(self) -> bytes:
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1).encode()

    @classmethod
    def read(cls, text: bytes) -> Manifest:
        """Read a manifest, trusting nothing in it.

        Raises BackupError if it has another format or is not what this program writes.
        """
        try:
            said = json.loads(text, object_pairs_hook=_without_duplicates)
            number = said.pop("format")
            _require(type(number) is int)
            if number > FORMAT:
                release = str(said.get("version", "of a later release"))[:_LONGEST_TEXT]
                raise BackupError(
                    f"It was made by Vita {release}, in a form that this release does not know. "
                    "Upgrade this site first."
                )
            files = {name: Member(**member) for name, member in said.pop("files").items()}
            manifest = cls(files=files, **said)
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
            raise BackupError(f"{_NOT_ONE}.") from error
        _require(number == FORMAT)
        manifest._require_types()
        manifest._require_time()
        _require_names(manifest.files)
        return manifest

    def _require_types(self) -> None:
        texts = (self.version, self.made_at, self.site)
        _require(all(isinstance(text, str) and len(text) <= _LONGEST_TEXT for text in texts))
        # It is printed when everything is restored, whatever the terminal can show.
        _require(self.site.isascii() and self.site.isprintable(), f"“{self.site}” is not a site")
        _require(_are(self.migrations, str) and _are(self.missing, str))
        _require(isinstance(self.rows, dict) and _are(list(self.rows.values()), int))
        _require(DATABASE in self.files, "it has no database")
        for name, member in self.files.items():
            _require(
                isinstance(member.size, int) and 0 <= member.size <= _LARGEST, f"size of {name}"
            )
            _require(isinstance(member.sha256, str) and bool(_SHA256.fullmatch(member.sha256)))

    def _require_time(self) -> None:
        """Refuse an impossible time; a merely wrong one does not spoil a backup."""
        try:
            made_at = datetime.fromisoformat(self.made_at)
            is_sensible = made_at.tzinfo is not None and made_at.year in _YEARS
        except ValueError:
            is_sensible = False
        _require(is_sensible, f"“{self.made_at}” is not a possible date")


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


def _are(values: Any, kind: type) -> bool:
    return isinstance(values, list) and all(isinstance(value, kind) for value in values)


def _require(condition: bool, otherwise: str = "") -> None:
    if not condition:
        raise BackupError(f"{_NOT_ONE}{otherwise and ': '}{otherwise}.")
