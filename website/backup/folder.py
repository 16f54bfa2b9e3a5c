"""The folder of backups: their names, how many to keep, and the locks."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from common.files.file_lock import hold_lock
from website.backup.errors import BackupError

_NAME = "vita-%Y-%m-%d-%H%M%S.tar.gz"
_WORKROOM = ".at-work-"


@dataclass(frozen=True)
class BackupFile:
    """A backup in the folder: its file, when it was made, and its size in bytes."""

    file: Path
    made_at: datetime
    size: int


def folder() -> Path:
    """Return the folder for backups that were given no name."""
    return Path(settings.DATA_DIR) / "backups"


def automatic_name(now: datetime) -> Path:
    """Return the file for a backup made now: ``vita-2026-11-24-031500.tar.gz``, in UTC.

    Of two backups in the same second, the later one is named one second later.
    """
    while (file := folder() / now.astimezone(UTC).strftime(_NAME)).exists():
        now += timedelta(seconds=1)
    return file


def list_backups() -> list[BackupFile]:
    """Return the automatically named backups, newest first."""
    found = []
    for file in filter(Path.is_file, folder().glob("vita-*.tar.gz")):
        with suppress(ValueError):  # a name of the owner's, or the 99th of a month
            made_at = datetime.strptime(file.name, _NAME).replace(tzinfo=UTC)
            if file.name == made_at.strftime(_NAME):
                found.append(BackupFile(file, made_at, file.stat().st_size))
    return sorted(found, key=lambda backup: backup.made_at, reverse=True)


def last_backup() -> BackupFile | None:
    """Return the newest automatically named backup, if there is one."""
    return next(iter(list_backups()), None)


def remove_old_backups(most: int, just_made: Path) -> list[Path]:
    """Remove all but the newest automatically named backups; return the removed files.

    The one just made always stays, even if a wrong clock gave others a later date.
    """
    others = [backup.file for backup in list_backups() if backup.file != just_made]
    removed = others[most - 1 :]
    for file in removed:
        file.unlink(missing_ok=True)
    return removed


@contextmanager
def workroom() -> Iterator[Path]:
    """Provide an empty working folder on the data folder's disk, under a lock.

    Only one backup or restore runs at a time, so anything left here is from a killed process.
    Raises BackupError if another one is running.
    """
    try:
        with hold_lock(folder() / ".lock"):
            for left in folder().glob(f"{_WORKROOM}*"):
                shutil.rmtree(left, ignore_errors=True)
            for left in folder().glob(".*.partial"):
                left.unlink(missing_ok=True)
            with tempfile.TemporaryDirectory(prefix=_WORKROOM, dir=folder()) as room:
                yield Path(room)
    except BlockingIOError:
        raise BackupError(
            "Another backup or restore of this site is running. Wait until it has finished."
        ) from None


@contextmanager
def site_stopped() -> Iterator[None]:
    """Prevent the site from starting on this machine; raise BackupError if it is running."""
    try:
        with hold_lock(_serving()):
            yield
    except BlockingIOError:
        raise BackupError(
            "The site is running. Stop it first (`sudo systemctl stop vita`, or Ctrl-C where "
            "`make run` runs)."
        ) from None


@contextmanager
def site_running() -> Iterator[None]:
    """Prevent restoring and upgrading; raise BackupError if that is going on."""
    with ExitStack() as stack:
        try:
            stack.enter_context(hold_lock(_serving(), shared=True))
        except BlockingIOError:
            raise BackupError(
                "A backup is being restored, or the site upgraded. Start the site when that has "
                "finished."
            ) from None
        except OSError:  # a read-only data folder cannot be restored to either
            pass
        yield


def _serving() -> Path:
    return Path(settings.DATA_DIR) / "serving.lock"
