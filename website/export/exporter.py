"""Exports the whole public site, or changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from common.files.file_lock import hold_lock
from website.export.crawler import Crawler, ReportProgress
from website.export.folder import ExportFolder, ExportSummary, FolderError
from website.export.start_urls import find_start_urls
from website.pagecache import site_version


class ExportError(Exception):
    """The site could not be exported; ``problems`` has a line for each reason."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def export_site(directory: Path, report_progress: ReportProgress | None = None) -> ExportSummary:
    """Write the public site into a folder, as static files for ``settings.SITE``.

    Raises ExportError, FolderError or OSError; the folder is then as it was.
    """
    folder = ExportFolder(directory)
    data = Path(settings.DATA_DIR).resolve()
    if folder.path.is_relative_to(data) or data.is_relative_to(folder.path):
        raise FolderError(
            f"{directory} must not be inside {data}, which holds the site's data, or contain it. "
            "Choose another folder."
        )
    with _lock_export(), folder.build() as build:
        version = _get_site_version()
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        crawler = Crawler(build, report_progress)
        crawler.run(find_start_urls())
        if problems := crawler.list_problems():
            raise ExportError(problems)
        if _get_site_version() != version:
            raise ExportError(["The site changed during the export. Export again."])
        (build / ".nojekyll").touch()  # tells GitHub Pages to serve the files as they are
        return folder.replace()


def _get_site_version() -> str:
    """Return a token that changes with every write, so that an export has one state of the site."""
    if (version := site_version.get_current()) is None:
        raise ExportError(["The database is not up to date. Run `manage.py setup` first."])
    return version


@contextmanager
def _lock_export() -> Iterator[None]:
    """Refuse a second export at the same time: both would collect static files in one folder."""
    try:
        with hold_lock(Path(f"{settings.STATIC_ROOT}.lock")):
            yield
    except BlockingIOError:
        raise ExportError(["Another export of this site is running."]) from None
