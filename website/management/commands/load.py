"""``manage.py load FILE``: load a content file into the site."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.content_file.decoding import DecodeError, decode
from common.content_file.report import LoadReport
from website import content_file
from website.operations.schema import require_database

MOST_MEGABYTES = 50


class Command(BaseCommand):
    """Loads a content file. If it has mistakes, lists them and changes nothing."""

    help = "Load a content file (TOML) into the site. A file with a mistake changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        require_database()
        try:
            report = content_file.load(_read_text(file))
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror or error}.") from error
        except content_file.ContentError as error:
            raise CommandError(
                "\n".join(f"{file}, {problem}" for problem in error.problems)
                + "\nNothing was changed."
            ) from error
        self._report(file, report)

    def _report(self, file: Path, report: LoadReport) -> None:
        self.stdout.write(f"Loaded {file}:" if report.counts else f"{file} is empty.")
        for section, counts in report.counts.items():
            numbers = ", ".join(
                f"{counts[outcome]} {outcome}" for outcome in ("created", "updated", "unchanged")
            )
            self.stdout.write(f"  {section}: {numbers}")
        for update in report.updates:
            self.stdout.write(f"  updated {update}")
        for name in report.missing_files:
            self.stdout.write(f"  {name} is missing from the uploads: copy it there")


def _read_text(file: Path) -> str:
    """Return the text of a content file, with Unix line endings. Raises CommandError."""
    with file.open("rb") as stream:
        data = stream.read(MOST_MEGABYTES * 1_000_000 + 1)
    if len(data) > MOST_MEGABYTES * 1_000_000:
        raise CommandError(f"{file} has more than {MOST_MEGABYTES} MB, too much for a text file.")
    try:
        return decode(data)
    except DecodeError as error:
        where = f"{file}, line {error.line}:" if error.line else f"{file}"
        raise CommandError(f"{where} {error}") from error
