"""Forms of the admin that were sent when nobody was signed in any more: nothing typed is lost.

The answer carries all that was typed, to be sent again after signing in in another tab, on whatever
pages that takes. So nothing is kept on the server, and only this browser sees it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from common.resuming import MARK

# The pages on which something is typed. The buttons of others only ask for the sign-in.
_TYPED_ON = ("_add", "_change", "_changelist", "_import")


class InterruptedFormMiddleware:
    """Answers a form that may not be sent, as nobody or somebody else is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """Let the request pass, or answer with what was typed."""
        # Only a form is looked at: who reads a page is asked for no session.
        if request.method != "POST" or admin.site.has_permission(request):
            return None
        return page_with_typed(request, "You are signed out.")

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Give what was typed back to an account that may not save it."""
        if not isinstance(error, PermissionDenied):
            return None
        return page_with_typed(request, "Your account may not save this.")


def page_with_typed(request: HttpRequest, why: str) -> HttpResponse | None:
    """Return the page with what was typed; None where nothing was, or another site sent it."""
    match = request.resolver_match
    is_form = match and match.app_name == "admin" and str(match.url_name).endswith(_TYPED_ON)
    if request.method != "POST" or not is_form or _is_from_elsewhere(request):
        return None
    fields = [(name, value) for name, value in typed(request) if name != MARK]
    if not fields:
        return None
    files = ", ".join(str(file) for _, chosen in request.FILES.lists() for file in chosen)
    context = {
        **admin.site.each_context(request),
        "title": "Nothing is saved yet",
        "typed": [*fields, (MARK, files or request.POST.get(MARK, ""))],
        "action": request.get_full_path(),
        "files": files,
        "why": why,
        "is_nav_sidebar_enabled": False,
    }
    response = render(request, "admin/interrupted.html", context, status=403)
    response.headers["Cache-Control"] = "no-store"
    return response


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what a form had, to be sent once more; of a form with a password nothing."""
    if request.method != "POST" or any("password" in name for name in request.POST):
        return []
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]


def _is_from_elsewhere(request: HttpRequest) -> bool:
    """Whether a browser says that another site sent the form, whose text nobody here typed."""
    own = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin", own) != own
