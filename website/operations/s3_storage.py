"""Uploads in a bucket of an S3-compatible storage, served by the site itself.

Visitors never see the bucket, so it stays private: the headers of uploads and the rule about drafts
hold as with a folder, and no other host is asked for anything. ``UPLOADS_URL`` names it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urljoin

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import File
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3File, S3Storage

from common.media.storage import StorageError

_KEPT_IN_MEMORY = 1024 * 1024  # of a file that is read; the rest goes through a temporary file


def _said_plainly(method: Callable[..., Any]) -> Any:
    """Let the method raise StorageError, an OSError as a folder would, where S3's client fails."""

    @wraps(method)
    def plain(*args: Any, **kwargs: Any) -> Any:
        try:
            return method(*args, **kwargs)
        except (Boto3Error, BotoCoreError, ClientError) as error:
            raise StorageError(_reason(error)) from error

    return plain


def _reason(error: Exception) -> str:
    """Return a sentence about what the storage answered, without addresses and keys."""
    cause: Any = error.__cause__ or error.__context__ or error
    answer = getattr(error, "response", None) or getattr(cause, "response", None) or {}
    code = str(answer.get("Error", {}).get("Code", "")) if isinstance(answer, dict) else ""
    match code:
        case "NoSuchBucket" | "404":
            return "The bucket that UPLOADS_URL names is not there; make it, or correct the name."
        case "InvalidAccessKeyId" | "SignatureDoesNotMatch" | "AccessDenied" | "403":
            return (
                f"The storage of uploads refuses the keys ({code}); correct AWS_ACCESS_KEY_ID and "
                "AWS_SECRET_ACCESS_KEY, and let them read, write, list and delete in the bucket."
            )
    if type(error).__name__ in {"NoCredentialsError", "PartialCredentialsError"}:
        return (
            "The storage of uploads has no keys; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
        )
    return (
        f"The storage of uploads does not answer ({code or type(error).__name__}); see that the "
        "host in UPLOADS_URL is right and can be reached."
    )


class _FileInS3(S3File):
    """An upload, fetched as a whole when it is first read."""

    _get_file = _said_plainly(S3File._get_file)
    file = property(_get_file, S3File._set_file)


class UploadsInS3(S3Storage):
    """A bucket, or a folder in one; raises StorageError where it cannot do what it is asked."""

    def get_default_settings(self) -> dict[str, Any]:
        """Be patient for seconds, not minutes, and use what all compatible storages know."""
        return {
            **super().get_default_settings(),
            "max_memory_size": _KEPT_IN_MEMORY,
            "client_config": Config(
                connect_timeout=5,
                read_timeout=30,
                retries={"max_attempts": 2, "mode": "standard"},
                s3={"addressing_style": "path"},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        }

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        """Return the address below the site's own, as a folder of uploads has it."""
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name.replace("\\", "/")).lstrip("/"))

    @_said_plainly
    def _open(self, name: str, mode: str = "rb") -> File:
        file = super()._open(name, mode)
        file.__class__ = _FileInS3
        return file

    _save = _said_plainly(S3Storage._save)
    delete = _said_plainly(S3Storage.delete)
    exists = _said_plainly(S3Storage.exists)
    listdir = _said_plainly(S3Storage.listdir)
    size = _said_plainly(S3Storage.size)
    get_modified_time = _said_plainly(S3Storage.get_modified_time)
