"""``manage.py backup [FILE]``: everything that was entered, as one file."""

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat

from common.media import chosen_files
from common.media.files import remove_expired_files
from website.backup import BackupError, make
from website.backup.errors import printable
from website.backup.folder import thin_out

KEEP = 14


def at_least_one(text: str) -> int:
    """Return the number; the backup that was just made is kept in any case."""
    number = int(text)
    if number < 1:
        raise ArgumentTypeError("keep one at least")
    return number


class Command(BaseCommand):
    """Makes a backup while the site runs, and reads it back."""

    help = (
        "Write the database and the uploads into one file, while the site runs, and read it back. "
        "Without FILE it goes to the folder backups in the data folder, named by the time (UTC), "
        "and the oldest of those are removed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, and how many to keep."""
        parser.add_argument("file", type=Path, metavar="FILE", nargs="?")
        parser.add_argument(
            "--keep",
            type=at_least_one,
            default=KEEP,
            metavar="N",
            help=f"how many of the backups without a name of their own to keep (default {KEEP})",
        )

    def handle(self, *args: Any, file: Path | None, keep: int, **options: Any) -> None:
        """Make the backup, then remove the oldest."""
        try:
            made = make(file)
        except BackupError as error:
            raise CommandError(str(error)) from error
        uploads = len(made.manifest.uploads)
        self.stdout.write(
            f"Wrote {printable(made.file)} ({filesizeformat(made.size)}): the database and "
            f"{uploads} upload{'' if uploads == 1 else 's'}, read back and found whole."
        )
        for name in made.manifest.missing:
            self.stderr.write(
                f"{printable(name)} is not among the uploads: a row names it, but it is gone."
            )
        self._clear_away()
        if file is None:
            for removed in thin_out(keep, made.file):
                self.stdout.write(f"Removed {removed.name}: the newest {keep} are kept.")

    def _clear_away(self) -> None:
        """Remove uploads that nobody can need any more; this runs every night where backups do."""
        try:
            remove_expired_files()
            chosen_files.remove_old()
        except OSError as error:
            self.stderr.write(f"Files whose time is up could not be removed: {error}")
