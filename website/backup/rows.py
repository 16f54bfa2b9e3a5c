"""Copying all rows of the site between databases, SQLite or PostgreSQL.

Unlike the content file, which holds what the owner wrote, this copies everything: accounts and
their second factors, the history, the results of the link check. Only sessions are left behind, so
everyone signs in again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connections, models, transaction
from django.db.models import ExpressionWrapper, F

# Rows that each database creates for itself.
LEFT_BEHIND = frozenset({"sessions.Session", "usersessions.UserSession", "website.SiteVersion"})
# What a value raises that a field or a database cannot hold.
_UNFIT = (DatabaseError, ValidationError, ValueError, TypeError, ArithmeticError, AttributeError)

Row = tuple[Any, ...]
Model = type[models.Model]


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

    Both must have the present schema. The source is read as of one moment, while writers go on
    (PostgreSQL) or wait (SQLite); the target is changed in one transaction.

    Values are copied as the database has them, without the conversion of the site's own fields, so
    even an invalid date is kept. Primary keys stay the same and are never reused. Everything is
    read back and compared. Raises RowsError; the target is then unchanged.
    """
    tables = copied_models()
    try:
        with _one_moment(source), transaction.atomic(using=target):
            for model in (UserSession, Session, *reversed(tables)):
                _delete_rows(model, target)
            for model in tables:
                _copy_table(model, source, target)
                _copy_last_key(model, source, target)
            connections[target].check_constraints()
            before, after = fingerprints(source), fingerprints(target)
            if different := [table for table in before if before[table] != after[table]]:
                raise RowsError(f"Not the same after copying: {', '.join(different)}.")
    except _UNFIT as error:
        raise RowsError(f"The rows are inconsistent: {_describe(error)}") from error


def copied_models() -> list[Model]:
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


def _fingerprint(model: Model, alias: str) -> tuple[int, str]:
    count = total = 0
    for row in _read(model, alias):
        values = [v.astimezone(UTC).isoformat() if isinstance(v, datetime) else v for v in row]
        digest = sha256(repr(values).encode("utf-8", "surrogatepass")).digest()
        count, total = count + 1, total + int.from_bytes(digest)
    return count, f"{total % 2**256:064x}"


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


def _columns(model: Model) -> list[models.Field[Any, Any]]:
    return [field for field in model._meta.concrete_fields if not field.generated]


def _plain(field: Any) -> models.Field[Any, Any]:
    """Return a plain Django field for the same column, without our fields' conversions."""
    while field.remote_field:
        field = field.target_field
    kind: Any = getattr(models, field.get_internal_type())
    return kind(primary_key=True) if issubclass(kind, models.AutoField) else kind()


def _read(model: Model, alias: str) -> list[Row]:
    """Return the rows as Python values: dates and times, UUIDs, texts."""
    values = [ExpressionWrapper(F(f.attname), output_field=_plain(f)) for f in _columns(model)]
    try:
        return list(model._base_manager.using(alias).order_by().values_list(*values))
    except _UNFIT as error:
        raise RowsError(f"{model._meta.label} cannot be read: {_describe(error)}") from error


def _delete_rows(model: Model, alias: str) -> None:
    """Delete all rows without signals, which would remove uploaded files."""
    with connections[alias].cursor() as cursor:
        cursor.execute(f"DELETE FROM {_quoted(model._meta.db_table, alias)}")  # noqa: S608


def _copy_table(model: Model, source: str, target: str) -> None:
    fields, connection = _columns(model), connections[target]
    plain = [_plain(field) for field in fields]
    key = fields.index(model._meta.pk)
    names = ", ".join(_quoted(field.column, target) for field in fields)
    table, marks = _quoted(model._meta.db_table, target), ", ".join(["%s"] * len(fields))
    insert = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608
    with connection.cursor() as cursor:
        for row in _read(model, source):
            pairs = zip(plain, row, strict=True)
            try:
                cursor.execute(insert, [f.get_db_prep_value(v, connection) for f, v in pairs])
            except _UNFIT as error:
                label = f"{model._meta.label} {row[key]}"
                raise RowsError(f"{label} cannot be stored: {_describe(error)}") from error


def _copy_last_key(model: Model, source: str, target: str) -> None:
    """Continue counting keys from the source, so that the history never mixes up two rows."""
    if isinstance(model._meta.pk, models.AutoField) and (last := _last_key(model, source)):
        table = model._meta.db_table
        with connections[target].cursor() as cursor:
            if connections[target].vendor == "postgresql":
                cursor.execute("SELECT setval(%s, %s)", [_sequence(cursor, model, target), last])
                return
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence VALUES (%s, %s)", [table, last])


def _last_key(model: Model, alias: str) -> int | None:
    """Return the largest key that was ever given to a row; None or 0 if there was none."""
    with connections[alias].cursor() as cursor:
        if connections[alias].vendor == "postgresql":
            name = _sequence(cursor, model, alias)
            cursor.execute(f"SELECT last_value FROM {name} WHERE is_called")  # noqa: S608
        else:
            table = model._meta.db_table
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        return row[0] if row else None


def _sequence(cursor: Any, model: Model, alias: str) -> str:
    """Return the name of PostgreSQL's sequence for the keys of a table, quoted if necessary."""
    table = _quoted(model._meta.db_table, alias)
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table, model._meta.pk.column])
    return str(cursor.fetchone()[0])


def _quoted(name: str | None, alias: str) -> str:
    return connections[alias].ops.quote_name(str(name))


def _describe(error: Exception) -> str:
    return f"{(str(error).splitlines() or [type(error).__name__])[0].rstrip('.')}."
