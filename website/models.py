"""The accounts that may edit the site, what the owner chooses of the CV, and what links answer."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from website.cv.models import CVIssue, CVSection

__all__ = ["CVIssue", "CVSection", "LinkCheck", "User"]


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


class LinkCheck(models.Model):
    """What ``manage.py check_links`` last found at an address of the site.

    Where the address is used is not kept: it is looked up when the result is shown.
    """

    class Outcome(models.TextChoices):
        GONE = "gone", "Gone"
        MOVED = "moved", "Moved for good"
        UNREACHABLE = "unreachable", "Not reached"
        NOT_CHECKABLE = "not-checkable", "Not open to programs"
        WORKS = "works", "Working"

    address = models.CharField(max_length=2048, unique=True)
    outcome = models.CharField(max_length=20, choices=Outcome)
    status = models.PositiveSmallIntegerField(null=True)
    moved_to = models.TextField(blank=True)
    detail = models.TextField(blank=True)
    checked_at = models.DateTimeField()

    class Meta:
        ordering = ["address"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="moved") ^ Q(moved_to=""), name="moved_somewhere"
            )
        ]

    def __str__(self) -> str:
        return self.address
