"""The app's registration with Django."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class WebsiteConfig(AppConfig):
    """The owner's account, and the commands that work on the whole site."""

    name = "website"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have every migration end with a row for each section of the CV."""
        from website.cv.models import add_missing_sections

        post_migrate.connect(add_missing_sections, sender=self)
