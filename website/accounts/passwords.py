"""A password rule in addition to Django's."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class NotTheOneTimePassword:
    """Refuses the one-time password as the owner's new password."""

    def validate(self, password: str, user: Any = None) -> None:
        if user and user.must_choose_password and user.check_password(password):
            raise ValidationError(_("Choose a password different from the one-time password."))

    def get_help_text(self) -> str:
        return _("Choose a password different from the one-time password.")
