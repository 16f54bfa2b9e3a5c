"""The site's rows as one SQLite file, whatever database the site uses, and back.

``snapshot`` and ``put_in_place`` deal with the site's database; everything else here is about the
SQLite file.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.utils import load_backend

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
        source.backup(target, progress=_stop_when_busy())
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
        _take_page_size(source, target)
        source.backup(target, progress=_stop_when_busy())


def _copy_rows_to_server(file: Path) -> None:
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


def _stop_when_busy() -> Callable[[int, int, int], None]:
    """Return a progress callback that stops a copy when the database stays busy too long.

    SQLite itself would try for ever.
    """
    latest = time.monotonic() + BUSY_TIMEOUT

    def check(status: int, *_: int) -> None:
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED} and time.monotonic() > latest:
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise error

    return check


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


def code_in(file: Path) -> list[str]:
    """Return the names of triggers and views in a SQLite file; a backup has none."""
    with closing(sqlite3.connect(file)) as database:
        query = "SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view')"
        return [name for (name,) in database.execute(query)]


def row_counts(file: Path) -> dict[str, int]:
    """Return the number of rows in each table of a SQLite file."""
    with closing(sqlite3.connect(file)) as database:
        return {
            table: _value(database, f"SELECT count(*) FROM {_quoted(table)}")  # noqa: S608
            for table in _tables(database)
        }


def migrations_in(file: Path) -> list[str]:
    """Return the migrations applied to a SQLite file, such as ``website.0001_initial``."""
    with closing(sqlite3.connect(file)) as database:
        if "django_migrations" not in _tables(database):
            return []
        rows = database.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        return [f"{app}.{name}" for app, name in rows]


def uploads_named_in(file: Path) -> set[str]:
    """Return the names of all uploads that the rows of a SQLite file refer to."""
    with closing(sqlite3.connect(file)) as database:
        return {
            name
            for table, column in _file_columns(database)
            for (name,) in database.execute(f"SELECT {column} FROM {table}")  # noqa: S608
            if name
        }


def clear_names(names: Iterable[str], file: Path) -> None:
    """Take these names of uploads out of the rows of a SQLite file."""
    with closing(sqlite3.connect(file)) as database, database:
        for name in names:
            for table, column in _file_columns(database):
                update = f"UPDATE {table} SET {column} = '' WHERE {column} = ?"  # noqa: S608
                database.execute(update, [name])


def _file_columns(database: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Yield the quoted table and column of each file field; an older database may lack some."""
    tables = _tables(database)
    for model in apps.get_models():
        if (table := model._meta.db_table) not in tables:
            continue
        columns = [row[1] for row in database.execute(f"PRAGMA table_info({_quoted(table)})")]
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField) and field.column in columns:
                yield _quoted(table), _quoted(field.column)


@contextmanager
def default_database_at(file: Path) -> Iterator[None]:
    """Send all of this thread's queries to a SQLite file."""
    settings = {**connections.settings["default"], "ENGINE": "django.db.backends.sqlite3"}
    settings |= {"NAME": file, "OPTIONS": {"transaction_mode": "IMMEDIATE"}}
    backend: Any = load_backend(settings["ENGINE"])
    own = connections["default"]
    other = connections["default"] = backend.DatabaseWrapper(settings, "default")
    # Content types are remembered by their keys, which differ between databases.
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        other.close()
        connections["default"] = own
        ContentType.objects.clear_cache()


def _tables(database: sqlite3.Connection) -> list[str]:
    tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return sorted(name for (name,) in tables if not name.startswith("sqlite_"))


def _value(database: sqlite3.Connection, query: str) -> Any:
    return database.execute(query).fetchone()[0]


def _quoted(name: str | None) -> str:
    escaped = str(name).replace('"', '""')
    return f'"{escaped}"'
