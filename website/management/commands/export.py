"""``manage.py export DIR``: the public site as static files."""

import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat

from website.export.crawler import ReportProgress
from website.export.exporter import ExportError, export_site
from website.export.folder import ExportSummary, FolderError
from website.export.settings import parse_base_url, use_export_settings
from website.operations.schema import require_database

MAX_PROBLEMS = 20
INTERRUPTED = 130  # the exit code that shells use for Ctrl-C


class Command(BaseCommand):
    """Exports the site as visitors see it. A broken link stops the export."""

    help = "Export the public site as static files, for a web host that runs no programs."
    stealth_options = ("report_progress",)  # of the task on the upkeep page

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path, metavar="DIR", help="folder of the export")
        parser.add_argument(
            "--base-url",
            default="",
            metavar="URL",
            help="where the files will be: https://example.edu/~wxiong/ (default: SITE_URL)",
        )

    def handle(
        self,
        *args: Any,
        directory: Path,
        base_url: str,
        verbosity: int,
        report_progress: ReportProgress | None = None,
        **options: Any,
    ) -> None:
        require_database()
        url = base_url or (settings.SITE.origin if settings.SITE else "")
        if not url:
            raise CommandError(
                "Say where the files will be: --base-url https://example.edu/~wxiong/"
            )
        try:
            site, folder = parse_base_url(url)
        except ValueError as error:
            raise CommandError(str(error)) from None
        if report_progress is None and verbosity > 0 and sys.stderr.isatty():
            report_progress = _show_progress
        start = time.monotonic()
        try:
            with use_export_settings(site, folder):
                summary = export_site(directory, report_progress)
        except ExportError as error:
            raise CommandError(_list_problems(error.problems)) from None
        except FolderError as error:
            raise CommandError(f"{error} Nothing was changed.") from None
        except KeyboardInterrupt:
            raise CommandError("Stopped. Nothing was changed.", returncode=INTERRUPTED) from None
        except OSError as error:
            raise CommandError(f"{_describe(error, directory)} Nothing was changed.") from None
        if verbosity > 0:
            self.stdout.write(_summarize(directory, summary, time.monotonic() - start))


def _show_progress(done: int, known: int) -> None:
    """Rewrite the last line of the terminal, and remove it at the end."""
    line = f"{done:,} of {known:,} files" if done < known else ""
    sys.stderr.write(f"\r\033[K{line}\r")
    sys.stderr.flush()


def _describe(error: OSError, directory: Path) -> str:
    if error.strerror:
        return f"{error.filename or directory}: {error.strerror}."
    return str(error)  # errors of remote storage are whole sentences


def _list_problems(problems: list[str]) -> str:
    more = len(problems) - MAX_PROBLEMS
    lines = [*problems[:MAX_PROBLEMS], *([f"… and {more} more."] if more > 0 else [])]
    return "\n".join([*lines, "Nothing was changed. Fix this, and export again."])


def _summarize(directory: Path, summary: ExportSummary, seconds: float) -> str:
    return (
        f"{directory}: {summary.files:,} files, {filesizeformat(summary.size)}; "
        f"{summary.changed:,} new or changed, {summary.removed:,} removed; {seconds:.0f} s."
    )
