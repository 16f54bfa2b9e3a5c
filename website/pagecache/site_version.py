"""The site version: a token that changes with every write to what the pages show.

The database itself changes it, by triggers (``website/pagecache/triggers.py``), in the transaction
of the write and however the write is made. So a page made from one site version is up to date for
as long as the database has this version, in every process.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from secrets import token_hex
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, connection, models

from website.config.version import version

_CODE = ("common", "profile", "publications", "talks", "website", "templates")
# Other parts of the site add here what else a cached page depends on.
FINGERPRINTS: list[Callable[[], str]] = []
_SETTINGS = ("SITE", "TIME_ZONE", "LANGUAGE_CODE", "DEBUG", "STATIC_URL", "MEDIA_URL", "STORAGES")


class SiteVersion(models.Model):
    """The one row that holds the site version. Without it, no page is cached."""

    # Random and not a counter, so that a restored backup never brings back a version that once
    # meant something else.
    token = models.CharField(max_length=36)
    changed_at = models.BigIntegerField(help_text="In seconds since 1970.")
    code = models.CharField(max_length=64, help_text="The version of the code that serves it.")

    class Meta:
        db_table = "website_edition"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_site_version")]

    def __str__(self) -> str:
        return self.token


class Current(NamedTuple):
    """The site version as one request finds it."""

    token: str
    changed_at: int
    code: str


def current() -> Current | None:
    """Return the site version; None if there is none, or if the database cannot be read.

    Every request for a page makes this query. It does without the ORM, which would take as long
    as all the rest.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT token, changed_at, code FROM website_edition")
            row = cursor.fetchone()
    except DatabaseError:
        return None
    return Current(*row) if row else None


def renew_for_new_code() -> None:
    """Begin a new site version if the code or its settings have changed.

    Called when a server starts. If the database cannot be written to, or is not set up yet, pages
    only lack the date of their last change.
    """
    renewed = {"code": code_version(), "token": token_hex(12), "changed_at": int(time.time())}
    try:
        SiteVersion.objects.exclude(code=code_version()).update(**renewed)
    except DatabaseError:
        return


@cache
def code_version() -> str:
    """Return a hash of all but the database that pages depend on: code, settings, static files.

    The newest file tells of a checkout that changes between releases. Cached for as long as the
    process runs, as a running server does not change its code.
    """
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    parts = [
        version(),
        _newest_file(),
        *(getattr(settings, name) for name in _SETTINGS),
        manifest.read_text() if manifest.is_file() else "",
        *(fingerprint() for fingerprint in FINGERPRINTS),
    ]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _newest_file() -> float:
    files = [file for folder in _CODE for file in (settings.BASE_DIR / folder).rglob("*.*")]
    sources = [file for file in files if file.suffix != ".pyc"]
    return max(f.stat().st_mtime for f in [*sources, settings.BASE_DIR / "requirements.txt"])
