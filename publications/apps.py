"""The app's registration with Django."""

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    """The publications app."""

    name = "publications"
    default_auto_field = "django.db.models.BigAutoField"
