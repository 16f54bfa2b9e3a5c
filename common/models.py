"""The table of deleted uploads, which only the history still needs."""

from django.db import models
from django.utils import timezone

from common.fields import LinesField


class DeletedFile(models.Model):
    """An upload whose row was deleted or has another file now.

    It stays in storage, so that the history can bring it back, but nobody can open it. If a row
    uses the file again, that row decides who can see it, and the file is not removed.
    """

    name = models.CharField(max_length=255, unique=True)
    stored_names = LinesField(help_text="All files stored for it, including a picture's sizes.")
    deleted_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
