"""The accounts that may edit the site."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """Someone who may sign in to the admin: the owner, or somebody the owner lets help."""

    must_choose_password = models.BooleanField(
        default=False,
        help_text="The password was made by the site, for one sign-in; the next page asks for "
        "a password of one's own.",
    )

    def set_password(self, raw_password: str | None) -> None:
        """Set the password; one that was chosen replaces the one-time password for good."""
        super().set_password(raw_password)
        self.must_choose_password = False
