"""The app's registration with Django."""

from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed
from django.db import DEFAULT_DB_ALIAS
from django.db.models.signals import post_migrate


class TalksConfig(AppConfig):
    """The talks app."""

    name = "talks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the signals that keep the calendar entries up to date."""
        from talks import calendar_entries  # noqa: F401 (needs the models)

        post_migrate.connect(_update_calendar, sender=self)


def _update_calendar(apps: Any = installed, using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Update all calendar entries after a migration.

    ``apps`` has the models of the migrated state, which may not have calendar entries yet. It is
    missing when the signal comes from flushing the database.
    """
    from talks.calendar_entries import update_all_entries

    try:
        apps.get_model("talks", "CalendarEntry")
    except LookupError:
        return
    if using == DEFAULT_DB_ALIAS:
        update_all_entries()
