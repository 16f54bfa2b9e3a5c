"""What is new on the site, for feed readers and for calendars."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from common.dates.cv_date import CVDate
from common.read_only import read_only
from common.text.markdown import render
from common.text.plain_math import in_unicode
from common.urls.site_url import absolute, origin
from profile.models import Profile
from publications.models import Publication
from publications.names.author_line import ET_AL
from talks import calendar
from talks.models import CalendarEntry, Presentation

MOST = 30
A_YEAR = timedelta(days=365)
CONTENT_TYPE = "application/atom+xml; charset=utf-8"
_NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Arrival:
    """When something came to the site, and its own date.

    What is older than a year when it is entered is no news: it enters at the place of its date,
    and no later change of it calls a feed reader.
    """

    came_at: datetime
    when: CVDate | None

    @property
    def is_news(self) -> bool:
        """Whether feed readers are to be told."""
        last = self.when.end if self.when else None
        return last is None or last > timezone.localtime(self.came_at).date() - A_YEAR

    @property
    def dated_at(self) -> datetime:
        """Its own date, at noon so that it is the same day everywhere; not later than it came."""
        last = self.when.end if self.when else None
        own = datetime.combine(last, time(12), UTC) if last else self.came_at
        return min(own, self.came_at)

    @property
    def newness(self) -> tuple[date, bool, Any]:
        """What sorts entries: for news the day on which it came, and then their own date.

        A site that was filled in one day thus has its latest papers and talks first.
        """
        day = timezone.localtime(self.came_at if self.is_news else self.dated_at).date()
        return day, self.when is not None, self.when


@dataclass(frozen=True)
class FeedEntry:
    """One piece of news. ``uid`` stays the same whatever becomes of title and address."""

    uid: str
    title: str
    address: str
    summary: str  # HTML
    authors: list[str]
    arrival: Arrival
    changed_at: datetime


class _Atom(Atom1Feed):
    """Atom with every author of an entry, and with an address to which relative ones refer."""

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xml:base": self.feed["link"]}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")


@read_only
def feed(request: HttpRequest) -> HttpResponse:
    """Papers and talks as they come to the site, the newest first, in Atom (RFC 4287)."""
    name = _clean(Profile.objects.current().name)
    atom = _Atom(
        title=f"{name}: papers and talks" if name else "Papers and talks",
        link=absolute(request, reverse("home")),
        description="",
        feed_url=absolute(request, reverse("feed")),
        author_name=name or None,
    )
    entries = [*_papers(request), *_presentations(request, name)]
    for entry in sorted(entries, key=_newness, reverse=True)[:MOST]:
        arrival = entry.arrival
        atom.add_item(
            title=entry.title,
            link=entry.address,
            description=entry.summary,
            unique_id=entry.uid,
            pubdate=arrival.dated_at,
            updateddate=entry.changed_at if arrival.is_news else arrival.dated_at,
            authors=entry.authors,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type=CONTENT_TYPE)


def _newness(entry: FeedEntry) -> tuple[date, bool, Any]:
    return entry.arrival.newness


def _papers(request: HttpRequest) -> Iterator[FeedEntry]:
    """Return the entries of the latest papers."""
    published = Publication.objects.published()
    arrivals = {
        pk: Arrival(published_at or changed_at, when)
        for pk, published_at, changed_at, when in published.order_by("position", "pk").values_list(
            "pk", "published_at", "changed_at", "when"
        )
    }
    latest = sorted(arrivals, key=lambda pk: arrivals[pk].newness, reverse=True)[:MOST]
    papers = published.with_bylines().in_bulk(latest)
    for paper in (papers[pk] for pk in latest if pk in papers):
        arrival = arrivals[paper.pk]
        yield FeedEntry(
            uid=f"tag:{_host(request)},{arrival.came_at:%Y-%m-%d}:publications/{paper.pk}",
            title=_clean(in_unicode(paper.title)),
            address=absolute(request, paper.get_absolute_url()),
            summary=_clean(render(paper.summary or paper.abstract)),
            authors=_names(paper),
            arrival=arrival,
            changed_at=paper.changed_at,
        )


def _names(paper: Publication) -> list[str]:
    names = [_clean(row.printed_name) for row in paper.authorships.all()]
    return [*names, ET_AL] if names and paper.has_more_authors else names


def _presentations(request: HttpRequest, speaker: str) -> Iterator[FeedEntry]:
    """Return the entries of all presentations: the latest are known only by their dates."""
    for presentation in Presentation.objects.published().select_related("talk"):
        talk = presentation.talk
        shown_at = talk.published_at or talk.changed_at
        yield FeedEntry(
            uid=f"urn:uuid:{presentation.uid}",
            title=_clean(f"{talk.get_kind_display()}, {presentation}: {in_unicode(talk.title)}"),
            address=absolute(request, talk.get_absolute_url()),
            summary=_clean(render(talk.abstract)),
            authors=[speaker] if speaker else [],
            arrival=Arrival(max(presentation.created_at, shown_at), presentation.when),
            changed_at=max(presentation.changed_at, talk.changed_at),
        )


def _host(request: HttpRequest) -> str:
    return origin(request).partition("://")[2].partition(":")[0]


def _clean(text: str) -> str:
    """Return the text without the characters that XML does not allow."""
    return _NOT_IN_XML.sub("", text)


@read_only
def talks_calendar(request: HttpRequest) -> HttpResponse:
    """Every presentation that is known to the day, as a calendar to subscribe to."""
    name = Profile.objects.current().name
    presentations = Presentation.objects.published().newest_first()
    title = f"Talks by {name}" if name else "Talks"
    entries = CalendarEntry.objects.all()
    file = calendar.write(presentations, partial(absolute, request), title, entries)
    return HttpResponse(file, content_type=calendar.CONTENT_TYPE)
