"""The 503 page, for when the disk or the database fails during a request.

It says that nothing was saved and returns what was typed. Only the signed-in owner sees the cause.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from website.errors.interrupted_forms import list_typed
from website.errors.storage_errors import explain

logger = logging.getLogger(__name__)
RETRY_AFTER = 60  # seconds


class StorageErrorMiddleware:
    """Answers 503 if a view fails because of the disk or the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        page = explain_unavailable(request, error)
        if page:
            logger.error("%s %s: %s", request.method, request.path, error, exc_info=error)
        return page


def explain_unavailable(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """Return the page, rendered without the database; None for any other error."""
    reason = explain(error)
    if reason is None:
        return None
    # The lazy request.user would query the database that has just failed.
    user = getattr(request, "_cached_user", None)
    is_owner = bool(user and user.is_active and user.is_staff)
    context = {
        "was_sent": request.method == "POST",
        "reason": reason if is_owner else "",
        "typed": list_typed(request) if is_owner else [],
        "action": request.get_full_path(),
        "csrf_token": get_token(request),
        "has_files": bool(request.method == "POST" and request.FILES),
    }
    response = HttpResponse(render_to_string("503.html", context), status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response
