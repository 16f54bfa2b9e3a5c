"""The app's registration with Django."""

from django.apps import AppConfig


class TalksConfig(AppConfig):
    """The talks app."""

    name = "talks"
    default_auto_field = "django.db.models.BigAutoField"
