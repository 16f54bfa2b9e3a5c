"""Ends an account's other sessions when its two-step sign-in changes."""

from typing import Any

from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.dispatch import receiver
from django.http import HttpRequest

from website.accounts.models import User


@receiver([authenticator_added, authenticator_removed])
def end_other_sessions(request: HttpRequest, user: User, **_: Any) -> None:
    """Sign the account out of all browsers but this one."""
    user.end_sessions()
    update_session_auth_hash(request, user)
    UserSession.objects.create_from_request(request)
