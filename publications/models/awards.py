"""The awards of papers."""

from __future__ import annotations

import re

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.fields import TextLineField
from common.ordering.models import Ordered

_YEAR_AT_END = re.compile(r"(?P<title>.*\S)(?:,\s*|\s+\(?)(?P<year>(?:1[5-9]|2[0-4])\d\d)\)?")


def split_awards(text: str) -> tuple[str, ...]:
    """Divide a text with several awards at its semicolons."""
    return tuple(filter(None, (" ".join(part.split()) for part in text.split(";"))))


def read_award(text: str) -> tuple[str, int | None]:
    """Return the title and the year of an award, as people write them.

    >>> read_award("Best paper award, 2025")
    ('Best paper award', 2025)
    """
    text = " ".join(text.split())
    found = _YEAR_AT_END.fullmatch(text)
    return (found["title"].rstrip(" ,"), int(found["year"])) if found else (text, None)


class PublicationAward(Ordered):
    """An award that a paper was given."""

    ordered_within = "publication"

    publication = models.ForeignKey(
        "publications.Publication", on_delete=models.CASCADE, related_name="awards"
    )
    title = TextLineField(max_length=200, help_text=_("Such as: Best paper award"))
    year = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1500), MaxValueValidator(2500)],
        help_text=_("If it is not the year of the paper, such as: 2025"),
    )

    class Meta(Ordered.Meta):
        verbose_name = _("award")
        verbose_name_plural = _("awards")

    def __str__(self) -> str:
        return f"{self.title}, {self.year}" if self.year else self.title
