"""The app's registration with Django."""

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    """The owner's account, and the commands that work on the whole site."""

    name = "website"
    default_auto_field = "django.db.models.BigAutoField"
