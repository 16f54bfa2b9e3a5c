"""Where backups are kept: their names, how many, and one at a time."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from common.files.file_lock import locked
from website.backup.errors import BackupError

_NAME = re.compile(r"vita-(\d{4}-\d\d-\d\d-\d{6})\.tar\.gz")
_TIME = "%Y-%m-%d-%H%M%S"
_WORKROOM = ".at-work-"


@dataclass(frozen=True)
class Kept:
    """A backup in the folder of backups: the file, when it was made, and its size in bytes."""

    file: Path
    made_at: datetime
    size: int


def folder() -> Path:
    """Return the folder in which backups are kept that were given no name."""
    return Path(settings.DATA_DIR) / "backups"


def automatic_name(now: datetime) -> Path:
    """Return the file for a backup made now: ``vita-2026-11-24-031500.tar.gz``, in UTC.

    Of two in one second the later one is called a second later.
    """
    while (file := folder() / f"vita-{now.astimezone(UTC).strftime(_TIME)}.tar.gz").exists():
        now += timedelta(seconds=1)
    return file


def kept() -> list[Kept]:
    """Return the backups that the site named itself, the newest first."""
    found = []
    for file in folder().glob("vita-*.tar.gz"):
        if (match := _NAME.fullmatch(file.name)) and file.is_file():
            # A file that only looks like one of ours, with a 99th of a month, is none.
            with suppress(ValueError):
                made_at = datetime.strptime(match[1], _TIME).replace(tzinfo=UTC)
                found.append(Kept(file, made_at, file.stat().st_size))
    return sorted(found, key=lambda backup: backup.made_at, reverse=True)


def last_backup() -> Kept | None:
    """Return the newest backup that the site named itself; None where there is none."""
    return next(iter(kept()), None)


def thin_out(most: int, just_made: Path) -> list[Path]:
    """Remove all but the newest backups that the site named itself; return what was removed.

    The one just made stays in any case, as the clock may have been ahead when others were made.
    """
    others = [backup.file for backup in kept() if backup.file != just_made]
    removed = others[most - 1 :]
    for file in removed:
        file.unlink(missing_ok=True)
    return removed


@contextmanager
def workroom() -> Iterator[Path]:
    """Give an empty folder to work in, on the disk of the data folder, while nobody else does.

    One backup or restore runs at a time, so what others left here was left by one that was ended.
    Raises BackupError where one is running.
    """
    try:
        with locked(folder() / ".lock"):
            for left in folder().glob(f"{_WORKROOM}*"):
                shutil.rmtree(left, ignore_errors=True)
            for left in folder().glob(".*.partial"):
                left.unlink(missing_ok=True)
            with tempfile.TemporaryDirectory(prefix=_WORKROOM, dir=folder()) as room:
                yield Path(room)
    except BlockingIOError:
        raise BackupError(
            "Another backup or restore of this site is running. Wait until it has ended."
        ) from None


@contextmanager
def site_stopped() -> Iterator[None]:
    """Keep the site from being started on this machine; raise BackupError where it runs."""
    try:
        with locked(_serving()):
            yield
    except BlockingIOError:
        raise BackupError(
            "The site is running. Stop it (`sudo systemctl stop vita`, or Ctrl-C where `make run` "
            "runs), restore, and start it again."
        ) from None


@contextmanager
def site_running() -> Iterator[None]:
    """Keep backups from being restored; raise BackupError where one just is."""
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(_serving(), shared=True))
        except BlockingIOError:
            raise BackupError(
                "A backup is being restored. Start the site when that has ended."
            ) from None
        except OSError:  # a data folder that cannot be written to cannot be restored to either
            pass
        yield


def _serving() -> Path:
    return Path(settings.DATA_DIR) / "serving.lock"
