"""What a command needs before it can work."""

from django.core.management import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def is_up_to_date() -> bool:
    """Whether the database is there and as new as the code."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def require_database() -> None:
    """Raise CommandError where the database is not there yet, or older than the code."""
    if not is_up_to_date():
        raise CommandError("The database is not up to date. Run `manage.py setup` first.")
