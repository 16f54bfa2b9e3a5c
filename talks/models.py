"""Talks and their presentations, links and calendar entries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, Self
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.dates.clock import has_come
from common.dates.clock_field import ClockField
from common.dates.fields import CVDateField
from common.dates.time_zones import TimeZoneField, get_zone, validate_time_zone
from common.fields import MarkdownField, TextLineField, WebAddressField
from common.links import Button, Link
from common.publishing import PublishableQuerySet
from common.text.plain_math import write_in_unicode
from common.urls.site_url import reverse_slug
from common.urls.slug_history import HasPermanentURL

# A longer talk over midnight is a mistake, most likely a time with a.m. and p.m. confused.
LONGEST_OVER_MIDNIGHT = timedelta(hours=12)
NEEDS_START = _("This needs an earlier start.")
AFTER_MIDNIGHT = _("If it ends on the next day, it can last up to 12 hours.")


class TalkQuerySet(PublishableQuerySet["Talk"]):
    """Queries for talks."""

    def with_presentations(self) -> Self:
        """Fetch the talks with their presentations and links, in three queries."""
        return self.prefetch_related("presentations", "links")

    def publish(self) -> int:
        """Publish the talks, and return how many there are."""
        return self._save_each(is_draft=False)

    def withdraw(self) -> int:
        """Turn the talks into drafts, and return how many there are."""
        return self._save_each(is_draft=True)

    def _save_each(self, *, is_draft: bool) -> int:
        """Save talks one by one, because save signals update the calendar entries."""
        talks = list(self)
        for talk in talks:
            talk.is_draft = is_draft
            talk.save(update_fields=["is_draft", "published_at", "changed_at"])
        return len(talks)

    def list_in_order(self) -> list[Talk]:
        """Return the talks by their latest presentation, upcoming ones first."""
        return sorted(self.with_presentations(), key=Talk.newness, reverse=True)


class Talk(HasPermanentURL):
    """A talk, which may have been given many times."""

    class Kind(models.TextChoices):
        INVITED = "invited", _("Invited talk")
        CONTRIBUTED = "contributed", _("Contributed talk")
        KEYNOTE = "keynote", _("Keynote")
        TUTORIAL = "tutorial", _("Tutorial")
        SEMINAR = "seminar", _("Seminar")
        POSTER = "poster", _("Poster")
        OTHER = "other", _("Talk")

    title = TextLineField(
        max_length=500,
        help_text=_(
            "With *italics*, CO~2~, 10^6^ and TeX formulas between dollar signs: $\\ell_2$"
        ),
    )
    kind = models.CharField(
        max_length=20,
        choices=Kind,
        default=Kind.INVITED,
        help_text=_("Shown beside the title, such as: Invited talk"),
    )
    abstract = MarkdownField(
        blank=True, help_text=_("What it is about. Markdown, with TeX formulas: $\\ell_2$")
    )

    objects = TalkQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return write_in_unicode(self.title)

    def get_absolute_url(self) -> str:
        return reverse_slug("talks:detail", self.slug)

    @property
    def presentations_in_order(self) -> list[Presentation]:
        """The presentations, latest first and undated ones last."""
        return list_newest_first(self.presentations.all())

    @property
    def buttons(self) -> list[Button]:
        return [link.button for link in self.links.all()]

    def newness(self) -> tuple[Any, ...]:
        """Return a key that sorts talks by their latest presentation."""
        return max((p.newness() for p in self.presentations.all()), default=(False,))


class PresentationQuerySet(models.QuerySet["Presentation"]):
    """Queries for presentations."""

    def published(self) -> Self:
        """Return the presentations of published talks."""
        return self.filter(talk__in=Talk.objects.published())

    def list_newest_first(self) -> list[Presentation]:
        """Return a list of presentations with their talks, latest first, with one query."""
        return list_newest_first(self.select_related("talk"))

    def list_by_talk(self) -> list[tuple[Talk, list[Presentation]]]:
        """Return a list of talks with their presentations, latest first, with one query."""
        talks: dict[int, tuple[Talk, list[Presentation]]] = {}
        for presentation in self.list_newest_first():
            talk = presentation.talk
            talks.setdefault(presentation.talk_id, (talk, []))[1].append(presentation)
        return list(talks.values())


def list_newest_first(presentations: Iterable[Presentation]) -> list[Presentation]:
    """Sort presentations, latest first; those with the same date keep their order."""
    return sorted(presentations, key=Presentation.newness, reverse=True)


class Presentation(models.Model):
    """One occasion on which a talk was or will be given."""

    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, related_name="presentations")
    place = TextLineField(
        max_length=200, help_text=_("The institution or event, such as: Yale University")
    )
    host = TextLineField(max_length=200, blank=True, help_text=_("Such as: Zhuoran Yang"))
    when = CVDateField(blank=True, help_text=_("Such as: 2024.3 or 5 March 2024"))
    start_time = ClockField(
        _("from"), null=True, blank=True, help_text=_("Local time, such as: 14:00 or 2 pm")
    )
    end_time = ClockField(
        _("until"),
        null=True,
        blank=True,
        help_text=_("Such as: 15:00. A time before the start means the next day."),
    )
    time_zone = TimeZoneField(
        max_length=60,
        blank=True,
        validators=[validate_time_zone],
        help_text=_(
            "Such as: Tokyo, CEST or GMT+9. Leave empty for that of the place, or of the site."
        ),
    )
    location = TextLineField(max_length=200, blank=True, help_text=_("Such as: New Haven, USA"))
    url = WebAddressField(
        _("event page"),
        max_length=500,
        blank=True,
        help_text=_("The web page of the event, such as: https://mlc.example.edu/talks"),
    )

    uid = models.UUIDField(unique=True, default=uuid4, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = PresentationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_time=None)
                | (Q(start_time__isnull=False) & ~Q(start_time=F("end_time"))),
                name="presentation_has_a_start_before_its_end",
                violation_error_message=_("It needs a start, and cannot end at its start."),
            )
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.place, self.when.display() if self.when else ""]))

    def clean(self) -> None:
        """Reject times without a day, ends without a start, and 12 hours or more over midnight."""
        if self.start_time and not self._day:
            raise ValidationError({"start_time": _("A time needs a day, such as: 5 March 2024")})
        if self.end_time and not self.start_time:
            raise ValidationError({"end_time": NEEDS_START})
        if self.end_time and self.end_time == self.start_time:
            raise ValidationError({"end_time": _("It cannot end when it starts.")})
        starts_at, ends_at = self.starts_at, self.ends_at
        is_too_long = starts_at and ends_at and ends_at - starts_at >= LONGEST_OVER_MIDNIGHT
        if is_too_long and self._ends_next_day:
            raise ValidationError({"end_time": f"{NEEDS_START} {AFTER_MIDNIGHT}"})

    def newness(self) -> tuple[Any, ...]:
        """Return a key that sorts presentations by date; undated ones count as the oldest."""
        return (True, self.when) if self.when else (False,)

    @property
    def is_to_come(self) -> bool:
        """Whether it is certainly in the future; a date with only the current year is not."""
        start = self.starts_at or (self.when.start if self.when else None)
        return start is not None and not has_come(start)

    @property
    def days(self) -> tuple[tuple[date, date], ...]:
        """The first and last day of each of its dates; empty unless all days are known."""
        spans = self.when.spans if self.when else ()
        points = [point for span in spans for point in span]
        if any(not p or p.precision != "day" or p.qualifier for p in points):
            return ()
        return tuple(span.days for span in spans)

    @property
    def _day(self) -> date | None:
        """The day of the presentation, or None if it has several or the day is not known."""
        first, last = self.days[0] if len(self.days) == 1 else (None, None)
        return first if first == last else None

    @property
    def starts_at(self) -> datetime | None:
        """When it starts, in its time zone, or None if that is not known."""
        return self._combine(self.start_time)

    @property
    def ends_at(self) -> datetime | None:
        """When it ends, in its time zone, or None if that is not known."""
        return self._combine(self.end_time, days_later=int(self._ends_next_day))

    @property
    def _ends_next_day(self) -> bool:
        return bool(self.start_time and self.end_time and self.end_time < self.start_time)

    def _combine(self, clock: time | None, days_later: int = 0) -> datetime | None:
        if clock is None or self._day is None:
            return None
        day = self._day + timedelta(days=days_later)
        return datetime.combine(day, clock, get_zone(self.time_zone))

    @property
    def zone_name(self) -> str:
        """The name of its time zone on that day, such as CST, or UTC+08 if the zone has no name."""
        name = (self.starts_at.tzname() if self.starts_at else "") or ""
        return f"UTC{name}" if name.startswith(("+", "-")) else name


class CalendarEntry(models.Model):
    """An event of the calendar, as it was last sent to subscribers.

    It is not part of the history or the content file, and remains when its presentation is
    deleted. So the sequence never decreases when something is undone, loaded or deleted, and a
    deleted event can still be sent as cancelled.
    """

    uid = models.CharField(max_length=50, unique=True)
    presentation_uid = models.UUIDField(db_index=True)
    sequence = models.PositiveIntegerField()
    changed_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    content = models.TextField(help_text=_("The event as iCalendar; only its time if cancelled."))

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = _("calendar entries")

    def __str__(self) -> str:
        return self.uid


class TalkLink(Link):
    """A link of a talk, such as slides or a video."""

    class Kind(models.TextChoices):
        SLIDES = "slides", _("Slides")
        VIDEO = "video", _("Video")
        PAPER = "paper", _("Paper")
        CODE = "code", _("Code")
        OTHER = "other", _("Link")

    ordered_within = "talk"

    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(
        max_length=20,
        choices=Kind,
        default=Kind.SLIDES,
        help_text=_("The text of the button if you give no label, such as: Video"),
    )
