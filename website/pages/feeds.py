"""The Atom feed of new papers and talks, and the calendar of talks."""

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
from django.utils.crypto import salted_hmac
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from common.dates.cv_date import CVDate
from common.http.read_only import read_only
from common.text.markdown import render
from common.text.plain_math import write_in_unicode
from common.urls.site_url import get_origin, make_absolute
from profile.models import Profile
from publications.models import Publication
from publications.models.references.line import compose_reference, compose_rest, write_reference
from publications.names.author_line import ET_AL
from talks import calendar
from talks.models import CalendarEntry, Presentation

MAX_ENTRIES = 30
A_YEAR = timedelta(days=365)
CONTENT_TYPE = "application/atom+xml; charset=utf-8"
_NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Arrival:
    """When something was added to the site, and its own date.

    Something that was already a year old when it was added is not news: the feed sorts it by
    its own date, and later changes do not move it up.
    """

    added_at: datetime
    when: CVDate | None

    @property
    def is_news(self) -> bool:
        last = self.when.end if self.when else None
        return last is None or last > timezone.localtime(self.added_at).date() - A_YEAR

    @property
    def dated_at(self) -> datetime:
        """Its own date (noon UTC is the same day nearly everywhere), at most ``added_at``."""
        last = self.when.end if self.when else None
        own = datetime.combine(last, time(12), UTC) if last else self.added_at
        return min(own, self.added_at)

    @property
    def newness(self) -> tuple[date, bool, Any]:
        """The sort key: the day it was added, if it is news, and then its own date.

        So a site that was filled in one day lists its latest papers and talks first.
        """
        day = timezone.localtime(self.added_at if self.is_news else self.dated_at).date()
        return day, self.when is not None, self.when


@dataclass(frozen=True)
class FeedEntry:
    """One entry of the feed. The ``uid`` stays the same when the title or URL changes."""

    uid: str
    title: str
    url: str
    summary: str  # HTML
    authors: list[str]
    arrival: Arrival
    changed_at: datetime


class _Atom(Atom1Feed):
    """Atom with all authors of an entry, and a base for relative URLs."""

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xml:base": self.feed["link"]}

    def latest_post_date(self) -> datetime:
        """Return the time of the last change; without entries, not the time of this request."""
        return super().latest_post_date() if self.items else datetime.fromtimestamp(0, UTC)

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")


@read_only
def feed(request: HttpRequest) -> HttpResponse:
    """Send the latest papers and talks as an Atom feed (RFC 4287), newest first."""
    name = _clean(Profile.objects.current().name)
    atom = _Atom(
        title=_("%(name)s: papers and talks") % {"name": name} if name else _("Papers and talks"),
        link=make_absolute(request, reverse("home")),
        description="",
        feed_url=make_absolute(request, reverse("feed")),
        author_name=name or None,
    )
    entries = [*_list_paper_entries(request), *_list_presentation_entries(request, name)]
    for entry in sorted(entries, key=lambda entry: entry.arrival.newness, reverse=True)[
        :MAX_ENTRIES
    ]:
        arrival = entry.arrival
        atom.add_item(
            title=entry.title,
            link=entry.url,
            description=entry.summary,
            unique_id=entry.uid,
            pubdate=arrival.dated_at,
            updateddate=entry.changed_at if arrival.is_news else arrival.dated_at,
            authors=entry.authors,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type=CONTENT_TYPE)


def _list_paper_entries(request: HttpRequest) -> Iterator[FeedEntry]:
    published = Publication.objects.published()
    arrivals = {
        pk: Arrival(published_at or changed_at, when)
        for pk, published_at, changed_at, when in published.order_by("position", "pk").values_list(
            "pk", "published_at", "changed_at", "when"
        )
    }
    latest = sorted(arrivals, key=lambda pk: arrivals[pk].newness, reverse=True)[:MAX_ENTRIES]
    papers = published.with_bylines().in_bulk(latest)
    for paper in (papers[pk] for pk in latest if pk in papers):
        arrival = arrivals[paper.pk]
        yield FeedEntry(
            uid=f"tag:{_get_host(request)},{arrival.added_at:%Y-%m-%d}:publications/{_disguise(paper.pk)}",
            title=_clean(write_in_unicode(paper.title)),
            url=make_absolute(request, paper.get_absolute_url()),
            summary=_clean(_describe(paper)),
            authors=_list_names(paper),
            arrival=arrival,
            changed_at=paper.changed_at,
        )


def _describe(paper: Publication) -> str:
    """Return the summary as HTML, after the reference if that is more than the venue."""
    reference = write_reference(compose_reference(paper)) if compose_rest(paper) else ""
    text = render(paper.summary or paper.abstract)
    return f"<p>{escape(reference)}</p>\n{text}" if reference else text


def _disguise(pk: int) -> str:
    """Return another name for a primary key, whose gaps would tell how many drafts there are."""
    return salted_hmac("website.pages.feeds", str(pk)).hexdigest()[:16]


def _list_names(paper: Publication) -> list[str]:
    names = [_clean(row.printed_name) for row in paper.leading_rows]
    return [*names, ET_AL] if names and paper.has_more_authors else names


def _list_presentation_entries(request: HttpRequest, speaker: str) -> Iterator[FeedEntry]:
    """Yield entries for all presentations, as the database cannot sort them by newness."""
    for presentation in Presentation.objects.published().select_related("talk"):
        talk = presentation.talk
        published_at = talk.published_at or talk.changed_at
        yield FeedEntry(
            uid=f"urn:uuid:{presentation.uid}",
            title=_clean(
                f"{talk.get_kind_display()}, {presentation}: {write_in_unicode(talk.title)}"
            ),
            url=make_absolute(request, talk.get_absolute_url()),
            summary=_clean(render(talk.abstract)),
            authors=[speaker] if speaker else [],
            arrival=Arrival(max(presentation.created_at, published_at), presentation.when),
            changed_at=max(presentation.changed_at, talk.changed_at),
        )


def _get_host(request: HttpRequest) -> str:
    return get_origin(request).partition("://")[2].partition(":")[0]


def _clean(text: str) -> str:
    """Remove characters that XML does not allow."""
    return _NOT_IN_XML.sub("", text)


@read_only
def talks_calendar(request: HttpRequest) -> HttpResponse:
    """Send a calendar to subscribe to, with every presentation whose day is known."""
    name = Profile.objects.current().name
    presentations = Presentation.objects.published().list_newest_first()
    title = _("Talks by %(name)s") % {"name": name} if name else _("Talks")
    entries = CalendarEntry.objects.all()
    file = calendar.write(presentations, partial(make_absolute, request), title, entries)
    return HttpResponse(file, content_type=calendar.CONTENT_TYPE)
