"""The one table that belongs to no app: uploads that only the history still needs."""

from django.db import models
from django.utils import timezone

from common.fields import LinesField


class DeletedFile(models.Model):
    """An upload whose row was deleted, or got another file.

    It stays in the storage, so that the history can bring it back, and is served to nobody. A row
    may have the same file again; then it is served as that row says, and never removed.
    """

    name = models.CharField(max_length=255, unique=True)
    stored_names = LinesField(help_text="All that is stored for it: a picture's sizes too.")
    deleted_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
