"""The sign-in form, with the admin's labels, and the forms for codes, with a limit."""

from collections.abc import Callable
from typing import Any

from allauth.account import forms
from allauth.account.adapter import get_adapter
from allauth.core import context, ratelimit
from allauth.mfa.base import forms as codes
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from website.accounts.adapter import TOO_MANY


class LoginForm(forms.LoginForm):
    """User name or e-mail address, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = _("Username or e-mail address")
        login.max_length = 254
        login.widget.attrs.update({"autocomplete": "username", "autofocus": True})


class AuthenticateForm(codes.AuthenticateForm):
    """The code after the password."""

    def clean_code(self) -> str:
        return _check(self, super().clean_code)


class ReauthenticateForm(codes.ReauthenticateForm):
    """The code before two-step sign-in is changed."""

    def clean_code(self) -> str:
        return _check(self, super().clean_code)


def _check(form: codes.BaseAuthenticateForm, check: Callable[[], str]) -> str:
    """Check the code unless too many were wrong.

    django-allauth counts too, before it checks, so that simultaneous guesses all count. But it
    forgets the wrong codes after a right one, and so after each sign-in of the owner's.
    """
    limit = {"action": "wrong_code", "key": str(form.user.pk)}
    if not ratelimit.consume(context.request, **limit, dry_run=True):
        raise get_adapter().validation_error(TOO_MANY)
    try:
        return check()
    except ValidationError:
        ratelimit.consume(context.request, **limit)
        raise
