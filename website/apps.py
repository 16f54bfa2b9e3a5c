"""The app's registration with Django."""

from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed
from django.core.management import call_command
from django.db.models.signals import post_migrate, pre_migrate


class WebsiteConfig(AppConfig):
    """The owner's account, and the commands that work on the whole site."""

    name = "website"
    verbose_name = "This site"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks, and what to do before and after migrations."""
        from website.accounts import signals  # noqa: F401 (connects them)
        from website.config import checks  # noqa: F401 (they need the models)
        from website.pagecache import triggers

        post_migrate.connect(_create_cache_table, sender=self)
        post_migrate.connect(_complete_cv, sender=self)
        pre_migrate.connect(triggers.end, sender=self)
        post_migrate.connect(triggers.begin, sender=self)


def _create_cache_table(using: str, **_: Any) -> None:
    """Create the table of the cache that all processes share, if it is missing."""
    call_command("createcachetable", database=using, verbosity=0)


def _complete_cv(using: str, apps: Any = installed, **_: Any) -> None:
    """Add missing CV sections, unless the migrations so far have not created their table.

    Flushing the database also sends the signal, but without ``apps``.
    """
    from website.cv.models import add_missing_sections

    try:
        apps.get_model("website", "CVSection")
    except LookupError:
        return
    add_missing_sections(using)
