"""What to tell the owner when the disk or the database fails: the cause, and what to do."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils.translation import gettext_lazy as _

from common.media.storage import StorageError

FULL = _(
    "The disk is full, or its quota is used up, or it is failing. Free some space (`df -h` shows "
    "where) and try again; if there is space, look for disk errors in `dmesg`."
)
READ_ONLY = _(
    "The site may not write to its data. Check that {folder} exists, that everything in it belongs "
    "to the user that runs the site, and that its disk is not mounted read-only."
)
FORBIDDEN = _(
    "The user that runs the site may not read or write {file}. Give that user permission, or "
    "choose another place."
)
BUSY = _(
    "Another program is using the database. Try again in a minute; if that does not help, find "
    "the program (`fuser {folder}/vita.sqlite3`)."
)
DAMAGED = _(
    "The database is damaged. Restore the last backup: docs/backup.md says how, under "
    '"If the database is damaged".'
)
SILENT = _("The database does not answer. Check that it is running and can be reached.")

# SQLite's primary result codes (https://sqlite.org/rescode.html). A used-up quota is an IOERR.
_SQLITE = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_IOERR: FULL,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: READ_ONLY,
    sqlite3.SQLITE_PERM: READ_ONLY,
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL = {"53100": FULL, "25006": READ_ONLY, "55P03": BUSY, "57014": BUSY}
_SYSTEM = {
    **dict.fromkeys([errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO], FULL),
    **dict.fromkeys([errno.EROFS, errno.EACCES, errno.EPERM], READ_ONLY),
}


def explain(error: BaseException | None) -> str | None:
    """Return the message for an error; None unless the disk or the database failed."""
    for cause in _list_causes(error):
        if isinstance(cause, StorageError):
            return str(cause)
        if text := _look_up(cause):
            return text.format(folder=_find_folder(cause), file=getattr(cause, "filename", ""))
    has_code = any(isinstance(cause, sqlite3.Error) for cause in _list_causes(error))
    if isinstance(error, OperationalError | InterfaceError) and not has_code:
        return str(SILENT)
    return None


def _list_causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _look_up(error: BaseException) -> str:
    if isinstance(error, sqlite3.Error):
        return str(_SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, ""))
    if isinstance(error, PermissionError) and not _is_within_data(error.filename):
        return str(FORBIDDEN)
    if isinstance(error, OSError):
        return str(_SYSTEM.get(error.errno or 0, ""))
    return str(_POSTGRESQL.get(getattr(error, "sqlstate", None) or "", ""))


def _is_within_data(file: object) -> bool:
    """Return whether a file is part of the site's data; assume so if its name is unknown."""
    return not isinstance(file, str) or Path(file).absolute().is_relative_to(settings.DATA_DIR)


def _find_folder(error: BaseException) -> Path:
    """Return the folder that an error is about; the database may be outside the data folder."""
    name = connection.settings_dict["NAME"]
    return Path(name).parent if isinstance(error, sqlite3.Error) else Path(settings.DATA_DIR)
