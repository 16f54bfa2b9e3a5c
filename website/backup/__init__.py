"""A backup is one file with all that the owner entered: the rows of the database, and the uploads.

``making`` writes one while the site runs; ``restoring`` puts one, which ``checking`` has looked
into, in the place of what is there. ``archive`` is the form of the file, ``database`` and ``rows``
are the rows, ``uploads`` the files, ``folder`` is where backups are kept. No file is half written
and no site half restored, wherever the process ends. As it goes into any database and storage, a
backup is also how a site moves.
"""

from website.backup.errors import BackupError
from website.backup.folder import last_backup
from website.backup.making import make
from website.backup.restoring import restore

__all__ = ["BackupError", "last_backup", "make", "restore"]
