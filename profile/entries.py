"""All the lists of the profile at once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Model, TextField, Value
from django.db.models.functions import Cast

from profile import content_file

LISTS: dict[str, type[Model]] = {name: rows.model for name, (rows, _) in content_file.LISTS.items()}


def fetch(names: Iterable[str] = LISTS, **others: type[Model]) -> dict[str, list[Any]]:
    """Return the named lists, each in the owner's order, with a single query.

    The CV shows every one of these lists, which asked for one by one would cost a query each. So
    the rows of all models come as texts, in one table as wide as the widest model. ``others`` are
    ordered models of other apps that are wanted in the same query, under names of their own.
    """
    models = {name: LISTS[name] for name in names} | others
    found: dict[str, list[Any]] = {name: [] for name in models}
    with connection.cursor() as cursor:
        cursor.execute(*_query(tuple(models.items()), connection.vendor))
        rows = cursor.fetchall()
    for name, _position, _pk, *texts in sorted(rows, key=lambda row: row[:3]):
        found[name].append(_from_texts(models[name], texts))
    return found


@lru_cache(maxsize=16)
def _query(models: tuple[tuple[str, type[Model]], ...], vendor: str) -> tuple[str, tuple[Any, ...]]:
    """Return the query and its values; remembered, as to write it takes longer than to run it."""
    width = max(len(model._meta.concrete_fields) for _, model in models)
    queries = [_as_texts(name, model, width) for name, model in models]
    sql, values = queries[0].union(*queries[1:], all=True).query.sql_with_params()
    return sql, tuple(values)


def _as_texts(name: str, model: type[Model], width: int) -> Any:
    columns = [Cast(field.attname, TextField()) for field in model._meta.concrete_fields]
    padding = [Value("", TextField())] * (width - len(columns))
    # The names keep columns apart that would otherwise be called alike.
    named = {f"text_{number}": text for number, text in enumerate([*columns, *padding])}
    rows = model._default_manager.order_by().annotate(list_name=Value(name), **named)
    return rows.values_list("list_name", "position", "pk", *named)


def _from_texts(model: type[Model], texts: list[str]) -> Model:
    values = []
    for field, text in zip(model._meta.concrete_fields, texts, strict=False):
        convert = getattr(field, "from_db_value", None)
        values.append(convert(text, None, None) if convert else field.to_python(text))
    return model.from_db(None, [field.attname for field in model._meta.concrete_fields], values)
