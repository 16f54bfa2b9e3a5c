"""Where papers appear, and what they are about."""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.fields import LinesField, TextLineField, WebAddressField
from common.text.search import SearchTextField
from common.urls.slugs import Slugged
from publications.identifiers import IdentifierField, strip_issn, validate_issn

LONGEST_IN_MARGIN = 24  # characters
_ABBREVIATION = re.compile(r"\(([^()]{2,24})\)$")


class Venue(models.Model):
    """Where papers appear: a conference, a journal, a workshop."""

    class Kind(models.TextChoices):
        CONFERENCE = "conference", _("Conference")
        JOURNAL = "journal", _("Journal")
        WORKSHOP = "workshop", _("Workshop")
        BOOK = "book", _("Book or series")
        OTHER = "other", _("Other")

    short_name = TextLineField(
        max_length=120, unique=True, help_text=_("As readers know it, such as: ICLR")
    )
    name = TextLineField(
        _("full name"),
        max_length=500,
        blank=True,
        help_text=_("Such as: International Conference on Learning Representations"),
    )
    kind = models.CharField(
        max_length=20,
        choices=Kind,
        default=Kind.CONFERENCE,
        help_text=_("Conferences are shown with their year: ICLR 2023, but TMLR."),
    )
    variants = LinesField(
        _("other names"),
        help_text=_(
            "Other spellings that imports may use, one per line, such as: Adv. Neural Inf. "
            "Process. Syst."
        ),
    )
    iso4 = TextLineField(
        _("ISO 4 abbreviation"),
        max_length=200,
        blank=True,
        help_text=_("As reference lists abbreviate a journal, such as: J. Mach. Learn. Res."),
    )
    issn = IdentifierField(
        _("ISSN"),
        bare=strip_issn,
        max_length=9,
        blank=True,
        validators=[validate_issn],
        help_text=_("Of a journal or a series, such as: 2835-8856"),
    )
    url = WebAddressField(_("website"), blank=True, help_text=_("Such as: https://jmlr.org/tmlr/"))
    search_text = SearchTextField(sources=["short_name", "name", "variants"])

    class Meta:
        ordering = ["short_name"]

    def __str__(self) -> str:
        return self.short_name

    @property
    def names(self) -> list[str]:
        """All its names, the short name first, each once."""
        names = (self.short_name, self.name, *self.variants, self.iso4)
        return list(dict.fromkeys(filter(None, names)))

    @property
    def abbreviation(self) -> str:
        """The short name, or of a long one the abbreviation in brackets at its end: "MOR"."""
        found = _ABBREVIATION.search(self.short_name)
        return found[1] if found and len(self.short_name) > LONGEST_IN_MARGIN else self.short_name

    def format_with_year(self, year: int | None) -> str:
        """Return the name with its year where meetings are known by it: ICLR 2023, but TMLR."""
        is_meeting = self.kind in {self.Kind.CONFERENCE, self.Kind.WORKSHOP}
        says_it = not year or str(year) in self.short_name
        return f"{self.short_name} {year}" if is_meeting and not says_it else self.short_name


class Topic(Slugged):
    """A subject that papers are filed under."""

    slug_source = "name"

    name = TextLineField(
        max_length=80, unique=True, help_text=_("Such as: Alignment for large language model")
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
