"""What `manage.py check --deploy` and `manage.py setup` ask the servers that a site relies on."""

from typing import Any

from django.core import checks
from django.core.cache import cache
from django.core.checks import CheckMessage, Error, register
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.utils import OperationalError

SERVERS = "servers"


@register(SERVERS, deploy=True)
def database_answers(**_: Any) -> list[CheckMessage]:
    """Refuse a database that cannot be reached, or is too old for this Django."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        lines = [line for line in str(error).splitlines() if not line.startswith("\t")]
        said = lines[-1].strip().rstrip(".") if lines else type(error).__name__
        return [Error(f"The database cannot be reached: {said}.", id="website.E001")]
    return []


@register(SERVERS, deploy=True)
def uploads_can_be_kept(**_: Any) -> list[CheckMessage]:
    """Refuse a storage in which a small file cannot be kept, read, listed and deleted."""
    try:
        name = default_storage.save(".check", ContentFile(b"ready"))
        with default_storage.open(name) as file:
            file.read()
        default_storage.listdir("")
        default_storage.delete(name)
    except OSError as error:
        return [Error(f"Uploads cannot be stored. {error}", id="website.E002")]
    return []


@register(SERVERS, deploy=True)
def cache_answers(**_: Any) -> list[CheckMessage]:
    """Warn of a cache that does not answer: the site is slower without it."""
    ping = getattr(cache, "ping", None)
    if ping is None:
        return []
    try:
        ping()
    except OSError as error:
        sentence = "The cache that CACHE_URL names does not answer; pages take longer without it"
        return [checks.Warning(f"{sentence} ({type(error).__name__}).", id="website.W001")]
    return []
