"""The page for when the disk or the database fails in the middle of a request: 503.

It says that nothing was saved, keeps what was typed, and tells the owner alone what is wrong.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from website.errors.interrupted_forms import typed
from website.errors.storage_errors import sentence

logger = logging.getLogger(__name__)
RETRY_AFTER = 60  # seconds


class StorageErrorMiddleware:
    """Answers where a view fails for such a reason; other errors are the site's own faults."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page, and note the error in the log."""
        page = service_unavailable(request, error)
        if page:
            logger.error("%s %s: %s", request.method, request.path, error, exc_info=error)
        return page


def service_unavailable(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """Return the page, made without the database; None where the error is none of these."""
    reason = sentence(error)
    if reason is None:
        return None
    # The lazy request.user would ask the database that has just failed.
    user = getattr(request, "_cached_user", None)
    knows_owner = bool(user and user.is_active and user.is_staff)
    context = {
        "was_sent": request.method == "POST",
        "reason": reason if knows_owner else "",
        "typed": typed(request) if knows_owner else [],
        "action": request.get_full_path(),
        "csrf_token": get_token(request),
        "has_files": bool(request.method == "POST" and request.FILES),
    }
    response = HttpResponse(render_to_string("503.html", context), status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response
