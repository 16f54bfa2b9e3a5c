"""The app's registration with Django."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """What the apps share: fields, template tags, the table of deleted files."""

    name = "common"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep the files of deleted rows for the history."""
        from common.media.files import watch_files  # models are there only now

        watch_files()
