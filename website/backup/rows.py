"""Copying all rows of the site between databases, SQLite or PostgreSQL.

Unlike the content file, which holds what the owner wrote, this copies everything: accounts and
their second factors, the history, the results of the link check. Only sessions are left behind, so
everyone signs in again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError, connections, models, transaction
from django.db.models.expressions import Col

ROWS_AT_ONCE = 500
# Rows that each database creates for itself.
LEFT_BEHIND = frozenset({"sessions.Session", "usersessions.UserSession", "website.SiteVersion"})

Row = tuple[Any, ...]


class RowsError(Exception):
    """Rows cannot be copied; the message says why. The target is unchanged."""


@contextmanager
def connected(alias: str, settings: dict[str, Any]) -> Iterator[str]:
    """Add another database as ``alias``; ``settings`` is an entry like those in DATABASES."""
    configured = connections.configure_settings({"default": {}, alias: settings})
    connections.settings[alias] = configured[alias]
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias], connections.settings[alias]


def copy_rows(source: str, target: str) -> None:
    """Replace all rows of one database with those of another, given by their aliases.

    The target is migrated first, then changed in one transaction. The source must have the present
    schema; it is read as of one moment, while writers go on (PostgreSQL) or wait (SQLite).

    Values are copied as the database has them, without the fields' own conversion, so even an
    invalid date is kept. Primary keys stay the same and are never reused. Everything is read back
    and compared. Raises RowsError; the target is then unchanged.
    """
    call_command("migrate", database=target, verbosity=0)
    tables = copied_models()
    with _one_moment(source), transaction.atomic(using=target):
        for model in (UserSession, Session):
            _delete_rows(model, target)
        for model in reversed(tables):
            _delete_rows(model, target)
        for model in tables:
            _copy_table(model, source, target)
            _copy_last_key(model, source, target)
        _check_references(target)
        before, after = fingerprints(source), fingerprints(target)
        if different := [table for table in before if before[table] != after[table]]:
            raise RowsError(f"Not the same after copying: {', '.join(different)}.")


def _delete_rows(model: type[models.Model], alias: str) -> None:
    """Delete all rows without signals, which would remove uploaded files."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(model._meta.db_table)
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608


def copied_models() -> list[type[models.Model]]:
    """Return the models of all copied tables, including many-to-many relations."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label not in LEFT_BEHIND
    ]


def fingerprints(alias: str) -> dict[str, tuple[int, str]]:
    """Return the number of rows and their digest, by table.

    Two databases with the same rows have the same digests, whatever the order.
    """
    return {model._meta.db_table: _fingerprint(model, alias) for model in copied_models()}


def _fingerprint(model: type[models.Model], alias: str) -> tuple[int, str]:
    count = total = 0
    for rows in _read(model, alias):
        count += len(rows)
        total += sum(int.from_bytes(_digest(row)) for row in rows)
    return count, f"{total % 2**256:064x}"


def _digest(row: Row) -> bytes:
    values = [v.astimezone(UTC).isoformat() if isinstance(v, datetime) else v for v in row]
    return sha256(repr(values).encode("utf-8", "surrogatepass")).digest()


def _check_references(alias: str) -> None:
    """Raise RowsError if a row refers to a missing one, as the commit would."""
    try:
        connections[alias].check_constraints()
    except DatabaseError as error:
        raise RowsError(f"The rows are inconsistent: {_said(error)}") from error


@contextmanager
def _one_moment(alias: str) -> Iterator[None]:
    """Read a consistent state."""
    connection = connections[alias]
    begins = not connection.in_atomic_block
    with transaction.atomic(using=alias):
        if begins and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [field for field in model._meta.concrete_fields if not field.generated]


def _plain(field: Any) -> models.Field[Any, Any]:
    """Return a plain Django field for the same column, without our fields' conversions."""
    while field.remote_field:
        field = field.target_field
    kind: Any = getattr(models, field.get_internal_type())
    return kind(primary_key=True) if issubclass(kind, models.AutoField) else kind()


