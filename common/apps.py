"""The app's registration with Django."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """No models of its own; template tags and commands shared by the apps."""

    name = "common"
