"""The results of the link check."""

from django.db import models
from django.db.models import Q


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
