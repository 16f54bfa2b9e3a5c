"""Keeps what was typed when an admin form is sent after the session has ended.

The response contains the form's data, to be sent again after signing in in another tab. Nothing
is stored on the server, and only this browser sees the data.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from common.forms.resuming import MARK

# Pages where text can be lost. Other forms are only buttons, and lead to the sign-in page.
_TYPED_ON = ("_add", "_change", "_changelist", "_import")


class InterruptedFormMiddleware:
    """Returns what was typed if the sender is signed out or may not save the form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: object) -> HttpResponse | None:
        # GET requests do not load the session.
        if request.method != "POST" or admin.site.has_permission(request):
            return None
        return return_typed(request, _("You are signed out."))

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, PermissionDenied):
            return None
        return return_typed(request, _("Your account may not save this."))


def return_typed(request: HttpRequest, why: str) -> HttpResponse | None:
    """Return a page with what was typed; None for an empty form, or one from another site."""
    match = request.resolver_match
    is_form = match and match.app_name == "admin" and str(match.url_name).endswith(_TYPED_ON)
    if request.method != "POST" or not is_form or _is_from_elsewhere(request):
        return None
    fields = [(name, value) for name, value in list_typed(request) if name != MARK]
    if not fields:
        return None
    files = ", ".join(str(file) for _, chosen in request.FILES.lists() for file in chosen)
    context = {
        **admin.site.each_context(request),
        "title": _("Nothing is saved yet"),
        "typed": [*fields, (MARK, files or request.POST.get(MARK, ""))],
        "action": request.get_full_path(),
        "files": files,
        "why": why,
        "is_nav_sidebar_enabled": False,
    }
    response = render(request, "admin/interrupted.html", context, status=403)
    response.headers["Cache-Control"] = "no-store"
    return response


def list_typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Return a form's fields for sending them again; none if it contains a password."""
    if request.method != "POST" or any("password" in name for name in request.POST):
        return []
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]


def _is_from_elsewhere(request: HttpRequest) -> bool:
    """Return whether another site sent the form, according to its Origin header."""
    own = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin", own) != own
