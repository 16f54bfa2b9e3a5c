"""The edition of the site: what changes with every write to what the pages show.

The database itself changes it, by triggers (``website/pagecache/triggers.py``), in the transaction
of the write and however the write is made. So a page that was made from one edition is right for
as long as the database says that this is the edition, in every process.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from secrets import token_hex
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, connection, models

_CODE = ("common", "profile", "publications", "talks", "website", "templates")
_KINDS = {".py", ".html", ".xml", ".txt", ".typ"}
# Other parts of the site add here what else a cached page depends on.
FINGERPRINTS: list[Callable[[], str]] = []
_SETTINGS = ("SITE", "TIME_ZONE", "LANGUAGE_CODE", "DEBUG", "STATIC_URL", "MEDIA_URL", "STORAGES")


class SiteVersion(models.Model):
    """The one row that says which edition this is. Without it, no page is kept."""

    # Random and no number, so that a restored backup never brings back one that stood for
    # something else.
    token = models.CharField(max_length=36)
    changed_at = models.BigIntegerField(help_text="In seconds since 1970.")
    code = models.CharField(max_length=64, help_text="The version of the code that serves it.")

    class Meta:
        db_table = "website_edition"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_site_version")]

    def __str__(self) -> str:
        return self.token


class Current(NamedTuple):
    """The edition as one request finds it."""

    token: str
    changed_at: int
    code: str


def current() -> Current | None:
    """Return the edition; None where there is none, or where the database cannot be asked.

    Every request for a page makes this query, so it does without the ORM, which would take
    as long as all the rest.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT token, changed_at, code FROM website_edition")
            row = cursor.fetchone()
    except DatabaseError:
        return None
    return Current(*row) if row else None


def renew_for_new_code() -> None:
    """Begin another edition where the code or its settings are not those of the last one.

    Called when a server starts. A database that cannot be written to, or is not set up yet, is no
    obstacle: its pages only lack the date of their last change.
    """
    renewed = {"code": code_version(), "token": token_hex(12), "changed_at": int(time.time())}
    try:
        SiteVersion.objects.exclude(code=code_version()).update(**renewed)
    except DatabaseError:
        return


@lru_cache(maxsize=1)
def code_version() -> str:
    """Return what changes with the code, the libraries, the settings and the owner's fonts.

    As they are when the process first asks: a running server does not change its code.
    """
    digest = hashlib.sha256(repr([getattr(settings, name) for name in _SETTINGS]).encode())
    for file in _code_files(settings.BASE_DIR):
        digest.update(f"\0{file.relative_to(settings.BASE_DIR)}\0".encode() + file.read_bytes())
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.is_file():
        digest.update(manifest.read_bytes())
    for fingerprint in FINGERPRINTS:
        digest.update(fingerprint().encode())
    return digest.hexdigest()


def _code_files(base: Path) -> list[Path]:
    files = (file for name in _CODE for file in (base / name).rglob("*"))
    return [*sorted(file for file in files if file.suffix in _KINDS), base / "requirements.txt"]