def _read(model: type[models.Model], alias: str) -> Iterator[list[Row]]:
    """Yield the rows, some hundreds at once, as Python values: dates and times, UUIDs, texts."""
    connection = connections[alias]
    columns, table = _columns(model), model._meta.db_table
    readers = [_readers(field, table, alias) for field in columns]
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {_names(columns, alias)} FROM {_quoted(table, alias)}")  # noqa: S608
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            yield [tuple(map(_value, row, readers)) for row in rows]


def _readers(field: models.Field[Any, Any], table: str, alias: str) -> list[Any]:
    connection, plain = connections[alias], _plain(field)
    expression: Any = Col(table, field, plain)
    found = [
        *connection.ops.get_db_converters(expression),
        *plain.get_db_converters(connection),
    ]
    return [(reader, expression, connection) for reader in found]


def _value(value: Any, readers: list[Any]) -> Any:
    for reader, expression, connection in readers:
        value = reader(value, expression, connection)
    return value


def _copy_table(model: type[models.Model], source: str, target: str) -> None:
    columns, connection = _columns(model), connections[target]
    plain = [_plain(field) for field in columns]
    marks = ", ".join(["%s"] * len(columns))
    table = _quoted(model._meta.db_table, target)
    insert = f"INSERT INTO {table} ({_names(columns, target)}) VALUES ({marks})"  # noqa: S608

    def written(row: Row) -> list[Any]:
        return [f.get_db_prep_value(value, connection) for f, value in zip(plain, row, strict=True)]

    for rows in _read(model, source):
        _insert(insert, rows, written, model, target)


def _insert(
    insert: str, rows: Sequence[Row], written: Callable[[Row], Any], model: Any, target: str
) -> None:
    """Insert the rows; where the database refuses one, say which."""
    try:
        with transaction.atomic(using=target), connections[target].cursor() as cursor:
            cursor.executemany(insert, [written(row) for row in rows])
    except (DatabaseError, ValueError, TypeError, OverflowError, ValidationError) as error:
        if len(rows) == 1:
            names = [field.attname for field in _columns(model)]
            key = rows[0][names.index(model._meta.pk.attname)]
            raise RowsError(
                f"{model._meta.label} {key} cannot be stored: {_said(error)}"
            ) from error
        for row in rows:
            _insert(insert, [row], written, model, target)


def _said(error: Exception) -> str:
    return f"{(str(error).splitlines() or [type(error).__name__])[0].rstrip('.')}."


def _copy_last_key(model: type[models.Model], source: str, target: str) -> None:
    """Go on counting keys where the source stands, so that the history never meets a namesake."""
    if isinstance(model._meta.pk, models.AutoField):
        last = _last_key(model, source)
        if last is not None:
            _set_last_key(model, last, target)


def _last_key(model: type[models.Model], alias: str) -> int | None:
    """Return the largest key that was ever given to a row; None where none was."""
    table = model._meta.db_table
    with connections[alias].cursor() as cursor:
        if connections[alias].vendor == "postgresql":
            cursor.execute(f"SELECT last_value, is_called FROM {_sequence(cursor, model, alias)}")  # noqa: S608
            last, is_called = cursor.fetchone()
            return last if is_called else None
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        return row[0] or None if row else None  # a new table begins with 0


def _set_last_key(model: type[models.Model], last: int, alias: str) -> None:
    table = model._meta.db_table
    with connections[alias].cursor() as cursor:
        if connections[alias].vendor == "postgresql":
            cursor.execute("SELECT setval(%s, %s)", [_sequence(cursor, model, alias), last])
            return
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])


def _sequence(cursor: Any, model: type[models.Model], alias: str) -> str:
    """Return the name of PostgreSQL's sequence for the keys of a table, quoted where need be."""
    table = _quoted(model._meta.db_table, alias)
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table, model._meta.pk.column])
    return str(cursor.fetchone()[0])


def _names(columns: Sequence[Any], alias: str) -> str:
    return ", ".join(_quoted(field.column, alias) for field in columns)


def _quoted(name: str, alias: str) -> str:
    return connections[alias].ops.quote_name(name)
