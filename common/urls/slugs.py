"""The readable last part of an address."""

import re
import unicodedata
from collections.abc import Container
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify

from common.fields import TextLineSlugField
from common.text.math import FORMULA, without_math
from common.text.search import fold

MAX_LENGTH = 80


def slug_for(text: str) -> str:
    """Return a slug of at most 80 characters, cut between words, accents folded.

    Text in a script that has no ASCII form keeps its own letters: 熊伟 stays 熊伟. Formulas are
    left out.

    >>> slug_for("Müller & Söhne in $O(n)$ time")
    'muller-sohne-in-time'
    """
    words = FORMULA.sub(" ", text) if FORMULA.sub("", text).strip() else without_math(text)
    folded = unicodedata.normalize("NFC", fold(words))
    slug = slugify(re.sub(r"[\\{}^$_]", "", folded), allow_unicode=True)
    if len(slug) <= MAX_LENGTH:
        return slug
    return slug[: MAX_LENGTH + 1].rpartition("-")[0] or slug[:MAX_LENGTH]


def free_slug(slug: str, taken: Container[str]) -> str:
    """Return the slug, numbered from 2 where it is in ``taken``."""
    free, number = slug, 1
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    return free


class Slugged(models.Model):
    """A row with an address of its own, made from ``slug_source`` where the owner gives none."""

    slug_source = "title"
    # Words that stand at the place of a slug in an address and mean something else there.
    reserved_slugs: frozenset[str] = frozenset()

    slug = TextLineSlugField(
        max_length=100,
        unique=True,
        allow_unicode=True,
        blank=True,
        help_text="The last part of its address. Leave empty to let the site make it.",
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse a slug that would lead to another page."""
        super().clean()
        if self.slug in self.reserved_slugs:
            message = f"“{self.slug}” is the address of another page. Choose a longer one."
            raise ValidationError({"slug": message})

    @classmethod
    def slug_of(cls, text: str) -> str:
        """Return the slug that a row of this text has, where no other row has it already."""
        return slug_for(text) or cls._meta.model_name or "page"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with a slug that no other row has."""
        self.slug = self.slug or self.free_slug()
        super().save(*args, **kwargs)

    def free_slug(self) -> str:
        """Return the slug that the row's text makes, numbered where another row has it."""
        wanted = self.slug_of(str(getattr(self, self.slug_source)))
        others = type(self)._default_manager.exclude(pk=self.pk)
        if wanted not in self.reserved_slugs and not others.filter(slug=wanted).exists():
            return wanted  # as nearly always: the index knows, whatever the number of rows
        numbered = others.filter(slug__startswith=f"{wanted}-").values_list("slug", flat=True)
        return free_slug(wanted, {wanted, *self.reserved_slugs, *numbered})
