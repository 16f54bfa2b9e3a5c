"""Limits the size of requests before their bodies are read.

Django reads a whole form into memory, where it takes many times its size. So only staff may send
large requests, and the largest only to forms for files or BibTeX.
"""

from collections.abc import Callable
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

from website.errors.views import too_large

# The forms that take files, or the text of a BibTeX or content file.
UPLOAD_FORMS = {
    *("admin:profile_profile_add", "admin:profile_profile_change"),
    *("admin:publications_publication_add", "admin:publications_publication_change"),
    *("admin:publications_publication_import", "markdown-upload", "upkeep-content"),
}
MOST_DISCARDED = 32 * 1024 * 1024
CHUNK = 64 * 1024

_discarding = Lock()


class BodyLimitMiddleware:
    """Answers 413 if a request is too large for its sender, or does not state its size."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """Answer before the CSRF check reads the form."""
        size = _get_size(request)
        if size is not None and size <= settings.LARGEST_FROM_VISITORS:
            return None
        is_staff = request.user.is_active and getattr(request.user, "is_staff", False)
        if size is not None and is_staff and size <= _get_limit_for_staff(request.resolver_match):
            return None
        _discard_body(request)
        return too_large(is_signed_in=is_staff)


def _get_size(request: HttpRequest) -> int | None:
    """Return the length of the body in bytes; None if it is not stated."""
    if "HTTP_TRANSFER_ENCODING" in request.META:
        return None
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return None


def _discard_body(request: HttpRequest) -> None:
    """Read the body without storing it.

    A browser shows the response only after it has sent everything; if the connection closes
    earlier, it shows a connection error. At most 32 MB are read, and only one body at a time, so
    that senders who take their time do not keep all threads waiting.
    """
    if not _discarding.acquire(blocking=False):
        return
    try:
        left = min(_get_size(request) or MOST_DISCARDED, MOST_DISCARDED)
        stream = request.META["wsgi.input"]
        while left > 0 and (chunk := stream.read(min(left, CHUNK))):
            left -= len(chunk)
    finally:
        _discarding.release()


def _get_limit_for_staff(match: ResolverMatch | None) -> int:
    if match is not None and match.view_name in UPLOAD_FORMS:
        return settings.LARGEST_UPLOAD
    return settings.LARGEST_FORM
