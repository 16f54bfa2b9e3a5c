"""Static copies for tests: made in this process, with its database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.test import override_settings
from django.urls import clear_script_prefix, set_script_prefix

from website.config.env import SiteAddress
from website.export.exporter import export
from website.export.folder import Changes

SITE = SiteAddress("https", "example.edu", "example.edu")
MANIFEST = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"


@contextmanager
def standing_at(folder: str, static: Path) -> Iterator[None]:
    """Give the site the settings of a copy in a folder of its host, as website/export/settings."""
    set_script_prefix(f"{folder}/")
    try:
        with override_settings(
            SITE=SITE,
            FORCE_SCRIPT_NAME=folder,
            ROOT_URLCONF="website.export.urls",
            STATIC_ROOT=static,
            STATICFILES_FINDERS=["django.contrib.staticfiles.finders.FileSystemFinder"],
            STORAGES={**settings.STORAGES, "staticfiles": {"BACKEND": MANIFEST}},
        ):
            yield
    finally:
        clear_script_prefix()


def make_copy(directory: Path, folder: str = "") -> Changes:
    """Make a copy in ``directory`` that will stand in ``folder`` of https://example.edu."""
    with standing_at(folder, directory.parent / "static-of-copy"):
        return export(directory)
