"""``manage.py restore FILE``: restore a backup."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localtime

from website.backup import BackupError, restore
from website.backup.errors import UploadsMissingError, printable


class Command(BaseCommand):
    """Restores a backup into an empty site, or over an existing one; completely or not at all."""

    help = (
        "Restore a backup, whatever database and storage this site uses. Stop the site first. The "
        "backup is checked; a damaged one, or one from a newer release, changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="replace the present site; it is backed up first",
        )

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        """Restore, and print which backup it was and where the previous site is backed up."""
        if not file.is_file():
            raise CommandError(f"There is no file {printable(file)}.")
        try:
            restored = restore(file, replace=replace)
        except UploadsMissingError as error:
            raise CommandError(str(error)) from error
        except BackupError as error:
            raise CommandError(f"{printable(file)}: {error}\nNothing was changed.") from error
        made_at = localtime(restored.manifest.made_at)
        site = f" of {printable(restored.manifest.site)}" if restored.manifest.site else ""
        self.stdout.write(f"Restored the backup{site} made on {made_at:%d %B %Y at %H:%M %Z}.")
        if restored.before:
            self.stdout.write(f"The previous site is backed up in {restored.before.file}.")
        self.stdout.write(
            "Everyone has been signed out. Passwords are those from the time of the backup."
        )
