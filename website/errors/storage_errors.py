"""What to say when the disk or the database fails: what happened, and what to do."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from common.media.storage import StorageError

FULL = "The disk is full. Make room on it (`df -h` shows where), and try again."
READ_ONLY = (
    "The site may not write to its data. See that {folder} is there, that it and all in it belong "
    "to the user that the site runs as, and that its disk is not mounted read-only."
)
FORBIDDEN = (
    "The user that the site runs as may not read or write {file}. Give that user the right to, or "
    "name another place."
)
BUSY = (
    "Another program has been writing to the database for too long. Try again in a minute; if that "
    "does not help, see what else is running (`fuser {folder}/vita.sqlite3`)."
)
DAMAGED = (
    "The database is damaged. Put the last backup in its place: docs/backup.md says how, under "
    '"When the database is damaged".'
)
FAILING = "The disk does not read or write as it should. See what the system says of it (`dmesg`)."
NOT_WRITTEN = (
    "The disk is full, or what the site may use of it, or it fails. Make room on it (`df -h` shows "
    "where), and try again; if there is room, see what the system says of it (`dmesg`)."
)
SILENT = "The database does not answer. See that it is running and can be reached."

# By SQLite's result codes (https://sqlite.org/rescode.html) ...
_SQLITE = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: READ_ONLY,
    sqlite3.SQLITE_PERM: READ_ONLY,
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
    sqlite3.SQLITE_IOERR: FAILING,
    # Extended codes: what SQLite says where a quota is used up, or no room is left to begin with.
    sqlite3.SQLITE_IOERR_WRITE: NOT_WRITTEN,
    sqlite3.SQLITE_IOERR_SHMSIZE: NOT_WRITTEN,
    sqlite3.SQLITE_IOERR_SHMMAP: NOT_WRITTEN,
    sqlite3.SQLITE_IOERR_TRUNCATE: NOT_WRITTEN,
}
# ... by PostgreSQL's (https://www.postgresql.org/docs/current/errcodes-appendix.html) ...
_POSTGRESQL = {"53100": FULL, "25006": READ_ONLY, "55P03": BUSY, "57014": BUSY}
# ... and by the system's.
_SYSTEM = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.EROFS: READ_ONLY,
    errno.EACCES: READ_ONLY,
    errno.EPERM: READ_ONLY,
    errno.EIO: FAILING,
}


def sentence(error: BaseException | None) -> str | None:
    """Return what to say of an error; None where it is no failure of the disk or the database."""
    for cause in _causes(error):
        if isinstance(cause, StorageError):
            return str(cause)
        if said := _said(cause):
            return said.format(folder=_folder_of(cause), file=getattr(cause, "filename", ""))
    if isinstance(error, OperationalError | InterfaceError) and not _has_sqlite_code(error):
        return SILENT
    return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _said(error: BaseException) -> str | None:
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", 0)
        return _SQLITE.get(code) or _SQLITE.get(code & 0xFF)
    if isinstance(error, PermissionError) and not _is_within_data(error.filename):
        return FORBIDDEN
    if isinstance(error, OSError):
        return _SYSTEM.get(error.errno or 0)
    return _POSTGRESQL.get(getattr(error, "sqlstate", None) or "")


def _is_within_data(file: object) -> bool:
    """Whether a file is one of the site's data; of one without a name that is supposed."""
    return not isinstance(file, str) or Path(file).absolute().is_relative_to(settings.DATA_DIR)


def _folder_of(error: BaseException) -> Path:
    """Return the folder that an error is about: the database may have one of its own."""
    name = connection.settings_dict["NAME"]
    return Path(name).parent if isinstance(error, sqlite3.Error) else Path(settings.DATA_DIR)


def _has_sqlite_code(error: BaseException) -> bool:
    return any(isinstance(cause, sqlite3.Error) for cause in _causes(error))
