"""A backup that somebody made to do harm is refused, and nothing is written outside."""

import io
import json
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from website.backup import BackupError, archive, database, make
from website.backup.restoring import restore

Members = list[tuple[tarfile.TarInfo, bytes]]


def head(name: str, content: bytes = b"", **fields: object) -> tuple[tarfile.TarInfo, bytes]:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    for field, value in fields.items():
        setattr(member, field, value)
    return member, content


@pytest.fixture
def forged(site, tmp_path) -> Callable[..., Path]:
    """Write a backup anew with other members, or another list of contents."""

    def forge(add: Members | None = None, **files: dict | None) -> Path:
        with site.open():
            made = make(tmp_path / "good.tar.gz").file
        with tarfile.open(made) as tar:
            members = [(member, tar.extractfile(member).read()) for member in tar]
        said = json.loads(members[0][1])
        said["files"] |= files.pop("files", None) or {}
        members[0] = head("manifest.json", json.dumps(said | files).encode())
        file = tmp_path / "forged.tar.gz"
        with tarfile.open(file, "w:gz") as tar:
            for member, content in members + (add or []):
                tar.addfile(member, io.BytesIO(content))
        return file

    return forge


def read(file: Path, tmp_path: Path) -> None:
    into = tmp_path / "into"
    into.mkdir()
    before = set(tmp_path.rglob("*"))
    with pytest.raises(BackupError):
        archive.read(file, into)
    outside = {path for path in tmp_path.rglob("*") if into not in path.parents}
    assert outside <= before


@pytest.mark.parametrize(
    "name",
    [
        "uploads/../../evil",
        "uploads/./evil",
        "uploads//evil",
        "uploads/a/../../evil",
        "/etc/evil",
        "uploads/.hidden",
        "uploads/a\\b",
        "uploads/nul\0byte",
        "uploads",
        "uploads/",
        "secret-key",
        "../vita.sqlite3",
    ],
)
def test_names_that_lead_elsewhere(forged, tmp_path, name):
    content = b"evil"
    member = {"size": 4, "sha256": sha256(content).hexdigest()}
    read(forged([head(name, content)], files={name: member}), tmp_path)


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE])
def test_links_and_devices(forged, tmp_path, kind):
    member = {"size": 0, "sha256": sha256(b"").hexdigest()}
    evil = head("uploads/evil", type=kind, linkname="/etc/passwd")
    read(forged([evil], files={"uploads/evil": member}), tmp_path)


def test_a_file_that_the_list_does_not_name(forged, tmp_path):
    read(forged([head("uploads/more", b"more")]), tmp_path)


def test_a_file_that_unpacks_to_more_than_the_list_says(forged, tmp_path):
    read(forged([head("uploads/more", bytes(200_000_000))]), tmp_path)


def test_a_list_that_says_more_than_the_disk_has(forged, tmp_path):
    huge = {"size": 10**16, "sha256": "0" * 64}
    read(forged(files={"uploads/huge": huge}), tmp_path)


@pytest.mark.parametrize(
    "wrong",
    [{"rows": []}, {"migrations": "all"}, {"version": 5}, {"more": 1}, {"missing": [1]}],
)
def test_a_list_of_contents_that_is_none(forged, tmp_path, wrong):
    read(forged(**wrong), tmp_path)


def test_what_is_no_archive(tmp_path):
    (tmp_path / "rubbish").write_bytes(b"rubbish" * 99)
    read(tmp_path / "rubbish", tmp_path)


EVIL = (
    "CREATE VIEW evil AS SELECT randomblob(1000000000)",
    "CREATE TRIGGER evil AFTER UPDATE ON profile_profile BEGIN DELETE FROM website_user; END",
)


@pytest.mark.parametrize("evil", EVIL)
def test_a_database_that_does_something_by_itself(site, empty_site, tmp_path, monkeypatch, evil):
    def snapshot(to: Path) -> None:
        own_snapshot(to)
        with closing(sqlite3.connect(to)) as rows:
            rows.execute(evil)
            rows.commit()

    own_snapshot = database.snapshot
    monkeypatch.setattr(database, "snapshot", snapshot)
    with site.open():
        made = make(tmp_path / "b.tar.gz").file
    with empty_site.open(), pytest.raises(BackupError, match="does not make: evil"):
        restore(made)
    assert not empty_site.database.exists()
