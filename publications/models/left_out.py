"""Works of the owner's ORCID record that the site is not to have."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.fields import TextLineField


class LeftOutWork(models.Model):
    """A work that is not offered again when the ORCID record is looked through."""

    class Reason(models.TextChoices):
        NOT_MINE = "not-mine", _("not mine")
        NOT_WANTED = "not-wanted", _("not wanted")

    title = TextLineField(max_length=500)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    doi = TextLineField(max_length=200, blank=True)
    arxiv_id = TextLineField(max_length=20, blank=True)
    reason = models.CharField(max_length=20, choices=Reason)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-added_at", "-pk"]

    def __str__(self) -> str:
        return self.title
