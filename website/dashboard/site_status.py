"""The status panel of the dashboard: release, last backup, disk space, sessions, deleted files."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from common.media.uses import list_names_in_rows, list_names_of_deleted_files
from common.version import get_version
from website.backup.folder import BackupFile, last_backup

# Backups run every night. After three missing ones, the owner should have a look.
OLD_BACKUP = timedelta(days=3)
LITTLE_SPACE = 500 * 1024 * 1024  # bytes: room for some backups and for SQLite to work


@dataclass(frozen=True)
class SiteStatus:
    """Facts about the installation. Sizes are in bytes."""

    version: str
    backup: BackupFile | None
    free: int
    size_of_disk: int
    sessions: int
    deleted_files: int

    @classmethod
    def for_request(cls, request: HttpRequest) -> SiteStatus:
        """Collect the facts for the signed-in user, in three queries."""
        disk = shutil.disk_usage(settings.DATA_DIR)
        alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
        sessions = UserSession.objects.filter(user=request.user.pk, session_key__in=alive).count()
        deleted = len(list_names_of_deleted_files() - list_names_in_rows())
        return cls(get_version(), last_backup(), disk.free, disk.total, sessions, deleted)

    @property
    def backup_is_old(self) -> bool:
        return self.backup is None or self.backup.made_at < timezone.now() - OLD_BACKUP

    @property
    def is_nearly_full(self) -> bool:
        """Whether the data folder's disk is so full that saving may soon fail."""
        return self.free < LITTLE_SPACE
