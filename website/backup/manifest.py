"""What a backup says of itself: its first member, ``manifest.json``."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from website.backup.errors import BackupError

FORMAT = 1
DATABASE = "vita.sqlite3"
UPLOADS = "uploads/"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ODD = re.compile(r"[\\\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_CHUNK = 1024 * 1024
_LONGEST_NAME = 255  # bytes, of one file or folder on the usual file systems


@dataclass(frozen=True)
class Member:
    """One file of a backup: its size in bytes, and the SHA-256 of its content in hexadecimal."""

    size: int
    sha256: str

    @classmethod
    def of(cls, file: Path) -> Member:
        """Return what a file is."""
        with file.open("rb") as stream:
            return cls.read_from(stream)

    @classmethod
    def read_from(cls, stream: Any) -> Member:
        """Return what a stream has, from here to its end."""
        digest, size = hashlib.sha256(), 0
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
        return cls(size, digest.hexdigest())


@dataclass(frozen=True)
class Manifest:
    """The backup: when (ISO 8601, UTC) and by which release of Vita it was made, and what is in it.

    ``migrations`` are those that its database has had, ``rows`` the number of rows in each table,
    ``files`` its members by their names, in their order; ``missing`` the names of uploads that
    rows have and that were gone already.
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
        """The uploads, by the names that the storage has for them."""
        return {
            name.removeprefix(UPLOADS): member
            for name, member in self.files.items()
            if name.startswith(UPLOADS)
        }

    def as_json(self) -> bytes:
        """Return it as it stands in the file."""
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1).encode()

    @classmethod
    def read(cls, text: bytes) -> Manifest:
        """Return the manifest of a backup, of which nothing is believed.

        Raises BackupError where it is of another format, or not as this program writes it.
        """
        try:
            said = json.loads(text)
            number = said.pop("format")
            if isinstance(number, int) and number > FORMAT:
                raise BackupError(
                    f"It was made by Vita {said.get('version', 'of a later release')}, in a form "
                    "that this release does not know. Upgrade this site first."
                )
            files = {name: Member(**member) for name, member in said.pop("files").items()}
            manifest = cls(files=files, **said)
            manifest._require_sense()
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
            raise BackupError(
                "It is not a backup of Vita: its list of contents is not one."
            ) from error
        return manifest

    def _require_sense(self) -> None:
        """Raise ValueError where the parts are not of their types, or a name leads elsewhere."""
        _require(all(isinstance(text, str) for text in (self.version, self.made_at, self.site)))
        # They are shown to whoever restores it.
        _require(all(is_plain(text) for text in (self.version, self.site)))
        datetime.fromisoformat(self.made_at)
        _require(_are(self.migrations, str) and _are(self.missing, str))
        _require(isinstance(self.rows, dict) and _are(list(self.rows.values()), int))
        _require(DATABASE in self.files)
        for name, member in self.files.items():
            _require(isinstance(member.size, int) and member.size >= 0)
            _require(bool(_SHA256.fullmatch(member.sha256)))
            _require(name == DATABASE or _is_upload(name))


def _is_upload(name: str) -> bool:
    """Whether a name is that of a file below the folder of uploads, in its one plain spelling."""
    path = PurePosixPath(name)
    return (
        name.startswith(UPLOADS)
        and len(path.parts) > 1
        and str(path) == name
        and all(is_plain(part) and not part.startswith(".") for part in path.parts)
    )


def is_plain(text: str) -> bool:
    """Whether a text can be the name of a file everywhere, and be shown on any screen."""
    return not _ODD.search(text) and len(text.encode()) <= _LONGEST_NAME


def _are(values: Any, kind: type) -> bool:
    return isinstance(values, list) and all(isinstance(value, kind) for value in values)


def _require(condition: bool) -> None:
    if not condition:
        raise ValueError
