"""The app's registration with Django."""

from django.apps import AppConfig


class ProfileConfig(AppConfig):
    """The profile app."""

    name = "profile"
    default_auto_field = "django.db.models.BigAutoField"
