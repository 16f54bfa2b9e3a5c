"""Backups: the database and the uploads in one file.

``making`` writes a backup while the site runs; ``restoring`` checks one, and replaces the site's
data with it. ``archive`` and ``manifest`` are the file format, ``database`` and ``rows`` handle the
rows, ``uploads`` the files, and ``folder`` the place for backups. If the process is killed, no
backup is half written and no site half restored. A backup can be restored into any supported
database and storage, so it is also the way to move a site.
"""

from website.backup.errors import BackupError
from website.backup.folder import last_backup
from website.backup.making import make
from website.backup.restoring import restore

__all__ = ["BackupError", "last_backup", "make", "restore"]
