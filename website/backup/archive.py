"""The file format of a backup: a gzip-compressed tar file, which every system can open.

Its first member is ``manifest.json``; then come ``vita.sqlite3`` and ``uploads/...``, in the order
in which the manifest names them.
"""

from __future__ import annotations

import gzip
import io
import shutil
import tarfile
import zlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import IO

from website.backup.errors import BackupError
from website.backup.manifest import Manifest, Member

MANIFEST = "manifest.json"
LARGEST_MANIFEST = 8 * 1024 * 1024  # of fifty thousand uploads
_MISSING = "It is incomplete: {} is missing or damaged."
_BLOCK = 512
_HEADERS = 64 * _BLOCK  # of one member, with what is read ahead: long names take several blocks
# What reading a damaged or malicious archive raises.
_DAMAGED = (
    *(tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile),
    *(ValueError, LookupError, ArithmeticError, TypeError, MemoryError, RecursionError),
)


def write(stream: IO[bytes], manifest: Manifest, files: Mapping[str, Path]) -> None:
    """Write a backup of the files that the manifest lists. Raises OSError."""
    made_at = int(datetime.fromisoformat(manifest.made_at).timestamp())

    def add(name: str, size: int, content: IO[bytes]) -> None:
        head = tarfile.TarInfo(name)
        head.size, head.mtime, head.mode = size, made_at, 0o600
        tar.addfile(head, content)

    with tarfile.open(fileobj=stream, mode="w:gz", format=tarfile.PAX_FORMAT) as tar:
        text = manifest.as_json()
        add(MANIFEST, len(text), io.BytesIO(text))
        for name, member in manifest.files.items():
            with files[name].open("rb") as content:
                add(name, member.size, content)


def read(file: Path, into: Path | None = None) -> Manifest:
    """Read a whole backup and return its manifest.

    With ``into``, an empty folder, unpack each file there, named by its SHA-256. Raises
    BackupError unless the archive holds exactly the files that the manifest lists. Files never
    grow beyond the sizes in the manifest.
    """
    try:
        with gzip.open(file) as unpacked:
            limited = _Limited(unpacked, LARGEST_MANIFEST)
            with tarfile.open(fileobj=limited, mode="r|") as tar:
                manifest = _manifest(tar)
                if into:
                    _require_room(manifest, into)
                for name, member in manifest.files.items():
                    limited.allow(0)
                    content = _content_of(tar, name, member)
                    limited.allow(member.size)
                    _read_member(content, name, member, into)
                limited.allow(0)
                _require(
                    tar.next() is None, "It contains files that are not in its list of contents."
                )
            while limited.read(_BLOCK * 1024):  # up to gzip's own checksum at the end
                pass
    except _DAMAGED as error:
        raise BackupError("It is incomplete or damaged, or it is not a backup of Vita.") from error
    return manifest


class _Limited(io.RawIOBase):
    """A stream with a byte limit, because a small file can unpack to terabytes."""

    def __init__(self, stream: io.BufferedIOBase, left: int) -> None:
        self.stream = stream
        self.left = left + _HEADERS

    def allow(self, size: int) -> None:
        """Allow the content of one more member to be read, and the header after it."""
        self.left = size + _HEADERS

    def read(self, size: int = -1) -> bytes:
        content = self.stream.read(size)
        self.left -= len(content)
        _require(self.left >= 0, "It unpacks to more data than its list of contents says.")
        return content


def _manifest(tar: tarfile.TarFile) -> Manifest:
    head = tar.next()
    if (
        head is None
        or head.name != MANIFEST
        or not _is_plain_file(head)
        or head.size > LARGEST_MANIFEST
    ):
        raise BackupError("It is not a backup of Vita.")
    _require(head.size <= LARGEST_MANIFEST, "It is not a backup of Vita.")
    return Manifest.read(_content(tar, head).read())


def _require_room(manifest: Manifest, folder: Path) -> None:
    needed = sum(member.size for member in manifest.files.values())
    free = shutil.disk_usage(folder).free
    _require(
        needed <= free,
        f"It unpacks to {needed // 1_000_000 + 1} MB, and the disk of {folder.parent} has "
        f"{free // 1_000_000} MB left. Make room there first.",
    )


def _is_plain_file(head: tarfile.TarInfo) -> bool:
    """Whether the member is an ordinary file: no link, no device, not sparse."""
    return head.isreg() and not head.issparse()


def _content_of(tar: tarfile.TarFile, name: str, member: Member) -> IO[bytes]:
    head = tar.next()
    if head is None or head.name != name or head.size != member.size or not _is_plain_file(head):
        raise BackupError(_MISSING.format(name))
    return _content(tar, head)


def _read_member(content: IO[bytes], name: str, member: Member, into: Path | None) -> None:
    if into is None:
        _require(Member.read_from(content) == member, _MISSING.format(name))
        return
    unpacked = into / member.sha256
    with unpacked.open("wb") as target:
        shutil.copyfileobj(content, target)
    _require(Member.of(unpacked) == member, _MISSING.format(name))


def _content(tar: tarfile.TarFile, head: tarfile.TarInfo) -> IO[bytes]:
    content = tar.extractfile(head)
    if content is None:
        raise BackupError("It is not a backup of Vita.")
    return content


def _require(condition: bool, otherwise: str) -> None:
    if not condition:
        raise BackupError(otherwise)
