"""What keeps the site safe, for the desk: release, last backup, disk, failed sign-ins."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from website.accounts.throttle import failed_since_last_sign_in
from website.backup.folder import BackupFile, last_backup
from website.config.version import version

# A backup is made each night; after some that did not come the owner should look.
OLD_BACKUP = timedelta(days=3)
LITTLE_SPACE = 500 * 1024 * 1024  # bytes: some backups, and what SQLite needs to work


@dataclass(frozen=True)
class SiteStatus:
    """How the site is kept; sizes in bytes."""

    version: str
    backup: BackupFile | None
    free: int
    size_of_disk: int
    failed_sign_ins: int

    @classmethod
    def for_request(cls, request: HttpRequest) -> SiteStatus:
        """Look, for the signed-in user; one query."""
        disk = shutil.disk_usage(settings.DATA_DIR)
        failed = failed_since_last_sign_in(request).count()
        return cls(version(), last_backup(), disk.free, disk.total, failed)

    @property
    def backup_is_old(self) -> bool:
        """Whether the site is not backed up as it should be."""
        return self.backup is None or self.backup.made_at < timezone.now() - OLD_BACKUP

    @property
    def is_nearly_full(self) -> bool:
        """Whether the disk of the data folder has too little room for saving to be sure."""
        return self.free < LITTLE_SPACE
