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
from hashlib import file_digest
from pathlib import Path
from typing import IO, Any

from website.backup.errors import BackupError
from website.backup.manifest import Manifest

MANIFEST = "manifest.json"
LARGEST_MANIFEST = 8 * 1024 * 1024  # of fifty thousand uploads
_HEADERS = 64 * tarfile.BLOCKSIZE  # of one member, with what is read ahead
_NOT_ONE = "It is not a backup of Vita."
# What reading a damaged or malicious archive raises.
_DAMAGED = (
    *(tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile),
    *(ValueError, LookupError, ArithmeticError, TypeError, MemoryError, RecursionError),
)


def digest_of(stream: Any) -> str:
    """Return the SHA-256 of the rest of a stream, in hexadecimal."""
    return file_digest(stream, "sha256").hexdigest()


def write(stream: IO[bytes], manifest: Manifest, files: Mapping[str, Path]) -> None:
    """Write a backup of the files that the manifest lists. Raises OSError."""

    def add(name: str, size: int, content: IO[bytes]) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mtime, member.mode = size, int(manifest.made_at.timestamp()), 0o600
        tar.addfile(member, content)

    with tarfile.open(fileobj=stream, mode="w:gz", format=tarfile.PAX_FORMAT) as tar:
        text = manifest.as_json()
        add(MANIFEST, len(text), io.BytesIO(text))
        for name in manifest.files:
            with files[name].open("rb") as content:
                add(name, files[name].stat().st_size, content)


def read(file: Path, into: Path | None = None) -> Manifest:
    """Read a whole backup and return its manifest.

    With ``into``, an empty folder, unpack each file there, named by its SHA-256. Raises
    BackupError unless the archive holds exactly the files that the manifest lists.
    """
    try:
        with gzip.open(file) as unpacked:
            limited = _Limited(unpacked)
            with tarfile.open(fileobj=limited, mode="r|") as tar:
                manifest = Manifest.read(_open_manifest(tar, limited).read())
                for name, digest in manifest.files.items():
                    _read_member(tar, limited, name, digest, into)
                limited.left = _HEADERS
                if tar.next() is not None:
                    raise BackupError("It contains files that are not in its list of contents.")
            while limited.read(1024 * 1024):  # up to gzip's own checksum at the end
                pass
    except _DAMAGED as error:
        raise BackupError("It is incomplete or damaged, or it is not a backup of Vita.") from error
    return manifest


class _Limited(io.RawIOBase):
    """A stream of which ``left`` bytes may be read: a small file can unpack to terabytes."""

    def __init__(self, stream: io.BufferedIOBase) -> None:
        self.stream = stream
        self.left = _HEADERS

    def read(self, size: int = -1) -> bytes:
        content = self.stream.read(size)
        self.left -= len(content)
        if self.left < 0:
            raise BackupError("It unpacks to more data than its list of contents says.")
        return content


def _open_manifest(tar: tarfile.TarFile, limited: _Limited) -> IO[bytes]:
    member = _next(tar, limited, MANIFEST)
    if member is None or member.size > LARGEST_MANIFEST:
        raise BackupError(_NOT_ONE)
    return _open(tar, limited, member)


def _read_member(
    tar: tarfile.TarFile, limited: _Limited, name: str, digest: str, into: Path | None
) -> None:
    member = _next(tar, limited, name)
    if member and into:
        _require_room(member, into)
    if member is None or _unpack(_open(tar, limited, member), into and into / digest) != digest:
        raise BackupError(f"It is incomplete: {name} is missing or damaged.")


def _next(tar: tarfile.TarFile, limited: _Limited, name: str) -> tarfile.TarInfo | None:
    """Return the next member if it is an ordinary file of this name: no link, device or holes."""
    limited.left = _HEADERS
    member = tar.next()
    is_plain = member and member.name == name and member.isreg() and not member.issparse()
    return member if is_plain else None


def _open(tar: tarfile.TarFile, limited: _Limited, member: tarfile.TarInfo) -> IO[bytes]:
    limited.left = member.size + _HEADERS
    content = tar.extractfile(member)
    if content is None:  # only of what is no ordinary file
        raise BackupError(_NOT_ONE)
    return content


def _unpack(content: IO[bytes], to: Path | None) -> str:
    """Write the content to a file, if one is given, and return the digest of what is there."""
    if to is None:
        return digest_of(content)
    with to.open("w+b") as file:
        shutil.copyfileobj(content, file)
        file.seek(0)
        return digest_of(file)


def _require_room(member: tarfile.TarInfo, folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if member.size > free:
        raise BackupError(
            f"It does not fit: {member.name} alone unpacks to {member.size // 1_000_000 + 1} MB, "
            f"and the disk of {folder.parent} has {free // 1_000_000} MB left. Make room there "
            "first."
        )
