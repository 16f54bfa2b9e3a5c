"""The sections of the CV, which the owner can reorder, rename and limit; variants; the date."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.fields import TextLineField
from common.ordering.models import Ordered
from common.publishing import PublishableQuerySet
from common.urls.site_url import reverse_slug
from common.urls.slug_history import HasPermanentURL
from profile.models import Section


class SectionKind(models.TextChoices):
    """The sections in their default order, with their default headings."""

    INTERESTS = "interests", _("Research interests")
    BIOGRAPHY = "biography", _("Biography")
    EDUCATION = "education", _("Education")
    EXPERIENCE = "experience", _("Experience")
    AWARDS = "awards", _("Awards and fellowships")
    PUBLICATIONS = "publications", _("Publications and manuscripts")
    TEACHING = "teaching", _("Teaching")
    SERVICE = "service", _("Professional activity")
    TALKS = "talks", _("Talks")
    OWN = "sections", _("Your own sections")


class CVSection(Ordered):
    """One section of the CV.

    There is always a row for each kind. That of the owner's sections holds those of them together
    that have no row of their own.
    """

    Kind = SectionKind

    class Shown(models.TextChoices):
        """Which versions of the CV include the section."""

        BOTH = "both", _("On both")
        FULL = "full", _("On the full CV")
        SHORT = "short", _("On the one-page CV")
        NEITHER = "neither", _("On neither")

    kind = models.CharField(
        _("section"), max_length=20, choices=Kind, default=Kind.OWN, editable=False
    )
    own_section = models.OneToOneField(
        Section,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("One of your own sections, which then has its own place among the others."),
    )
    heading = TextLineField(
        max_length=200,
        blank=True,
        help_text=_("Such as: Selected awards. Leave empty for the default heading."),
    )
    shown = models.CharField(
        max_length=10,
        choices=Shown,
        default=Shown.BOTH,
        help_text=_("Which version of the CV has this section."),
    )
    most = models.PositiveSmallIntegerField(
        _("limit on one page"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(32_767)],  # PostgreSQL's limit
        help_text=_("The number of entries on the one-page CV. Leave empty for as many as fit."),
    )

    class Meta(Ordered.Meta):
        verbose_name = _("section of the CV")
        verbose_name_plural = _("sections of the CV")
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(own_section=None),
                name="one_row_a_kind",
                violation_error_message=_("This section already exists."),
            ),
            models.CheckConstraint(
                condition=Q(own_section=None) | Q(kind=SectionKind.OWN), name="own_section_is_own"
            ),
        ]

    def __str__(self) -> str:
        return str(self.own_section or self.get_kind_display())

    def is_on(self, *, short: bool) -> bool:
        """Whether the full CV, or the one-page CV, has this section."""
        version = self.Shown.SHORT if short else self.Shown.FULL
        return self.shown in {self.Shown.BOTH, version}


# Defaults other than "on both, as many as fit".
DEFAULTS: dict[str, dict[str, Any]] = {
    CVSection.Kind.BIOGRAPHY: {"shown": CVSection.Shown.NEITHER},
    CVSection.Kind.PUBLICATIONS: {"most": 5},
    CVSection.Kind.TALKS: {"most": 2},
    CVSection.Kind.OWN: {"shown": CVSection.Shown.FULL},
}


def make_default_sections() -> list[CVSection]:
    """Return unsaved sections with the default settings."""
    return [
        CVSection(kind=kind, position=position, **DEFAULTS.get(kind, {}))
        for position, kind in enumerate(CVSection.Kind, start=1)
    ]


def add_missing_sections(using: str = DEFAULT_DB_ALIAS) -> None:
    """Add missing rows after the existing ones; called after each migration."""
    rows = CVSection.objects.using(using)
    rows.bulk_create(_list_missing(rows.all()))


def complete(rows: list[CVSection]) -> list[CVSection]:
    """Return the rows, followed by default sections for the kinds without a row."""
    return [*rows, *_list_missing(rows)]


def _list_missing(rows: Any) -> list[CVSection]:
    present = {row.kind: row.position for row in rows if row.own_section_id is None}
    missing = [section for section in make_default_sections() if section.kind not in present]
    if present:
        for position, section in enumerate(missing, start=max(row.position for row in rows) + 1):
            section.position = position
    return missing


class CVVariantQuerySet(PublishableQuerySet["CVVariant"]):
    """Variants of the CV, which may be drafts."""


class CVVariant(HasPermanentURL):
    """A further CV with a page and a PDF of its own, such as one for grant applications."""

    slug_source = "name"

    name = TextLineField(
        max_length=200, help_text=_("Shown on its page, such as: CV for grant applications")
    )
    only_selected = models.BooleanField(
        _("selected papers only"),
        default=False,
        help_text=_("Leaves out the other papers, unless none is selected."),
    )
    is_compact = models.BooleanField(
        _("compact"),
        default=False,
        help_text=_("Set like the one-page CV: small, without summaries and descriptions."),
    )
    most_pages = models.PositiveSmallIntegerField(
        _("limit of pages"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_(
            "What does not fit is left out of the PDF: "
            "the longest list loses its last entries first."
        ),
    )

    objects = CVVariantQuerySet.as_manager()

    class Meta:
        verbose_name = _("variant of the CV")
        verbose_name_plural = _("variants of the CV")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the path of its page."""
        return reverse_slug("cv-variant", self.slug)


class VariantSection(Ordered):
    """A section of a variant."""

    ordered_within = "variant"

    variant = models.ForeignKey(CVVariant, on_delete=models.CASCADE, related_name="sections")
    kind = models.CharField(
        _("section"),
        max_length=20,
        choices=SectionKind,
        help_text=_("“Your own sections” are all that have no row here, or the one you choose."),
    )
    own_section = models.ForeignKey(
        Section,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("One of your own sections, in a row of “Your own sections”."),
    )
    heading = TextLineField(
        max_length=200,
        blank=True,
        help_text=_("Such as: Selected awards. Leave empty for the default heading."),
    )
    most = models.PositiveSmallIntegerField(
        _("limit"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(32_767)],
        help_text=_("The number of entries. Leave empty for all."),
    )

    class Meta(Ordered.Meta):
        verbose_name = _("section")
        constraints = [
            models.CheckConstraint(
                condition=Q(own_section=None) | Q(kind=SectionKind.OWN),
                name="own_section_of_variant_is_own",
                violation_error_message=_(
                    "One of your own sections goes into a row of “Your own sections”."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.own_section or self.get_kind_display())


class CVIssue(models.Model):
    """The day a version of the CV last changed; its PDF shows it."""

    version = models.CharField(primary_key=True, max_length=40)
    digest = models.CharField(max_length=64)
    issued = models.DateField()

    def __str__(self) -> str:
        return f"{self.version}, {self.issued}"

    @classmethod
    def get_date(cls, version: str, digest: str) -> date:
        """Return the day this version was first requested with this content.

        ``digest`` identifies the content. Only the latest digest of each version is stored.
        """
        issue = cls.objects.filter(pk=version).first()
        if issue is None or issue.digest != digest:
            today = {"digest": digest, "issued": timezone.localdate()}
            issue, _ = cls.objects.update_or_create(version=version, defaults=today)
        return issue.issued
