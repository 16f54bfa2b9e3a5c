"""``manage.py run_task NAME``: the process of a task that a button in the admin started."""

import time
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from common.files.atomic_files import write_whole
from website.upkeep import tasks

ReportProgress = Callable[[int, int], None]


class Command(BaseCommand):
    """Does the work, notes how far it is, and stores the result."""

    help = "Run a task of the admin's upkeep page; the buttons there do this."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", choices=tasks.NAMES)

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        task, output = tasks.get(name), StringIO()
        succeeded, text = False, _("It failed. The server's log says why.")
        try:
            _run(task, output)
            succeeded, text = True, output.getvalue()
        except CommandError as error:
            text = f"{output.getvalue()}{error}"
        finally:
            tasks.finish(task, succeeded=succeeded, text=text.strip())


def _run(task: tasks.Task, output: StringIO) -> None:
    to: dict[str, Any] = {"stdout": output, "stderr": output}
    if task.name == "backup":
        call_command("backup", **to)
    elif task.name == "check_links":
        call_command("check_links", **to, report_progress=_make_report(task))
    elif task.options["to"] == "folder":
        _export(Path(settings.EXPORT_FOLDER), task, output)
    else:
        _export_as_zip(task, output)


def _export(folder: Path, task: tasks.Task, output: StringIO) -> None:
    url, report = task.options["url"], _make_report(task)
    call_command("export", folder, base_url=url, stdout=output, report_progress=report)


def _export_as_zip(task: tasks.Task, output: StringIO) -> None:
    """Export to a folder outside the data folder, which an export refuses, and pack it."""
    with TemporaryDirectory(prefix="vita-export-") as room:
        site = Path(room) / "site"
        _export(site, task, StringIO())
        files = sorted(file for file in site.rglob("*") if file.is_file())
        with (
            write_whole(tasks.get_exported_zip()) as stream,
            ZipFile(stream, "w", ZIP_DEFLATED) as archive,
        ):
            for file in files:
                archive.write(file, file.relative_to(site))
    size = filesizeformat(tasks.get_exported_zip().stat().st_size)
    output.write(_("%(files)s files, %(size)s.") % {"files": f"{len(files):,}", "size": size})


def _make_report(task: tasks.Task) -> ReportProgress:
    """Return a function that stores how far the task is, at most once a second."""
    next_at = 0.0

    def report(done: int, known: int) -> None:
        nonlocal next_at
        if time.monotonic() >= next_at:
            next_at = time.monotonic() + 1
            replace(task, done=done, known=known).save()

    return report
