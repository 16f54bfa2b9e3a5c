"""The forms that take passwords and codes; each guess is counted before it is checked."""

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django_otp.plugins.otp_totp.models import TOTPDevice

from website.accounts import throttle, two_factor
from website.accounts.models import User
from website.accounts.throttle import Step

WRONG = {
    Step.CODE: "This code is not right, or was used already. Wait for the next one, and see that "
    "the phone sets its clock by itself.",
    Step.RECOVERY_CODE: "This is none of your recovery codes, or it was used already.",
}


class PasswordForm(AdminAuthenticationForm):
    """Name and password. Whether the name or the password is wrong cannot be told, or timed."""

    def clean(self) -> dict[str, Any]:
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not (name and password and self.request):
            return super().clean()
        guess = throttle.count(self.request, name, Step.PASSWORD)
        cleaned = super().clean()
        guess.delete()
        return cleaned


class NewPasswordForm(AdminPasswordChangeForm):
    """The old password and a new one. Who found a browser signed in guesses it no faster."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_old_password(self) -> str:
        """Return the old password; raise ValidationError where it is wrong."""
        guess = throttle.count(self.request, self.user.get_username(), Step.PASSWORD)
        old: str = super().clean_old_password()
        guess.delete()
        return old


class CodeInput(forms.TextInput):
    """A field for a code: a browser offers it, a phone shows digits; it is never sent back."""

    ATTRIBUTES = {
        Step.CODE: {"autocomplete": "one-time-code", "inputmode": "numeric"},
        Step.RECOVERY_CODE: {"autocomplete": "off", "autocapitalize": "characters"},
    }

    def __init__(self, step: Step) -> None:
        super().__init__({"spellcheck": "false", **self.ATTRIBUTES[step]})

    def format_value(self, value: Any) -> None:
        return None


class CodeForm(forms.Form):
    """A code from the phone; or at an address with ``?recovery``, a recovery code."""

    code = forms.CharField(max_length=40)

    def __init__(self, *args: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.user = request, user
        self.takes_recovery_code = "recovery" in request.GET
        self.step = Step.RECOVERY_CODE if self.takes_recovery_code else Step.CODE
        field = self.fields["code"]
        field.widget = CodeInput(self.step)
        field.label = "Recovery code" if self.takes_recovery_code else "Code"
        next(iter(self.fields.values())).widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            self.check_code(cleaned["code"])
        return cleaned

    def check_code(self, code: str) -> None:
        """Use the code up, or raise ValidationError on its field."""
        guess = throttle.count(self.request, self.user.get_username(), self.step)
        if not self.is_right(code):
            raise ValidationError({"code": WRONG[self.step]})
        guess.delete()

    def is_right(self, code: str) -> bool:
        """Say whether the code is the user's."""
        return two_factor.accepts(self.user, self.step, code)


class PasswordAndCodeForm(CodeForm):
    """What it takes to change how one signs in. A code is used up only with a right password."""

    password = forms.CharField(
        label="Your password",
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    field_order = ["password", "code"]

    def check_code(self, code: str) -> None:
        guess = throttle.count(self.request, self.user.get_username(), Step.PASSWORD)
        if not self.user.check_password(self.cleaned_data["password"]):
            raise ValidationError({"password": "This is not your password."})
        guess.delete()
        super().check_code(code)


class FirstCodeForm(PasswordAndCodeForm):
    """The code that shows that the phone has the secret; after it, two-step sign-in is on."""

    def __init__(self, *args: Any, device: TOTPDevice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.device = device

    def is_right(self, code: str) -> bool:
        return two_factor.phone_accepts(self.device, code)
