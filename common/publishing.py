"""Drafts and what is published: the one rule about what the public may see."""

from typing import Any, Self, TypeVar

from django.db import models

_Row = TypeVar("_Row", bound=models.Model, covariant=True)


class PublishableQuerySet(models.QuerySet[_Row]):
    """Rows of which some are drafts."""

    def published(self) -> Self:
        """Return what the public may see. Every page, feed and export starts here."""
        return self.filter(is_draft=False)

    def visible_to(self, user: Any) -> Self:
        """Return what this visitor may see of a row's own page: staff see drafts too."""
        return self.all() if user.is_staff else self.published()


class Publishable(models.Model):
    """A row that is either a draft or published."""

    is_draft = models.BooleanField(
        "draft", default=False, help_text="Seen by nobody but signed-in editors."
    )

    class Meta:
        abstract = True
