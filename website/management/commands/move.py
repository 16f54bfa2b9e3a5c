"""``manage.py move``: the site into another database, its uploads into another storage."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import Storage, StorageHandler, default_storage
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, DatabaseError

from common.storage import DurableStorage
from website import backing_services
from website.management.database import require_database
from website.moving import MoveError, connected, copy_rows
from website.moving_uploads import copy_files


class Command(BaseCommand):
    """Copies, and leaves what it copied from as it was: to go back is to set nothing."""

    help = (
        "Copy the whole site, as it is now, to an empty database, its uploads to an empty bucket "
        "or folder, or both. Stop the site first: what is changed meanwhile stays behind."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where to move to."""
        parser.add_argument(
            "--to", metavar="DATABASE_URL", help="postgres://... or sqlite:////folder/vita.sqlite3"
        )
        parser.add_argument(
            "--uploads-to", metavar="UPLOADS_URL", help="https://HOST/BUCKET, or a folder"
        )

    def handle(self, *args: Any, to: str | None, uploads_to: str | None, **options: Any) -> None:
        """Move the uploads first: nothing refers to them there before the rows have come."""
        if not (to or uploads_to):
            raise CommandError(
                "Say where to: --to DATABASE_URL, --uploads-to UPLOADS_URL, or both."
            )
        require_database()
        try:
            if uploads_to:
                count = copy_files(default_storage, _storage(uploads_to))
                self.stdout.write(f"{count} uploads are there, each read back and the same.")
                self.stdout.write(_uploads_are_at(uploads_to))
            if to:
                counts = _copy_rows_to(to)
                rows = f"{sum(counts.values())} rows in {len(counts)} tables"
                self.stdout.write(f"{rows} are there, all read back and the same.")
                self.stdout.write("Set DATABASE_URL to that address, and start the site anew.")
        except ImproperlyConfigured as error:
            raise CommandError(_as_option(str(error))) from error
        except MoveError as error:
            raise CommandError(
                f"{error} The site is as it was. When that is mended, run the same command again."
            ) from error
        except OSError as error:
            raise CommandError(f"The uploads could not be moved. {error}") from error
        except DatabaseError as error:
            said = str(error).strip().splitlines()[0]
            raise CommandError(f"The database to move to cannot be used: {said}.") from error


def _uploads_are_at(place: str) -> str:
    if "://" in place:
        return "Set UPLOADS_URL to that address, and start the site anew."
    here = Path(settings.DATA_DIR) / "uploads"
    return f"Where it is not {here} already, move the folder there; leave UPLOADS_URL out."


def _copy_rows_to(url: str) -> dict[str, int]:
    target = backing_services.database(Path(settings.DATA_DIR), url)
    if target["ENGINE"].endswith("sqlite3") and target["NAME"].parent.is_dir():
        target["NAME"].touch(mode=0o600)  # it has the digests of the passwords
    with connected("move", target):
        return copy_rows(DEFAULT_DB_ALIAS, "move")


def _storage(place: str) -> Storage:
    """Return the bucket of an address, or the folder of a path."""
    if "://" not in place:
        return DurableStorage(location=Path(place).expanduser().resolve())
    known: Any = {"move": backing_services.uploads(place)}
    return StorageHandler(known)["move"]


def _as_option(sentence: str) -> str:
    """Name the option of this command where a sentence names the variable of the same meaning."""
    for variable, option in (("UPLOADS_URL is", "--uploads-to is"), ("DATABASE_URL is", "--to is")):
        sentence = sentence.replace(variable, option)
    return sentence
