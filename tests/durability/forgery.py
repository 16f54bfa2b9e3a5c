"""Backups as an attacker or a failing disk might write them."""

import gzip
import io
import json
import sqlite3
import tarfile
from collections.abc import Callable, Mapping
from contextlib import closing
from hashlib import sha256
from pathlib import Path

Members = list[tuple[tarfile.TarInfo, bytes]]


def head(name: str, content: bytes = b"", **fields: object) -> tuple[tarfile.TarInfo, bytes]:
    """Return a member of an archive with these fields in its header."""
    member = tarfile.TarInfo(name)
    member.size = len(content)
    for field, value in fields.items():
        setattr(member, field, value)
    return member, content


def members_of(backup: Path) -> Members:
    with tarfile.open(backup) as tar:
        return [(member, tar.extractfile(member).read()) for member in tar]


def written(members: Members, file: Path) -> Path:
    with tarfile.open(file, "w:gz") as tar:
        for member, content in members:
            tar.addfile(member, io.BytesIO(content) if content else None)
    return file


def described(content: bytes) -> str:
    return sha256(content).hexdigest()


def with_manifest(backup: Path, change: Callable[[dict], None], add: Members | None = None) -> Path:
    """Rewrite a backup with another manifest, and with more members."""
    members = members_of(backup)
    said = json.loads(members[0][1])
    change(said)
    members[0] = head("manifest.json", json.dumps(said).encode())
    return written(members + (add or []), backup.with_name("forged.tar.gz"))


def with_uploads(backup: Path, uploads: Mapping[str, bytes]) -> Path:
    """Rewrite a backup with more uploads, correctly described."""
    return with_manifest(
        backup,
        lambda said: said["files"].update(
            {f"uploads/{name}": described(content) for name, content in uploads.items()}
        ),
        [head(f"uploads/{name}", content) for name, content in uploads.items()],
    )


def with_database(backup: Path, *statements: str) -> Path:
    """Rewrite a backup with another database, correctly described."""
    members = members_of(backup)
    said = json.loads(members[0][1])
    file = backup.with_name("changed.sqlite3")
    file.write_bytes(members[1][1])
    with closing(sqlite3.connect(file)) as rows:
        for statement in statements:
            rows.execute(statement)
            rows.commit()
    content = file.read_bytes()
    said["files"]["vita.sqlite3"] = described(content)
    members[0] = head("manifest.json", json.dumps(said).encode())
    members[1] = head("vita.sqlite3", content)
    return written(members, backup.with_name("forged.tar.gz"))


def with_bytes(backup: Path, at: int, replacement: bytes) -> Path:
    """Rewrite a backup with other bytes in its archive, and a correct checksum of the whole."""
    content = bytearray(gzip.decompress(backup.read_bytes()))
    content[at : at + len(replacement)] = replacement
    forged = backup.with_name("forged.tar.gz")
    forged.write_bytes(gzip.compress(bytes(content), 1))
    return forged
