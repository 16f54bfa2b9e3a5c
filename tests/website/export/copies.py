"""Exports for tests, made in this process with its database."""

from pathlib import Path

from website.config.env import SiteAddress
from website.export.exporter import export_site
from website.export.folder import ExportSummary
from website.export.settings import use_export_settings

SITE = SiteAddress("https", "example.edu", "example.edu")


def make_copy(directory: Path, folder: str = "") -> ExportSummary:
    """Export the site into ``directory``, for ``folder`` of https://example.edu."""
    static = directory.parent / "static-of-copy"
    with use_export_settings(SITE, folder, STATIC_ROOT=static):
        return export_site(directory)
