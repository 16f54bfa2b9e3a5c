"""Django's settings for database, cache and uploads: SQLite, memory and a folder, or servers.

``DATABASE_URL``, ``CACHE_URL`` and ``UPLOADS_URL`` name servers that several machines can share.
Their client libraries come from requirements-scale.txt and are imported only if needed. Each
function raises ImproperlyConfigured if its variable is wrong or a library is missing; messages
never repeat a URL, as it may hold a password.
"""

import os
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

Settings = dict[str, Any]

SQLITE_OPTIONS = {
    # Readers and a writer at the same time; a second writer waits its turn instead of failing;
    # a confirmed save survives a power cut.
    "transaction_mode": "IMMEDIATE",
    "timeout": 10,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
}
POSTGRESQL_OPTIONS = {
    "connect_timeout": 5,
    # As with SQLite, a writer waits ten seconds for another.
    "options": "-c lock_timeout=10s -c statement_timeout=60s "
    "-c idle_in_transaction_session_timeout=60s",
}


CACHE_TABLE = "website_cache"  # of sign-in attempts, which all processes share


def configure_database(folder: Path, url: str | None = None) -> Settings:
    """Return the settings of the database at ``url``, by default ``DATABASE_URL``.

    Without either it is ``vita.sqlite3`` in ``folder``. The query of the URL goes to PostgreSQL's
    client (``sslmode=require``) and replaces the options from here.
    """
    url = _read("DATABASE_URL") if url is None else url
    if not url:
        return _configure_sqlite(folder / "vita.sqlite3")
    advice = (
        "DATABASE_URL is not the URL of a database; set it to one like "
        "postgres://user:password@127.0.0.1/vita, or to sqlite:////folder/vita.sqlite3."
    )
    parts = _split_url(url, advice)
    if parts.scheme not in {"postgres", "postgresql", "sqlite"} or len(parts.path) < 2:
        raise ImproperlyConfigured(advice)
    if parts.scheme == "sqlite":
        return _configure_sqlite(Path(unquote(parts.path[1:])))
    _require("DATABASE_URL", "dj_database_url", "psycopg")
    import dj_database_url

    settings: Settings = {**dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True)}
    options = settings.get("OPTIONS", {})
    _require_known_options(options)
    settings["OPTIONS"] = {**POSTGRESQL_OPTIONS, **options}
    return settings


def _require_known_options(options: Settings) -> None:
    """Refuse an option that PostgreSQL's client does not know."""
    from psycopg import ProgrammingError
    from psycopg.conninfo import make_conninfo

    try:
        make_conninfo(**options)
    except ProgrammingError as error:
        raise ImproperlyConfigured(
            f"DATABASE_URL has an option after its ? that PostgreSQL's client does not know: "
            f"{str(error).strip()}; leave it out, or write one like sslmode=require."
        ) from None


def _configure_sqlite(file: Path) -> Settings:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        # Opening a connection takes longer than sending a cached page.
        "CONN_MAX_AGE": 60,
        "OPTIONS": {**SQLITE_OPTIONS},
    }


def configure_cache(*names_of_site: object) -> Settings:
    """Return the settings of the cache at ``CACHE_URL``; without it, of one in memory.

    ``names_of_site`` are unique to the site, above all its secret key, so that sites that share a
    server never read each other's pages.
    """
    url = _read("CACHE_URL")
    if not url:
        return configure_memory_cache("pages", entries=500)
    advice = (
        "CACHE_URL is not the URL of a Redis server; set it to one like "
        "redis://127.0.0.1:6379/0, or rediss:// with TLS."
    )
    parts = _split_url(url, advice)
    database_number = parts.path.strip("/")
    if parts.scheme not in {"redis", "rediss"} or not parts.hostname:
        raise ImproperlyConfigured(advice)
    if database_number and not database_number.isdecimal():
        raise ImproperlyConfigured(advice)
    _require("CACHE_URL", "django_redis")
    return {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": url,
        "KEY_PREFIX": sha256(repr(names_of_site).encode()).hexdigest()[:16],
        "OPTIONS": {
            # While Redis does not answer, pages take longer and none fails.
            "IGNORE_EXCEPTIONS": True,
            "SOCKET_CONNECT_TIMEOUT": 0.5,
            "SOCKET_TIMEOUT": 1,
        },
    }


def configure_database_cache() -> Settings:
    """Return the settings of a small cache in the database, which all processes share."""
    return {
        "BACKEND": "website.accounts.attempts.AttemptCache",
        "LOCATION": CACHE_TABLE,
        # Above this the oldest names go, and with them the counts of attempts.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }


def configure_memory_cache(name: str, *, entries: int) -> Settings:
    """Return the settings of a cache in the memory of each process.

    A page takes about 10 KB, a preview card 50 KB. The least recently used go first.
    """
    return {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": name,
        "OPTIONS": {"MAX_ENTRIES": entries},
    }


def configure_uploads(url: str | None = None) -> Settings:
    """Return the settings of the storage at ``url``, by default ``UPLOADS_URL``.

    Without either it is the folder of uploads. The URL is that of an S3-compatible bucket,
    ``https://HOST/BUCKET`` or ``https://HOST/BUCKET/FOLDER``. The keys come from
    ``AWS_ACCESS_KEY_ID`` and ``AWS_SECRET_ACCESS_KEY``, or the machine's role.
    """
    url = _read("UPLOADS_URL") if url is None else url
    if not url:
        return {"BACKEND": "common.media.storage.DurableStorage"}
    advice = (
        "UPLOADS_URL is not the URL of a bucket; set it to one like "
        "https://s3.example.org/my-bucket, and the keys in AWS_ACCESS_KEY_ID and "
        "AWS_SECRET_ACCESS_KEY."
    )
    parts = _split_url(url, advice)
    bucket, _, folder = parts.path.strip("/").partition("/")
    if parts.scheme not in {"http", "https"} or not parts.hostname or not bucket:
        raise ImproperlyConfigured(advice)
    if parts.username or parts.query or parts.fragment:
        raise ImproperlyConfigured(advice)
    _require("UPLOADS_URL", "storages", "boto3")
    return {
        "BACKEND": "website.operations.s3_storage.UploadsInS3",
        "OPTIONS": {
            "endpoint_url": f"{parts.scheme}://{parts.netloc}",
            "bucket_name": unquote(bucket),
            "location": unquote(folder),
        },
    }


def _read(variable: str) -> str:
    return os.environ.get(variable, "").strip()


def _split_url(url: str, advice: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises ValueError if it is wrong
    except ValueError:
        raise ImproperlyConfigured(advice) from None
    return parts


def _require(variable: str, *modules: str) -> None:
    if not all(find_spec(module) for module in modules):
        raise ImproperlyConfigured(
            f"{variable} is set, but the libraries it needs are not installed; run "
            "`.venv/bin/python -m pip install --require-hashes -r requirements-scale.txt`."
        )
