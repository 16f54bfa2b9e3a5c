"""Browsers from which an account was signed in before.

Guesses from them are counted apart, so that no stranger can use up the owner's (the "device cookie"
of OWASP: https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies).
The cookie opens nothing by itself. It is void when the password changes or the sessions are ended.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

COOKIE = "known_browser"
KNOWN_FOR = timedelta(days=365)


def remember(response: HttpResponse, user: AbstractBaseUser) -> None:
    """Let the browser that gets this response be known as one of the user's."""
    response.set_signed_cookie(
        COOKIE,
        secrets.token_hex(16),
        salt=_salt(user),
        max_age=KNOWN_FOR,
        path=reverse("admin:index"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def identity(request: HttpRequest, user: AbstractBaseUser) -> str:
    """Return the name of the browser if the user signed in from it before, or ""."""
    found = request.get_signed_cookie(COOKIE, default="", salt=_salt(user), max_age=KNOWN_FOR)
    return found or ""


def _salt(user: AbstractBaseUser) -> str:
    return f"website.accounts.known_browsers {user.pk} {user.get_session_auth_hash()}"
