"""The few sign-in views that differ from django-allauth's."""

from allauth.account import views as allauth
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

RETRY_AFTER = 15 * 60  # seconds: the window of most limits (ACCOUNT_RATE_LIMITS)


def login(request: HttpRequest) -> HttpResponse:
    """Show the sign-in form; refuse a signed-in account that may not use the admin.

    allauth would redirect it to the admin, which would redirect it back here.
    """
    if request.user.is_authenticated and not admin.site.has_permission(request):
        raise PermissionDenied
    return allauth.login(request)


def too_many_attempts(request: HttpRequest) -> HttpResponse:
    """Answer 429, with a Retry-After header."""
    context = {**admin.site.each_context(request), "title": _("Too many attempts")}
    response = render(request, "admin/sign_in/locked.html", context, status=429)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    return response
