"""Slugs: the readable last parts of URLs."""

import re
import unicodedata
from collections.abc import Container
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from common.fields import TextLineSlugField
from common.text.characters import normalize
from common.text.math import FORMULA, write_math_as_text
from common.text.plain_math import write_formula_in_unicode
from common.text.search import fold

MAX_LENGTH = 80


def make_slug(text: str) -> str:
    """Return a slug of at most 80 characters, cut between words and without accents.

    Scripts without an ASCII form keep their letters: 熊伟 stays 熊伟. Formulas are left out, except
    for those of letters and digits alone.

    >>> make_slug("Müller & Söhne make CO$_2$ in $O(n)$ time")
    'muller-sohne-make-co2-in-time'
    """
    words = FORMULA.sub(_write_formula, text)
    folded = normalize(fold(words if words.strip() else write_math_as_text(text)))
    slug = slugify(re.sub(r"[\\{}^$_]", "", folded), allow_unicode=True)
    if len(slug) <= MAX_LENGTH:
        return slug
    return slug[: MAX_LENGTH + 1].rpartition("-")[0] or slug[:MAX_LENGTH]


def _write_formula(match: re.Match[str]) -> str:
    text = write_formula_in_unicode(match)
    return unicodedata.normalize("NFKC", text) if text.isalnum() else " "


def free_slug(slug: str, taken: Container[str]) -> str:
    """Return the slug, with a number from 2 if it is in ``taken``."""
    free, number = slug, 1
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    return free


class Slugged(models.Model):
    """A row with a slug. If the owner enters none, it is made from the field ``slug_source``."""

    slug_source = "title"
    # Words that have another meaning in the place of a slug.
    reserved_slugs: frozenset[str] = frozenset()

    slug = TextLineSlugField(
        _("URL"),
        max_length=100,
        unique=True,
        allow_unicode=True,
        blank=True,
        help_text=_("The last part of the web address. Leave empty to let the site choose."),
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse a slug that is the URL of another page."""
        super().clean()
        if self.slug in self.reserved_slugs:
            message = _("“%(slug)s” is the address of another page. Choose a longer one.")
            raise ValidationError({"slug": ValidationError(message, params={"slug": self.slug})})

    @classmethod
    def slug_of(cls, text: str) -> str:
        """Return the slug for this text, without checking whether another row has it."""
        return make_slug(text) or cls._meta.model_name or "page"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or self.free_slug()
        super().save(*args, **kwargs)

    def free_slug(self) -> str:
        """Return a slug for the row, with a number if another row has it."""
        return self._free_slug_among(type(self)._default_manager.exclude(pk=self.pk))

    def _free_slug_among(self, others: models.QuerySet[Any]) -> str:
        wanted = self.slug_of(str(getattr(self, self.slug_source)))
        if wanted not in self.reserved_slugs and not others.filter(slug=wanted).exists():
            return wanted  # the usual case, which the index answers fast
        numbered = others.filter(slug__startswith=f"{wanted}-").values_list("slug", flat=True)
        return free_slug(wanted, {wanted, *self.reserved_slugs, *numbered})
