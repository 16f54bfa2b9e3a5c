"""Signing in is django-allauth's; here are the few answers of our own."""

from allauth.account import views as allauth
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

RETRY_AFTER = 15 * 60  # seconds: the window of most limits (ACCOUNT_RATE_LIMITS)


def login(request: HttpRequest) -> HttpResponse:
    """Ask for the password; refuse an account that may not use the admin.

    allauth would send it back to the admin, and the admin here again.
    """
    if request.user.is_authenticated and not admin.site.has_permission(request):
        raise PermissionDenied
    return allauth.login(request)


def too_many_attempts(request: HttpRequest) -> HttpResponse:
    """Say calmly when to try again: 429, with Retry-After."""
    context = {**admin.site.each_context(request), "title": _("Too many attempts")}
    response = render(request, "admin/sign_in/locked.html", context, status=429)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    return response
