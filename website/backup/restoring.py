"""Restoring a backup, completely or not at all, while the site is stopped."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from django.db import DatabaseError, connection

from website import content_file
from website.backup import archive, database, uploads
from website.backup.checking import migrate_rows
from website.backup.errors import BackupError, UploadsMissingError
from website.backup.folder import site_stopped, workroom
from website.backup.making import BackupResult, make_in
from website.backup.manifest import DATABASE, Manifest
from website.errors import storage_errors
from website.models import User


@dataclass(frozen=True)
class RestoreResult:
    """What was restored, and the backup of what was there before, if anything."""

    manifest: Manifest
    before: BackupResult | None


def restore(file: Path, *, replace: bool = False) -> RestoreResult:
    """Restore a backup into an empty site, or with ``replace`` over an existing one.

    This works with any supported database and storage. The whole backup is checked first, and what
    is there is backed up. Raises BackupError if the file is not a valid backup, comes from a newer
    release, or the site is running or not empty; OSError, sqlite3.Error and
    django.db.DatabaseError if the disk or the database fails. In all these cases the site is
    unchanged, except after an UploadsMissingError.
    """
    with site_stopped(), workroom() as room:
        unpacked = room / "unpacked"
        unpacked.mkdir()
        manifest = archive.read(file, unpacked)
        uploads.require_possible(manifest.uploads, room / "names")
        rows = room / DATABASE
        migrate_rows(unpacked / manifest.files[DATABASE], manifest, rows)
        before = _before(room, replace)
        _put_in_place(rows, manifest, unpacked)
        return RestoreResult(manifest, before)


def is_empty() -> bool:
    """Whether the site has no content and no account in use."""
    try:
        if not connection.introspection.table_names():
            return True
        return (
            content_file.is_empty() and not User.objects.filter(must_choose_password=False).exists()
        )
    except DatabaseError:  # damaged or from another release, but not empty
        return False


def _before(room: Path, replace: bool) -> BackupResult | None:
    """Back up the present site, if it is not empty; raise BackupError unless ``replace``."""
    if is_empty():
        return None
    if not replace:
        raise BackupError(
            "This site is not empty. To replace it, add --replace; the present site is backed up "
            "first."
        )
    try:
        return make_in(Path(mkdtemp(dir=room)))
    except BackupError as error:
        raise BackupError(f"The present site could not be backed up: {error}") from error


def _put_in_place(rows: Path, manifest: Manifest, unpacked: Path) -> None:
    """Add new uploads first, then replace the rows at once, then remove old uploads."""
    here = set(uploads.list_uploads())
    added = uploads.add_missing(manifest.uploads, unpacked)
    try:
        database.put_in_place(rows)
    except (
        BackupError,
        DatabaseError,
        sqlite3.Error,
    ):  # not Ctrl-C, which may come after it is done
        uploads.remove(added)
        raise
    try:  # some that were already here may be damaged
        uploads.make_equal(manifest.uploads, unpacked)
    except OSError as error:
        raise UploadsMissingError(
            "The database is restored, but a damaged upload could not be replaced. "
            f"{storage_errors.sentence(error) or error} Then restore again, with --replace."
        ) from error
    uploads.remove(here - manifest.uploads.keys())
