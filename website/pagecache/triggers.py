"""The database triggers that change the site version, on SQLite and on PostgreSQL.

On PostgreSQL they run before the statement, so that of two simultaneous writers one waits here
and not later, when it has locked rows that the other needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from secrets import token_hex
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, transaction

from website.pagecache.site_version import SiteVersion

# Apps and models that no public page shows anything of. All others count as shown.
NOT_SHOWN = {
    *("admin", "auth", "contenttypes", "account", "mfa", "usersessions", "reversion", "sessions"),
    *("website.user", "website.user_groups", "website.user_user_permissions"),
    *("website.siteversion", "website.linkcheck"),
    *("common.deletedfile", "publications.leftoutwork", "publications.import"),
    "website.cvissue",  # the CV's date changes with its content alone
}

_FUNCTION = """
CREATE OR REPLACE FUNCTION website_new_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE website_edition SET token = gen_random_uuid();
    RETURN NULL;
END
$$
"""
_ON_POSTGRESQL = """
CREATE OR REPLACE TRIGGER {name} BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION website_new_edition()
"""
_ON_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {name} AFTER {event} ON {table} BEGIN
    UPDATE website_edition SET token = lower(hex(randomblob(12)));
END
"""
_EVENTS = ("insert", "update", "delete")


def list_shown_tables() -> list[str]:
    """Return the tables that hold what public pages show."""
    models = apps.get_models(include_auto_created=True)
    shown = (m._meta for m in models if not {m._meta.app_label, m._meta.label_lower} & NOT_SHOWN)
    return sorted({meta.db_table for meta in shown if meta.managed})


def begin(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Create all triggers and the first site version; called after migrations and flushes.

    Other kinds of database get no site version, and so no page is cached.
    """
    connection = connections[using]
    there = connection.introspection.table_names()
    if SiteVersion._meta.db_table not in there or connection.vendor not in _CREATE:
        return
    tables = [table for table in list_shown_tables() if table in there]
    with transaction.atomic(using), connection.cursor() as cursor:
        for statement in _CREATE[connection.vendor](tables):
            cursor.execute(statement)
        SiteVersion.objects.using(using).get_or_create(pk=1, defaults={"token": token_hex(12)})


def end(using: str = DEFAULT_DB_ALIAS, plan: Any = (), **_: Any) -> None:
    """Remove the site version, so that no page is cached while migrations change the tables.

    SQLite replaces whole tables for that, and drops their triggers.
    """
    connection = connections[using]
    there = connection.introspection.table_names()
    if not plan or SiteVersion._meta.db_table not in there or connection.vendor not in _DROP:
        return
    tables = [table for table in list_shown_tables() if table in there]
    with transaction.atomic(using), connection.cursor() as cursor:
        for statement in _DROP[connection.vendor](tables):
            cursor.execute(statement)
        SiteVersion.objects.using(using).all().delete()


def _create_on_sqlite(tables: list[str]) -> Iterator[str]:
    for table in tables:
        for event in _EVENTS:
            yield _ON_SQLITE.format(name=f"edition_{event}_{table}", event=event, table=table)


def _create_on_postgresql(tables: list[str]) -> Iterator[str]:
    yield _FUNCTION
    for table in tables:
        yield _ON_POSTGRESQL.format(name=f"edition_{table}", table=table)


def _drop_on_sqlite(tables: list[str]) -> Iterator[str]:
    for table in tables:
        for event in _EVENTS:
            yield f"DROP TRIGGER IF EXISTS edition_{event}_{table}"


def _drop_on_postgresql(tables: list[str]) -> Iterator[str]:
    for table in tables:
        yield f"DROP TRIGGER IF EXISTS edition_{table} ON {table}"


_CREATE = {"sqlite": _create_on_sqlite, "postgresql": _create_on_postgresql}
_DROP = {"sqlite": _drop_on_sqlite, "postgresql": _drop_on_postgresql}
