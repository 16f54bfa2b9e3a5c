"""Checks a backup before anything on the site changes.

Its rows are copied into a database created by this release's own migrations. So every constraint of
the models holds, and nothing else from the backup's database gets in.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connections, models
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.loader import MigrationLoader

from talks.calendar_entries import raise_all
from website.backup import database
from website.backup.errors import BackupError
from website.backup.manifest import Manifest
from website.backup.rows import RowsError, connected, copy_rows
from website.config.services import CACHE_TABLE
from website.config.version import version
from website.errors import storage_errors

_WITHOUT_MODEL = {"django_migrations", CACHE_TABLE}


def migrate_rows(unpacked: Path, manifest: Manifest, into: Path) -> None:
    """Copy the rows of a backup into a new SQLite file with the schema of this release.

    Raises BackupError if the database differs from the manifest, comes from a newer release, or
    does not fit the models.
    """
    _require_described(unpacked, manifest)
    _require_known_migrations(unpacked, manifest)
    rows = into.with_suffix(".migrated")
    copyfile(unpacked, rows)
    with connected("backup", database.at(rows)), connected("restored", database.at(into)):
        _migrate("backup")
        if problem := next(_differences("backup"), None):
            raise BackupError(f"Its database {problem}.")
        try:
            copy_rows("backup", "restored")
            raise_all("restored")
        except (RowsError, DatabaseError) as error:
            raise BackupError(
                f"Its database is not that of a Vita site. {_describe(error)}"
            ) from error
    _require_uploads(into, manifest)


def _require_described(rows: Path, manifest: Manifest) -> None:
    """Refuse a database that is damaged, contains code, or differs from the manifest."""
    if not database.is_sound(rows):
        raise BackupError("Its database is damaged.")
    if code := database.code_in(rows):
        raise BackupError(f"Its database contains something that Vita does not create: {code[0]}.")
    had = database.migrations_in(rows)
    if had != manifest.migrations or database.row_counts(rows) != manifest.rows:
        raise BackupError("It is incomplete: its database differs from its list of contents.")


def _require_known_migrations(rows: Path, manifest: Manifest) -> None:
    had = set(database.migrations_in(rows))
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if not had:
        raise BackupError("Its database has no migrations, so it is not a Vita database.")
    if had - known:
        raise BackupError(
            f"It was made by Vita {manifest.version}, whose database this release "
            f"({version()}) does not know. Upgrade this site first."
        )


def _migrate(alias: str) -> None:
    """Migrate a copy; if that fails, the site is not affected."""
    try:
        call_command("migrate", database=alias, verbosity=0, interactive=False)
    except InconsistentMigrationHistory as error:
        raise BackupError(f"Its database lacks a migration. {error}") from error
    except Exception as error:
        raise BackupError(
            f"Its database cannot be migrated to this release. {_describe(error)}"
        ) from error


def _differences(alias: str) -> Iterator[str]:
    """Yield how the tables of a database differ from those of the models."""
    connection = connections[alias]
    expected = {model._meta.db_table: model for model in _models()}
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        yield from (f"lacks the table {table}" for table in expected if table not in tables)
        for table in tables:
            if table not in expected.keys() | _WITHOUT_MODEL:
                yield f"has a table that Vita does not create: {table}"
            elif table in expected:
                cursor.execute(f"PRAGMA table_xinfo({connection.ops.quote_name(table)})")
                there = {row[1] for row in cursor.fetchall()}
                columns = {field.column for field in expected[table]._meta.concrete_fields}
                yield from (f"lacks the column {table}.{name}" for name in columns - there)
                yield from (
                    f"has a column that Vita does not create: {table}.{name}"
                    for name in there - columns
                )


def _models() -> list[type[models.Model]]:
    every = apps.get_models(include_auto_created=True)
    return [model for model in every if model._meta.managed and not model._meta.proxy]


def _require_uploads(rows: Path, manifest: Manifest) -> None:
    """Refuse rows whose files are neither in the backup nor known to be missing."""
    named = database.uploads_named_in(rows)
    if lost := sorted(named - manifest.uploads.keys() - set(manifest.missing)):
        raise BackupError(f"It is incomplete: its database names {lost[0]}, which is not in it.")
    if elsewhere := sorted(name for name in named if name[:1] == "/" or ".." in Path(name).parts):
        raise BackupError(f"Its database names a file that is not an upload: {elsewhere[0]}.")


def _describe(error: Exception) -> str:
    said = (str(error).strip().splitlines() or [""])[0].rstrip(".")
    return storage_errors.sentence(error) or f"{said or type(error).__name__}."
