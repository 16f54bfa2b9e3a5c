"""The results of the link check."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LinkCheck(models.Model):
    """The last result of ``manage.py check_links`` for a URL.

    Where the URL is used is not stored: it is looked up when the result is shown.
    """

    class Outcome(models.TextChoices):
        GONE = "gone", _("Gone")
        MOVED = "moved", _("Moved for good")
        UNREACHABLE = "unreachable", _("Not reached")
        NOT_CHECKABLE = "not-checkable", _("Not open to programs")
        WORKS = "works", _("Working")

    url = models.CharField(max_length=2048, unique=True)
    outcome = models.CharField(max_length=20, choices=Outcome)
    status = models.PositiveSmallIntegerField(null=True)
    moved_to = models.TextField(blank=True)
    detail = models.TextField(blank=True)
    checked_at = models.DateTimeField()

    class Meta:
        ordering = ["url"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="moved") ^ Q(moved_to=""), name="moved_somewhere"
            )
        ]

    def __str__(self) -> str:
        return self.url
