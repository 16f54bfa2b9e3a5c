"""What the upkeep page shows: who is signed in, and what takes space on the disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.storage import FileSystemStorage, default_storage
from django.db.models import Count, Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from website.backup.folder import list_backups


def list_signed_in() -> QuerySet[UserSession, dict[str, Any]]:
    """Return each account that is signed in, with how many browsers, and since when at the latest.

    What identifies a browser is for its own account only.
    """
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    return (
        UserSession.objects.filter(session_key__in=alive)
        .values("user__username")
        .annotate(browsers=Count("pk"), latest=Max("created_at"))
        .order_by("user__username")
    )


def measure_space() -> list[tuple[str, int]]:
    """Return what the site has on this disk, with the size in bytes."""
    sizes = [(_("Backups"), sum(backup.size for backup in list_backups()))]
    database = Path(str(settings.DATABASES["default"]["NAME"]))
    if database.is_file():
        sizes.append((_("Database"), database.stat().st_size))
    if isinstance(default_storage, FileSystemStorage):
        sizes.append((_("Uploads"), _measure_folder(Path(default_storage.location))))
    return sizes


def _measure_folder(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
