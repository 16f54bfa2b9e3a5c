"""Is the database migrated? Commands ask this first."""

from django.core.management import CommandError
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor


def is_up_to_date(alias: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether all migrations have been applied."""
    executor = MigrationExecutor(connections[alias])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def require_database() -> None:
    """Raise CommandError if the database is missing or not migrated."""
    if not is_up_to_date():
        raise CommandError("The database is not up to date. Run `manage.py setup` first.")
