"""Puts a backup in the place of what is on the site, all of it or nothing, while it is stopped."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from django.db import DatabaseError, connection

from website import content_file
from website.backup import archive, database, uploads
from website.backup.checking import rows_for_this_release
from website.backup.errors import BackupError, UploadsMissingError
from website.backup.folder import site_stopped, workroom
from website.backup.making import Made, make_in
from website.backup.manifest import DATABASE, Manifest
from website.errors import storage_errors
from website.models import User


@dataclass(frozen=True)
class Restored:
    """What was restored, and the backup of what was there before, if anything was."""

    manifest: Manifest
    before: Made | None


def restore(file: Path, *, replace: bool = False) -> Restored:
    """Put a backup on an empty site, or with ``replace`` in the place of what is there.

    Whatever database and storage of uploads the site has. All of the backup is checked first, and
    what is there is backed up. Raises BackupError where the file is no sound backup, is of a newer
    release, or the site is running or not empty; OSError, sqlite3.Error and
    django.db.DatabaseError where the disk or the database fails. Then the site is as it was, unless
    it is an UploadsMissingError.
    """
    with site_stopped(), workroom() as room:
        unpacked = room / "unpacked"
        unpacked.mkdir()
        manifest = archive.read(file, unpacked)
        uploads.require_possible(manifest.uploads, room / "names")
        rows = room / DATABASE
        rows_for_this_release(unpacked / manifest.files[DATABASE].sha256, manifest, rows)
        before = _before(room, replace)
        _put_in_place(rows, manifest, unpacked)
        return Restored(manifest, before)


def is_empty() -> bool:
    """Whether nobody would miss what is on this site: no content, no account in use."""
    try:
        if not connection.introspection.table_names():
            return True
        return (
            content_file.is_empty() and not User.objects.filter(must_choose_password=False).exists()
        )
    except DatabaseError:  # damaged, or of another release: in any case something
        return False


def _before(room: Path, replace: bool) -> Made | None:
    """Back up what is on the site, if anything is; raise BackupError unless it may be replaced."""
    if is_empty():
        return None
    if not replace:
        raise BackupError(
            "This site is not empty. To put the backup in the place of what is here, add "
            "--replace; what is here is backed up first."
        )
    try:
        return make_in(Path(mkdtemp(dir=room)))
    except BackupError as error:
        raise BackupError(f"What is on this site now could not be backed up: {error}") from error


def _put_in_place(rows: Path, manifest: Manifest, unpacked: Path) -> None:
    """First what nobody sees yet, then the rows at one stroke, then what nobody sees any more."""
    here = set(uploads.stored())
    added = uploads.add_missing(manifest.uploads, unpacked)
    try:
        database.put_in_place(rows)
    except (
        BackupError,
        DatabaseError,
        sqlite3.Error,
    ):  # not Ctrl-C, which may come when it is done
        uploads.remove(added)
        raise
    try:  # of those that were here, some may be damaged
        uploads.make_equal(manifest.uploads, unpacked)
    except OSError as error:
        raise UploadsMissingError(
            "The database is restored, but a damaged upload could not be replaced. "
            f"{storage_errors.sentence(error) or error} Then restore again, with --replace."
        ) from error
    uploads.remove(here - manifest.uploads.keys())
