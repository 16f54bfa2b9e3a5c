"""Restoring a backup, completely or not at all, while the site is stopped.

The backup is checked before anything on the site changes: its rows are copied into a database
created by this release's own migrations. So every constraint of the models holds, and nothing else
from the backup's database gets in.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile

from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.loader import MigrationLoader

from common.version import get_version
from talks.calendar_entries import raise_all
from website import content_file
from website.backup import archive, database, uploads
from website.backup.errors import BackupError, UploadsMissingError
from website.backup.folder import site_stopped, workroom
from website.backup.making import BackupResult, make_in
from website.backup.manifest import DATABASE, Manifest
from website.backup.rows import RowsError, connected, copy_rows
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
        return make_in(room)
    except BackupError as error:
        raise BackupError(f"The present site could not be backed up: {error}") from error


def _put_in_place(rows: Path, manifest: Manifest, unpacked: Path) -> None:
    """Add new uploads first, then replace the rows at once, then make the uploads equal."""
    here = set(uploads.list_uploads())
    added = uploads.add_missing(manifest.uploads, unpacked)
    try:
        database.put_in_place(rows)
    except (BackupError, DatabaseError, sqlite3.Error):  # not Ctrl-C: it may come when it is done
        uploads.remove(added)
        raise
    try:
        uploads.remove(here - manifest.uploads.keys())
        # Some that were already here may be damaged. On a disk that ignores case, one may be gone
        # with the other spelling of its name.
        uploads.make_equal(manifest.uploads, unpacked)
    except OSError as error:
        raise UploadsMissingError(
            "The database is restored, but not all uploads are. "
            f"{storage_errors.explain(error) or error} Then restore again, with --replace."
        ) from error


def migrate_rows(unpacked: Path, manifest: Manifest, into: Path) -> None:
    """Copy the rows of a backup into a new SQLite file with the schema of this release.

    Raises BackupError if the database is damaged, comes from a newer release, or does not fit the
    models.
    """
    if not database.is_sound(unpacked):
        raise BackupError("Its database is damaged.")
    rows = into.with_suffix(".migrated")
    copyfile(unpacked, rows)
    with connected("backup", database.at(rows)), connected("restored", database.at(into)):
        call_command("migrate", database="restored", verbosity=0)
        _migrate_backup(manifest)
        try:
            _require_same_parts(database.parts_of(rows), database.parts_of(into))
            copy_rows("backup", "restored")
            raise_all("restored")
        except (RowsError, DatabaseError, sqlite3.DatabaseError) as error:
            raise _refusal("Its database is not that of a Vita site.", error) from error
    _require_uploads(into, manifest)


def _migrate_backup(manifest: Manifest) -> None:
    """Migrate a copy; if that fails, the site is not affected."""
    try:
        loader = MigrationLoader(connections["backup"])
        if not loader.applied_migrations:
            raise BackupError("Its database has no migrations, so it is not a Vita database.")
        if loader.applied_migrations.keys() - loader.disk_migrations.keys():
            raise BackupError(
                f"It was made by Vita {manifest.version}, whose database this release "
                f"({get_version()}) does not know. Upgrade this site first."
            )
        call_command("migrate", database="backup", verbosity=0, interactive=False)
    except BackupError:
        raise
    except InconsistentMigrationHistory as error:
        raise BackupError(f"Its database lacks a migration. {error}") from error
    except Exception as error:
        raise _refusal("Its database cannot be migrated to this release.", error) from error


def _require_same_parts(parts: set[str], expected: set[str]) -> None:
    """Refuse a database that lacks a table or column, or has something that is not Vita's."""
    if lacking := [part for part in expected - parts if part.startswith(("table", "column"))]:
        raise BackupError(f"Its database lacks the {max(lacking)}.")  # the table, not its columns
    if unknown := parts - expected:
        raise BackupError(f"Its database has a part that Vita does not create: {max(unknown)}.")


def _require_uploads(rows: Path, manifest: Manifest) -> None:
    """Refuse rows whose files are neither in the backup nor known to be missing."""
    named = database.uploads_named_in(rows)
    if lost := sorted(named - manifest.uploads.keys() - set(manifest.missing)):
        raise BackupError(f"It is incomplete: its database names {lost[0]}, which is not in it.")
    if elsewhere := sorted(name for name in named if name[:1] == "/" or ".." in Path(name).parts):
        raise BackupError(f"Its database names a file that is not an upload: {elsewhere[0]}.")


def _refusal(sentence: str, error: Exception) -> BackupError:
    reason = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
    return BackupError(storage_errors.explain(error) or f"{sentence} {reason}.")
