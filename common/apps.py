"""The app's registration with Django."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """No models of its own; template tags and commands shared by the apps."""

    name = "common"

    def ready(self) -> None:
        """Let uploaded files go with their rows."""
        from common.files import watch_files  # models are there only now

        watch_files()
