"""What the owner chooses of the CV: its sections, their order, and what fits on one page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import DEFAULT_DB_ALIAS, models
from django.utils import timezone

from common.fields import TextLineField
from common.ordering.models import Ordered


class CVSection(Ordered):
    """One section of the CV. There is a row for each kind, always."""

    class Kind(models.TextChoices):
        """The sections, in their usual order, under their usual headings."""

        INTERESTS = "interests", "Research interests"
        BIOGRAPHY = "biography", "Biography"
        EDUCATION = "education", "Education"
        EXPERIENCE = "experience", "Experience"
        AWARDS = "awards", "Awards and fellowships"
        PUBLICATIONS = "publications", "Publications and manuscripts"
        TEACHING = "teaching", "Teaching"
        SERVICE = "service", "Professional activity"
        TALKS = "talks", "Talks"
        OWN = "sections", "Your own sections"

    class Shown(models.TextChoices):
        """On which of the two versions of the CV."""

        BOTH = "both", "On both"
        FULL = "full", "On the full CV"
        SHORT = "short", "On the one-page CV"
        NEITHER = "neither", "On neither"

    kind = models.CharField("section", max_length=20, choices=Kind, unique=True, editable=False)
    heading = TextLineField(
        max_length=200, blank=True, help_text="Such as: Selected awards. Empty: the usual heading."
    )
    shown = models.CharField(
        max_length=10,
        choices=Shown,
        default=Shown.BOTH,
        help_text="Whether the full CV has it, the one-page CV, both, or neither.",
    )
    most = models.PositiveSmallIntegerField(
        "most on one page",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(32_767)],  # PostgreSQL holds no more
        help_text="How many entries the one-page CV has of it. Empty: as many as fit.",
    )

    class Meta(Ordered.Meta):
        verbose_name = "section of the CV"
        verbose_name_plural = "sections of the CV"

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def is_on(self, *, short: bool) -> bool:
        """Whether the full CV, or the short one, has this section."""
        version = self.Shown.SHORT if short else self.Shown.FULL
        return self.shown in {self.Shown.BOTH, version}


# What differs from "on both, as many as fit" before the owner chooses.
USUAL: dict[str, dict[str, Any]] = {
    CVSection.Kind.BIOGRAPHY: {"shown": CVSection.Shown.NEITHER},
    CVSection.Kind.PUBLICATIONS: {"most": 5},
    CVSection.Kind.TALKS: {"most": 2},
    CVSection.Kind.OWN: {"shown": CVSection.Shown.FULL},
}


def usual_sections() -> list[CVSection]:
    """Return the sections, not saved, as they are before the owner chooses."""
    return [
        CVSection(kind=kind, position=position, **USUAL.get(kind, {}))
        for position, kind in enumerate(CVSection.Kind, start=1)
    ]


def add_missing_sections(using: str = DEFAULT_DB_ALIAS) -> None:
    """Make the rows that are not there yet, after those that are; called after each migration."""
    rows = CVSection.objects.using(using)
    rows.bulk_create(_missing(rows.all()))


def complete(rows: list[CVSection]) -> list[CVSection]:
    """Return the rows in their order, and after them the usual ones for kinds that have none."""
    return [*rows, *_missing(rows)]


def _missing(rows: Any) -> list[CVSection]:
    present = {row.kind: row.position for row in rows}
    missing = [section for section in usual_sections() if section.kind not in present]
    if present:
        for position, section in enumerate(missing, start=max(present.values()) + 1):
            section.position = position
    return missing


class CVIssue(models.Model):
    """When a version of the CV came to say what it says: the date that its PDF bears."""

    version = models.CharField(primary_key=True, max_length=10)
    digest = models.CharField(max_length=64)
    issued = models.DateField()

    def __str__(self) -> str:
        return f"{self.version}, {self.issued}"

    @classmethod
    def date_of(cls, version: str, digest: str) -> date:
        """Return the day on which this version was first asked for with this content.

        ``digest`` identifies the content. The site keeps the last one of each version.
        """
        issue = cls.objects.filter(pk=version).first()
        if issue is None or issue.digest != digest:
            today = {"digest": digest, "issued": timezone.localdate()}
            issue, _ = cls.objects.update_or_create(version=version, defaults=today)
        return issue.issued
