"""Making a backup while the site runs."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import filterfalse
from pathlib import Path

from django.conf import settings

from common.files.atomic_files import get_draft_prefix, write_whole
from common.media.names import is_valid_name
from common.version import get_version
from website.backup import archive, database, uploads
from website.backup.errors import BackupError
from website.backup.folder import automatic_name, workroom
from website.backup.manifest import DATABASE, UPLOADS, Manifest
from website.errors.storage_errors import DAMAGED


@dataclass(frozen=True)
class BackupResult:
    """A backup that was written and verified."""

    file: Path
    manifest: Manifest

    @property
    def size(self) -> int:
        return self.file.stat().st_size


def make(file: Path | None = None) -> BackupResult:
    """Write a backup, verify it, and only then give it its name.

    The name is ``file``, or made from the time. Raises BackupError if the backup cannot be made or
    ``file`` already exists; OSError and sqlite3.Error if the disk or the database fails. Then there
    is no file of that name.
    """
    with workroom() as room:
        return make_in(room, file)


def make_in(room: Path, file: Path | None = None) -> BackupResult:
    """Make a backup as ``make`` does, in a working folder of its own."""
    now = datetime.now(UTC).replace(microsecond=0)
    file = (file or automatic_name(now)).absolute()
    _require_free(file)
    held = room / "held"
    held.mkdir()
    named, missing = _gather(held)
    if not database.is_sound(named[DATABASE]):
        raise BackupError(f"{DAMAGED} No backup was made; earlier backups are still there.")
    files = {}
    for name, path in named.items():
        with path.open("rb") as content:
            files[name] = archive.digest_of(content)
    site = settings.SITE.origin if settings.SITE else ""
    manifest = Manifest(get_version(), now, site, files, missing)
    for left in file.parent.glob(f"{get_draft_prefix(file)}*.partial"):  # of a killed backup
        left.unlink(missing_ok=True)
    try:
        with write_whole(file, replace=False) as stream:
            archive.write(stream, manifest, named)
            stream.flush()
            _read_back(Path(stream.name), manifest)
    except FileExistsError:
        _require_free(file)
    return BackupResult(file, manifest)


def _require_free(file: Path) -> None:
    if file.is_dir():
        raise BackupError(f"{file} is a folder. Name a file in it, such as {file / 'vita.tar.gz'}.")
    if os.path.lexists(file):
        raise BackupError(
            f"{file} already exists, and a backup never replaces a file. Choose another name."
        )
    if not file.parent.is_dir():
        raise BackupError(f"There is no folder {file.parent}. Create it first, or choose another.")


def _gather(held: Path) -> tuple[dict[str, Path], list[str]]:
    """Collect a snapshot of the rows together with the uploads of that moment.

    Returns the files by their names in the backup, and the names of uploads that rows refer to but
    that are missing. Names that no upload can have are taken out of the snapshot. Uploads are
    collected first. One added since is named by the snapshot; if one was removed since, its row was
    removed before it, so a new snapshot does not name it.
    """
    have: dict[str, Path] = {}
    _hold(set(uploads.list_uploads()), have, held)
    snapshot = held / DATABASE
    before: set[str] = set()
    while True:
        database.snapshot(snapshot)
        named = database.uploads_named_in(snapshot)
        database.clear_names(filterfalse(is_valid_name, named), snapshot)
        wanted = named | set(uploads.list_uploads())
        _hold(wanted, have, held)
        missing = named - have.keys()
        if missing <= before:
            break
        before = missing
        snapshot.unlink()
    kept = {f"{UPLOADS}{name}": have[name] for name in sorted(have.keys() & wanted)}
    return {DATABASE: snapshot} | kept, sorted(missing)


def _hold(names: set[str], have: dict[str, Path], held: Path) -> None:
    for name in names - have.keys():
        at = held / str(len(have))
        if is_valid_name(name) and uploads.hold(name, at):
            have[name] = at


def _read_back(draft: Path, manifest: Manifest) -> None:
    """Raise BackupError unless the backup on disk is exactly what was meant to be written."""
    try:
        if archive.read(draft) != manifest:
            raise BackupError("Its contents differ from what was written.")
    except BackupError as error:
        raise BackupError(f"The backup failed its verification and was removed. {error}") from error
