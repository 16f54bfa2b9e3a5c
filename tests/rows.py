"""Rows of a site, copied once and written again for each test, which is much faster."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model

Rows = list[tuple[Any, ...]]


class KeptRows:
    """The rows that ``make`` creates on an empty site; it is called once in a test process.

    It is called again after a test that emptied all tables, since content types have new keys then.
    """

    def __init__(self, make: Callable[[], object]) -> None:
        self._make = make
        self._kept: dict[type[Model], Rows] = {}
        self._content_types: Rows = []

    def write(self) -> None:
        """Write the rows to the database, within the transaction of the test."""
        content_types = _rows_of(ContentType)
        if self._kept and self._content_types == content_types:
            self._write_again()
            return
        self._content_types = content_types
        before = {model: _rows_of(model) for model in _models()}
        self._make()
        now = {model: _rows_of(model) for model in before}
        self._kept = {model: rows for model, rows in now.items() if rows != before[model]}

    def _write_again(self) -> None:
        with connection.cursor() as cursor:
            for model, rows in self._kept.items():
                columns = _columns(model)
                places = ", ".join(["%s"] * len(columns))
                names = ", ".join(columns)
                cursor.execute(f"DELETE FROM {_table(model)}")
                cursor.executemany(f"INSERT INTO {_table(model)} ({names}) VALUES ({places})", rows)
            # PostgreSQL counts rows apart from the tables.
            for statement in connection.ops.sequence_reset_sql(no_style(), list(self._kept)):
                cursor.execute(statement)


def _models() -> list[type[Model]]:
    models = apps.get_models(include_auto_created=True)
    return [model for model in models if model._meta.managed and not model._meta.proxy]


def _rows_of(model: type[Model]) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(_columns(model))} FROM {_table(model)}")
        return cursor.fetchall()


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _columns(model: type[Model]) -> list[str]:
    fields = [field for field in model._meta.local_concrete_fields if not field.generated]
    return [connection.ops.quote_name(str(field.column)) for field in fields]
