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
        """Have the entries of the calendar follow what is saved and what an upgrade changes."""
        from talks import calendar_entries  # noqa: F401 (it needs the models)

        post_migrate.connect(_follow_all_talks, sender=self)


def _follow_all_talks(apps: Any = installed, using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Keep the entries of all talks; ``apps`` are the models migrated to, which may lack them.

    Flushing the database sends the signal too, and gives no models.
    """
    from talks.calendar_entries import follow_all

    try:
        apps.get_model("talks", "CalendarEntry")
    except LookupError:
        return
    if using == DEFAULT_DB_ALIAS:
        follow_all()
