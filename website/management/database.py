"""What a command needs before it can work."""

from django.core.management import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def require_database() -> None:
    """Raise CommandError where the database is not there yet, or older than the code."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError("The database is not up to date. Run `manage.py setup` first.")
