"""A preprint and the paper as which it was published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.urls.slug_history import HasPermanentURL

NOT_ITS_OWN_PREPRINT = _("A paper cannot be its own preprint, nor the preprint of one of its own.")


class HasVersions(HasPermanentURL):
    """A paper that may be the preprint of another one."""

    published_as = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="preprints",
        help_text=_(
            "If this is the preprint of another paper here. Both stay in the list, each with a "
            "link to the other."
        ),
    )

    if TYPE_CHECKING:
        published_as_id: int | None

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse a paper that is its own preprint."""
        super().clean()
        if self.is_own_preprint:
            raise ValidationError({"published_as": NOT_ITS_OWN_PREPRINT})

    def give_way(self) -> None:
        """Return from the history without a published version that is gone."""
        super().give_way()
        others = type(self)._default_manager.exclude(pk=self.pk)
        if self.published_as_id and not others.filter(pk=self.published_as_id).exists():
            self.published_as_id = None

    @property
    def is_own_preprint(self) -> bool:
        """Whether its published version, or that one's, and so on, is the paper itself."""
        seen: set[int | None] = set()
        later = self.published_as_id
        while later is not None and later not in seen:
            if later == self.pk:
                return True
            seen.add(later)
            following = type(self)._default_manager.filter(pk=later).first()
            later = following.published_as_id if following else None
        return False
