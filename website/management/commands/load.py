"""``manage.py load FILE``: put the content of a file on the site."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.content import Run
from website import content
from website.management.database import require_database


class Command(BaseCommand):
    """Reads a content file; one with a mistake changes nothing and is told what to mend."""

    help = "Put the content of a TOML file on the site. A file with a mistake changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Load the file and report."""
        require_database()
        try:
            run = content.load(file.read_text(encoding="utf-8"))
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror or error}.") from error
        except UnicodeDecodeError as error:
            raise CommandError(
                f"{file}: byte {error.start + 1} is not UTF-8. Save the file as UTF-8."
            ) from error
        except content.ContentError as error:
            raise CommandError(
                "\n".join(f"{file}, {problem}" for problem in error.problems)
                + "\nNothing was changed."
            ) from error
        self._report(file, run)

    def _report(self, file: Path, run: Run) -> None:
        self.stdout.write(f"Loaded {file}:" if run.counts else f"{file} has nothing in it.")
        for section, counts in run.counts.items():
            numbers = ", ".join(
                f"{counts[outcome]} {outcome}" for outcome in ("created", "updated", "unchanged")
            )
            self.stdout.write(f"  {section}: {numbers}")
        for update in run.updates:
            self.stdout.write(f"  updated {update}")
        for name in run.missing_files:
            self.stdout.write(f"  {name} is not among the uploads: copy it there")
