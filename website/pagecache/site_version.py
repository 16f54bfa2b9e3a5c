"""The site version: a token that changes with every write to what the pages show.

The database itself changes it, by triggers (``website/pagecache/triggers.py``), in the transaction
of the write and however the write is made. So a page made from one site version is up to date for
as long as the database has this version, in every process.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, models

from common.version import get_version
from website.config import fonts

_CODE = ("common", "profile", "publications", "talks", "website", "templates")
_SETTINGS = ("SITE", "TIME_ZONE", "LANGUAGE_CODE", "DEBUG", "STATIC_URL", "MEDIA_URL", "STORAGES")


class SiteVersion(models.Model):
    """The one row that holds the site version. Without it, no page is cached."""

    # Random and not a counter, so that a restored backup never brings back a version that once
    # meant something else.
    token = models.CharField(max_length=36)

    class Meta:
        db_table = "website_edition"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_site_version")]

    def __str__(self) -> str:
        return self.token


def get_current() -> str | None:
    """Return the token; None if there is none, or if the database cannot be read.

    Every request for a page makes this query. It does without the ORM, which would take as long
    as all the rest.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT token FROM website_edition")
            row = cursor.fetchone()
    except DatabaseError:
        return None
    return str(row[0]) if row else None


@cache
def compute_code_version() -> str:
    """Return a hash of all but the database that pages depend on: code, settings, files, fonts.

    The newest file tells of a checkout that changes between releases. Cached for as long as the
    process runs, as a running server does not change its code.
    """
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    parts = [
        get_version(),
        _newest_file(),
        *(getattr(settings, name) for name in _SETTINGS),
        manifest.read_text() if manifest.is_file() else "",
        fonts.compute_fingerprint(),
    ]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _newest_file() -> float:
    files = [file for folder in _CODE for file in (settings.BASE_DIR / folder).rglob("*.*")]
    sources = [file for file in files if file.suffix != ".pyc"]
    return max(f.stat().st_mtime for f in [*sources, settings.BASE_DIR / "requirements.txt"])
