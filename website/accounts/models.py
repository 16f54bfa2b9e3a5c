"""The accounts that may edit the site."""

from collections.abc import Iterator

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Someone who may sign in to the admin: the owner, or a helper."""

    must_choose_password = models.BooleanField(
        default=False,
        help_text=_(
            "The password was made by the site, for one sign-in; the next page asks for "
            "a password of one's own."
        ),
    )
    times_ended = models.PositiveIntegerField(
        default=0,
        editable=False,
        help_text=_("How often all sessions were ended; part of what each session is checked by."),
    )
    unlocked_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text=_(
            "When manage.py unlock was last called; for some minutes attempts from "
            "elsewhere do not count."
        ),
    )

    def set_password(self, raw_password: str | None) -> None:
        """Set the password, which is then no longer the one-time password."""
        super().set_password(raw_password)
        self.must_choose_password = False

    def get_session_auth_hash(self) -> str:
        """Return the hash that each session must match.

        It changes with the password and in ``end_sessions``.
        """
        return self._add_times_ended(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Return that hash for each former secret key."""
        return map(self._add_times_ended, super().get_session_auth_fallback_hash())

    def _add_times_ended(self, hash_of_password: str) -> str:
        return f"{hash_of_password}{self.times_ended or ''}"

    def end_sessions(self) -> None:
        """Sign this account out of every browser; call ``update_session_auth_hash`` to keep one."""
        self.times_ended = F("times_ended") + 1
        self.save(update_fields=["times_ended"])
        self.refresh_from_db(fields=["times_ended"])
