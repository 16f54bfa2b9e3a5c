"""``manage.py export DIR``: the public site as files, for hosts that run no program."""

import os
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat

from website.export.folder import Changes, FolderError
from website.export.place import SETTINGS, environment_for
from website.operations.schema import require_database

MOST_SHOWN = 20
STOPPED = 130  # as shells say of Ctrl-C


class Command(BaseCommand):
    """Copies the site as strangers see it; a dead link stops it, and nothing is changed."""

    help = "Write the whole public site as files, for a host that runs no program."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder, and where on the web it will stand."""
        parser.add_argument("directory", type=Path, metavar="DIR", help="folder of the copy")
        parser.add_argument(
            "--base-url",
            default="",
            metavar="URL",
            help="where the copy will stand: https://example.edu/~wxiong/ (default: SITE_URL)",
        )
        parser.add_argument(
            "--jobs",
            type=int,
            default=os.cpu_count() or 1,
            help="processes for a large site (default: one for each core)",
        )

    def handle(self, *args: Any, base_url: str, **options: Any) -> None:
        """Start anew under the settings of the copy, and make it there."""
        if os.environ.get("DJANGO_SETTINGS_MODULE") == SETTINGS and not base_url:
            self._export(**options)
            return
        address = base_url or (settings.SITE.origin if settings.SITE else "")
        if not address:
            raise CommandError(
                "Say where the copy will stand: --base-url https://example.edu/~wxiong/"
            )
        try:
            environment = environment_for(address)
        except ValueError as error:
            raise CommandError(str(error)) from None
        command = [sys.executable, sys.argv[0], "export", str(options["directory"])]
        command += [f"--verbosity={options['verbosity']}", f"--jobs={options['jobs']}"]
        self.stdout.flush()
        os.execve(sys.executable, command, environment)  # noqa: S606 (our own program)

    def _export(self, *, directory: Path, jobs: int, verbosity: int, **options: Any) -> None:
        from website.export.exporter import ExportError, export
        from website.export.progress import Progress

        require_database()
        progress = Progress(sys.stderr, shown=verbosity > 0 and sys.stderr.isatty())
        start = time.monotonic()
        try:
            changes = export(directory, jobs=jobs, progress=progress)
        except ExportError as error:
            progress.clear()
            raise CommandError(_said(error.problems)) from None
        except FolderError as error:
            raise CommandError(f"{error} Nothing was changed.") from None
        except KeyboardInterrupt:
            progress.clear()
            raise CommandError("Stopped.", returncode=STOPPED) from None
        except OSError as error:
            progress.clear()
            raise CommandError(f"{_reason(error, directory)} Nothing was changed.") from None
        progress.clear()
        if verbosity > 0:
            self.stdout.write(_summary(directory, changes, time.monotonic() - start))


def _reason(error: OSError, directory: Path) -> str:
    if error.strerror:
        return f"{error.filename or directory}: {error.strerror}."
    return str(error)  # of a storage of uploads that is no folder: a sentence of its own


def _said(problems: list[str]) -> str:
    more = len(problems) - MOST_SHOWN
    lines = [*problems[:MOST_SHOWN], *([f"… and {more} more."] if more > 0 else [])]
    return "\n".join([*lines, "Nothing was changed. Mend this, and export again."])


def _summary(directory: Path, changes: Changes, seconds: float) -> str:
    return (
        f"{directory}: {changes.files:,} files, {filesizeformat(changes.size)}; "
        f"{changes.changed:,} new or changed, {changes.removed:,} removed; {seconds:.0f} s."
    )
