"""The checks by which `check --deploy` and `setup` ask the servers that a site relies on."""

from typing import Any

from django.core import checks
from django.core.cache import caches
from django.core.checks import CheckMessage, Error, register
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.utils import OperationalError
from django.utils.translation import gettext as _

SERVERS = "servers"


@register(SERVERS, deploy=True)
def check_database(**options: Any) -> list[CheckMessage]:
    """Report a database that cannot be reached, or is too old for this Django."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        lines = [line for line in str(error).splitlines() if not line.startswith("\t")]
        reason = lines[-1].strip().rstrip(".") if lines else type(error).__name__
        message = _("The database cannot be reached: %(reason)s.") % {"reason": reason}
        return [Error(message, id="website.E001")]
    return []


@register(SERVERS, deploy=True)
def check_uploads(**options: Any) -> list[CheckMessage]:
    """Report a storage that cannot save, read, list and delete a small file."""
    try:
        name = default_storage.save(".check", ContentFile(b"ready"))
        with default_storage.open(name) as file:
            file.read()
        default_storage.listdir("")
        default_storage.delete(name)
    except OSError as error:
        message = _("Uploads cannot be stored. %(reason)s") % {"reason": error}
        return [Error(message, id="website.E002")]
    return []


@register(SERVERS, deploy=True)
def check_cache(**options: Any) -> list[CheckMessage]:
    """Warn if Redis does not answer: the site works without it, only slower."""
    client = getattr(caches["pages"], "client", None)
    if client is None:  # a cache in memory
        return []
    from redis.exceptions import RedisError

    try:
        client.get_client().ping()
    except RedisError as error:
        message = _(
            "The cache that CACHE_URL names does not answer; pages take longer without it "
            "(%(reason)s)."
        ) % {"reason": type(error).__name__}
        return [checks.Warning(message, id="website.W001")]
    return []
