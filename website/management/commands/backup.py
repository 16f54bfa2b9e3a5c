"""``manage.py backup [FILE]``: the database and the uploads as one file."""

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat

from common.media import chosen_files
from common.media.files import record_orphans, remove_expired_files
from website.backup import BackupError, make
from website.backup.errors import printable
from website.backup.folder import remove_old_backups

KEEP = 14


def at_least_one(text: str) -> int:
    """Parse a number from 1 up: the backup just made is always kept."""
    number = int(text)
    if number < 1:
        raise ArgumentTypeError("keep at least one")
    return number


class Command(BaseCommand):
    """Makes and verifies a backup while the site runs."""

    help = (
        "Write the database and the uploads to one file while the site runs, and verify it. "
        "Without FILE, it goes to the backups folder in the data folder, named by the time (UTC), "
        "and the oldest such backups are removed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", nargs="?")
        parser.add_argument(
            "--keep",
            type=at_least_one,
            default=KEEP,
            metavar="N",
            help=f"how many automatically named backups to keep (default {KEEP})",
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
            f"{uploads} upload{'' if uploads == 1 else 's'}, verified."
        )
        for name in made.manifest.missing:
            self.stderr.write(
                f"{printable(name)} is missing from the uploads, but the database refers to it."
            )
        self._remove_expired_files()
        if file is None:
            for removed in remove_old_backups(keep, made.file):
                self.stdout.write(f"Removed {removed.name}; the newest {keep} are kept.")

    def _remove_expired_files(self) -> None:
        """Remove expired uploads. Backups usually run every night, so this does too."""
        try:
            record_orphans()
            remove_expired_files()
            chosen_files.remove_old()
        except OSError as error:
            self.stderr.write(f"Expired files could not be removed: {error}")
