"""How this site differs from django-allauth's defaults."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from ipaddress import ip_address
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context, ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from website.accounts.models import User

# For this long after ``manage.py unlock``, guesses from elsewhere cannot lock the account.
UNLOCKED_FOR = timedelta(minutes=15)
TOO_MANY = "too_many_login_attempts"


class AccountAdapter(DefaultAccountAdapter):
    """Only staff can sign in, nobody can sign up, and strangers can hardly lock out the owner."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the visitor's IP address, which ProxyMiddleware has already checked.

        It is ``::`` if a proxy on a Unix socket does not forward one.
        """
        try:
            address = ip_address(request.META.get("REMOTE_ADDR", "").partition("%")[0])
        except ValueError:
            return "::"
        return str(getattr(address, "ipv4_mapped", None) or address)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the guess before checking the password, so that simultaneous guesses all count.

        Guesses are limited per account and IP address, so that a stranger does not use up the
        owner's attempts. A limit per account stops guesses from many IP addresses; it does not
        apply to IP addresses where the account is already signed in, or just after ``unlock``.
        """
        ip = get_ratelimit_ip(request)
        account = find_account(**credentials)
        name = make_guess_key(account, **credentials)
        allowed = ratelimit.consume(request, action="guess_from_ip", key=f"{name} {ip}")
        if allowed and not _is_trusted(account, self.get_client_ip(request)):
            allowed = ratelimit.consume(request, action="guess_at_account", key=name)
        if not allowed:
            raise self.validation_error(TOO_MANY)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Return the user if the password is right; only staff can sign in."""
        account = find_account(**credentials)
        user = super().authenticate(request, **credentials)
        if user is None or not user.is_staff:
            return None
        name = make_guess_key(account, **credentials)
        ratelimit.clear(request, action="guess_from_ip", key=f"{name} {get_ratelimit_ip(request)}")
        return user

    def login(self, request: HttpRequest, user: User) -> None:
        """Start a new session, and delete all expired sessions."""
        super().login(request, user)
        import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Answer too many attempts with the 429 page."""
        if code == TOO_MANY:
            raise ImmediateHttpResponse(ratelimit.respond_429(context.request))
        return super().validation_error(code, *args)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("admin:index")


def get_ratelimit_ip(request: HttpRequest) -> str:
    """Return the IP address for counting guesses; for IPv6, its /64 network."""
    from allauth.core.internal.ratelimit import get_ip

    return get_ip(request)


def find_account(*, username: str = "", email: str = "", **_: Any) -> User | None:
    """Return the account with this user name or e-mail address, ignoring case."""
    name = username or email
    return User.objects.filter(Q(username__iexact=name) | Q(email__iexact=name)).first()


def make_guess_key(account: User | None, *, username: str = "", email: str = "", **_: Any) -> str:
    """Return the name under which guesses are counted."""
    return f"account {account.pk}" if account else f"unknown {(username or email).lower()}"


def _is_trusted(account: User | None, ip: str) -> bool:
    if account is None:
        return False
    since = timezone.now() - account.unlocked_at if account.unlocked_at else UNLOCKED_FOR
    if timedelta() <= since < UNLOCKED_FOR:
        return True
    return UserSession.objects.filter(user=account, ip=ip).exists()
