"""A backup is checked here before anything on the site changes.

Its rows end in a database that the migrations of this release have made, not in the one that came
with it. So every constraint of the models holds for them, and nothing else can come along.
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
from website.config.version import version
from website.errors import storage_errors

_MADE_BY_DJANGO = {"django_migrations"}


def rows_for_this_release(unpacked: Path, manifest: Manifest, into: Path) -> None:
    """Write the rows of a backup's database into a new SQLite file, as this release has them.

    Raises BackupError where the database is not what the manifest says, is of a newer release, or
    is not what the models need.
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
            raise BackupError(f"Its database cannot be that of a site. {_said(error)}") from error
    _require_uploads(into, manifest)


def _require_described(rows: Path, manifest: Manifest) -> None:
    """Refuse a database that is damaged, does something by itself, or is another one."""
    if not database.is_sound(rows):
        raise BackupError("Its database is damaged.")
    if code := database.code_in(rows):
        raise BackupError(f"Its database has something that Vita does not make: {code[0]}.")
    had = database.migrations_in(rows)
    if had != manifest.migrations or database.row_counts(rows) != manifest.rows:
        raise BackupError("It is not whole: its database is not the one that it describes.")


def _require_known_migrations(rows: Path, manifest: Manifest) -> None:
    had = set(database.migrations_in(rows))
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if not had:
        raise BackupError("Its database has no migrations, so that it is not one of Vita.")
    if had - known:
        raise BackupError(
            f"It was made by Vita {manifest.version}, whose database this release "
            f"({version()}) does not know. Upgrade this site first."
        )


def _migrate(alias: str) -> None:
    """Bring a copy up to date; whatever a migration cannot do, the site does not see."""
    try:
        call_command("migrate", database=alias, verbosity=0, interactive=False)
    except InconsistentMigrationHistory as error:
        raise BackupError(f"Its database lacks a migration. {error}") from error
    except Exception as error:
        raise BackupError(
            f"Its database cannot be brought to this release. {_said(error)}"
        ) from error


def _differences(alias: str) -> Iterator[str]:
    """Yield how the tables of a database differ from those of the models."""
    connection = connections[alias]
    expected = {model._meta.db_table: model for model in _models()}
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        yield from (f"lacks the table {table}" for table in expected if table not in tables)
        for table in tables:
            if table not in expected.keys() | _MADE_BY_DJANGO:
                yield f"has a table that Vita does not make: {table}"
            elif table in expected:
                cursor.execute(f"PRAGMA table_xinfo({connection.ops.quote_name(table)})")
                there = {row[1] for row in cursor.fetchall()}
                columns = {field.column for field in expected[table]._meta.concrete_fields}
                yield from (f"lacks the column {table}.{name}" for name in columns - there)
                yield from (
                    f"has a column that Vita does not make: {table}.{name}"
                    for name in there - columns
                )


def _models() -> list[type[models.Model]]:
    every = apps.get_models(include_auto_created=True)
    return [model for model in every if model._meta.managed and not model._meta.proxy]


def _require_uploads(rows: Path, manifest: Manifest) -> None:
    """Refuse rows whose files neither are in the backup nor were gone when it was made."""
    named = database.uploads_named_in(rows)
    if lost := sorted(named - manifest.uploads.keys() - set(manifest.missing)):
        raise BackupError(f"It is not whole: its database names {lost[0]}, which is not in it.")
    if elsewhere := sorted(name for name in named if name[:1] == "/" or ".." in Path(name).parts):
        raise BackupError(f"Its database names a file that is no upload: {elsewhere[0]}.")


def _said(error: Exception) -> str:
    said = (str(error).strip().splitlines() or [""])[0].rstrip(".")
    return storage_errors.sentence(error) or f"{said or type(error).__name__}."
