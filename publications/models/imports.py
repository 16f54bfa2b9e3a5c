"""What each import did, so that it can be undone."""

from django.db import models


class Import(models.Model):
    """An import of papers. The history has the states before and after, as versions.

    The versions of the import have the keys from ``first_version`` to ``last_version``. What it
    changed has a version just before these.
    """

    made_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)
    first_version = models.BigIntegerField()
    last_version = models.BigIntegerField()
    added_papers = models.JSONField(default=list)  # keys
    added_authors = models.JSONField(default=list)
    added_venues = models.JSONField(default=list)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"
