"""Uploads in a bucket of an S3-compatible storage, served by the site itself.

Visitors never access the bucket, so it stays private. Upload headers and the rule about drafts work
as with a folder, and pages make no third-party requests. ``UPLOADS_URL`` names the bucket.
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

_IN_MEMORY = 1024 * 1024  # bytes of a file being read; larger ones use a temporary file


def _explain_errors(method: Callable[..., Any]) -> Any:
    """Make the method raise StorageError, an OSError, when the S3 client fails."""

    @wraps(method)
    def plain(*args: Any, **kwargs: Any) -> Any:
        try:
            return method(*args, **kwargs)
        except (Boto3Error, BotoCoreError, ClientError) as error:
            raise StorageError(_explain(error)) from error

    return plain


def _explain(error: Exception) -> str:
    """Describe the storage's answer in a sentence, without URLs and keys."""
    cause: Any = error.__cause__ or error.__context__ or error
    answer = getattr(error, "response", None) or getattr(cause, "response", None) or {}
    code = str(answer.get("Error", {}).get("Code", "")) if isinstance(answer, dict) else ""
    match code:
        case "NoSuchBucket" | "404":
            return "The bucket in UPLOADS_URL does not exist. Create it, or correct the name."
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
        f"The storage of uploads does not answer ({code or type(error).__name__}). Check that the "
        "host in UPLOADS_URL is right and can be reached."
    )


class _FileInS3(S3File):
    """An upload, downloaded when it is first read."""

    _get_file = _explain_errors(S3File._get_file)
    file = property(_get_file, S3File._set_file)


class UploadsInS3(S3Storage):
    """A bucket, or a folder in one. Failures raise StorageError."""

    def get_default_settings(self) -> dict[str, Any]:
        """Wait for seconds, not minutes, and use only what all compatible storages support."""
        return {
            **super().get_default_settings(),
            "max_memory_size": _IN_MEMORY,
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
        """Return the URL on this site, as for uploads in a folder."""
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name.replace("\\", "/")).lstrip("/"))

    @_explain_errors
    def _open(self, name: str, mode: str = "rb") -> File:
        file = super()._open(name, mode)
        file.__class__ = _FileInS3
        return file

    _save = _explain_errors(S3Storage._save)
    delete = _explain_errors(S3Storage.delete)
    exists = _explain_errors(S3Storage.exists)
    listdir = _explain_errors(S3Storage.listdir)
    size = _explain_errors(S3Storage.size)
    get_modified_time = _explain_errors(S3Storage.get_modified_time)
