"""The site's rows as one SQLite file, whatever database the site uses, and back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, models

from website.backup.errors import BackupError
from website.backup.rows import RowsError, connected, copy_rows
from website.config.services import CACHE_TABLE
from website.operations.schema import is_up_to_date

BUSY_TIMEOUT = 30.0  # seconds that a backup or restore waits for a writer


def snapshot(to: Path) -> None:
    """Copy the rows of this moment into a new SQLite file, without blocking writers.

    Raises BackupError if there is no database yet, sqlite3.Error if it cannot be read.
    """
    if connection.vendor == "sqlite":
        copy_file(to)
    else:
        _copy_rows_of_server(to)
    with closing(sqlite3.connect(to)) as copy:
        # A backup contains no code: restoring it creates the triggers again.
        triggers = copy.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            copy.execute(f"DROP TRIGGER {_quoted(name)}")
        copy.execute(f"DROP TABLE IF EXISTS {_quoted(CACHE_TABLE)}")  # attempts to sign in


def copy_file(to: Path) -> None:
    """Copy the site's SQLite database as it is, with everything in it."""
    live = _live_file()
    if not live.exists():
        raise BackupError("There is no database here yet. Run `manage.py setup` first.")
    with closing(_open(live)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)
        # A single file, without the two extra files of WAL mode.
        target.execute("PRAGMA journal_mode=DELETE")


def _copy_rows_of_server(to: Path) -> None:
    """Copy one moment of a database server, except the sessions, into a new SQLite file."""
    if not is_up_to_date():
        raise BackupError(
            f"The database on {connection.display_name} does not match this release. Run "
            "`manage.py setup` first."
        )
    try:
        with connected("snapshot", at(to)):
            call_command("migrate", database="snapshot", verbosity=0)
            copy_rows(DEFAULT_DB_ALIAS, "snapshot")
    except RowsError as error:
        raise BackupError(f"The database could not be copied. {error}") from error


def put_in_place(file: Path) -> None:
    """Replace the site's rows with those of a SQLite file, in one transaction.

    If this process is killed in the middle, the database has either all of the old rows or all of
    the new ones.
    """
    if connection.vendor != "sqlite":
        _copy_rows_to_server(file)
        return
    connection.close()
    with closing(sqlite3.connect(file)) as source, closing(_open(_live_file())) as target:
        target.execute("BEGIN IMMEDIATE")  # fails if a writer goes on; the copy would wait for ever
        target.rollback()
        _take_page_size(source, target)
        source.backup(target)


def _copy_rows_to_server(file: Path) -> None:
    call_command("migrate", verbosity=0)
    try:
        with connected("restored", at(file)):
            copy_rows("restored", DEFAULT_DB_ALIAS)
    except RowsError as error:
        raise BackupError(
            f"Its rows cannot be stored in {connection.display_name}. {error}"
        ) from error


def at(file: Path) -> dict[str, Any]:
    """Return Django's database settings for a SQLite file."""
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": file}


def _live_file() -> Path:
    return Path(connection.settings_dict["NAME"])


def _open(file: Path) -> sqlite3.Connection:
    database = sqlite3.connect(file, timeout=BUSY_TIMEOUT)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    return database


def _take_page_size(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Give the source the target's page size, which a database in WAL mode cannot change."""
    wanted = _value(target, "PRAGMA page_size")
    if _value(target, "PRAGMA page_count") and _value(source, "PRAGMA page_size") != wanted:
        source.execute(f"PRAGMA page_size={wanted}")
        source.execute("VACUUM")


def is_sound(file: Path) -> bool:
    """Whether a SQLite file passes its integrity check."""
    with closing(sqlite3.connect(file)) as database:
        try:
            return bool(_value(database, "PRAGMA integrity_check") == "ok")
        except sqlite3.DatabaseError:
            return False


def parts_of(file: Path) -> set[str]:
    """Return what a SQLite file consists of: "table x", "column x.y", "trigger z", "view v"."""
    query = """
        SELECT type || ' ' || name FROM sqlite_master
        WHERE type != 'index' AND name NOT LIKE 'sqlite_%'
        UNION SELECT 'column ' || part.name || '.' || info.name
        FROM sqlite_master AS part, pragma_table_xinfo(part.name) AS info
        WHERE part.type = 'table' AND part.name NOT LIKE 'sqlite_%'"""
    with closing(sqlite3.connect(file)) as database:
        return {name for (name,) in database.execute(query)}


def uploads_named_in(file: Path) -> set[str]:
    """Return the names of all uploads that the rows of a SQLite file refer to."""
    with closing(sqlite3.connect(file)) as database:
        return {
            name
            for table, column in _file_columns(parts_of(file))
            for (name,) in database.execute(f"SELECT {column} FROM {table}")  # noqa: S608
            if name
        }


def clear_names(names: Iterable[str], file: Path) -> None:
    """Take these names of uploads out of the rows of a SQLite file."""
    with closing(sqlite3.connect(file)) as database, database:
        for name in names:
            for table, column in _file_columns(parts_of(file)):
                update = f"UPDATE {table} SET {column} = '' WHERE {column} = ?"  # noqa: S608
                database.execute(update, [name])


def _file_columns(parts: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the quoted table and column of each file field; an older database may lack some."""
    for model in apps.get_models():
        table = model._meta.db_table
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField) and f"column {table}.{field.column}" in parts:
                yield _quoted(table), _quoted(field.column)


def _value(database: sqlite3.Connection, query: str) -> Any:
    return database.execute(query).fetchone()[0]


def _quoted(name: str | None) -> str:
    escaped = str(name).replace('"', '""')
    return f'"{escaped}"'
