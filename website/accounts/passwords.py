"""What the site asks of passwords, beside what Django does."""

from typing import Any

from django.core.exceptions import ValidationError


class NotTheOneTimePassword:
    """Refuses the password that the site made as the one that the owner chooses."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError where it is the one that is to be replaced."""
        if user and user.must_choose_password and user.check_password(password):
            raise ValidationError("Choose another password than the one you were given.")

    def get_help_text(self) -> str:
        """Return what the form says beforehand."""
        return "It must be another than the one you were given for the first sign-in."
