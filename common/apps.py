"""The app's registration with Django."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """Shared fields, template tags and the table of deleted files."""

    name = "common"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Start keeping the files of deleted rows, so that the history can restore them."""
        from common.media.files import watch_files  # needs the models

        watch_files()
