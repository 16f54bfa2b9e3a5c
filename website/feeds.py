"""What is new on the site, for feed readers and for calendars."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from common.dates import CVDate
from common.markdown import render
from common.math_text import in_unicode
from common.site_address import absolute, origin
from profile.models import Profile
from publications.models import Publication
from talks import calendar
from talks.models import CalendarEntry, Presentation

MOST = 30
CONTENT_TYPE = "application/atom+xml; charset=utf-8"
_NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    """One piece of news. ``uid`` stays the same whatever becomes of title and address."""

    uid: str
    title: str
    address: str
    summary: str  # HTML
    authors: list[str]
    published_at: datetime
    changed_at: datetime
    when: CVDate | None

    @property
    def newness(self) -> tuple[date, bool, Any]:
        """What sorts entries: the day on which they came to the site, and then their own date.

        A site that was filled in one day thus has its latest papers and talks first.
        """
        day = timezone.localtime(self.published_at).date()
        return day, self.when is not None, self.when


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
    for entry in sorted(entries, key=lambda entry: entry.newness, reverse=True)[:MOST]:
        atom.add_item(
            title=entry.title,
            link=entry.address,
            description=entry.summary,
            unique_id=entry.uid,
            pubdate=entry.published_at,
            updateddate=entry.changed_at,
            authors=entry.authors,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type=CONTENT_TYPE)


def _papers(request: HttpRequest) -> Iterator[Entry]:
    """Return the entries of the latest papers."""
    newest = (F("published_at__date").desc(nulls_last=True), F("year").desc(nulls_last=True))
    papers = Publication.objects.published().with_bylines().order_by(*newest, "position", "pk")
    for paper in papers[:MOST]:
        published_at = paper.published_at or paper.changed_at
        yield Entry(
            uid=f"tag:{_host(request)},{published_at:%Y-%m-%d}:publications/{paper.pk}",
            title=_clean(in_unicode(paper.title)),
            address=absolute(request, paper.get_absolute_url()),
            summary=_clean(render(paper.summary or paper.abstract)),
            authors=[_clean(row.printed_name) for row in paper.authorships.all()],
            published_at=published_at,
            changed_at=paper.changed_at,
            when=paper.when,
        )


def _presentations(request: HttpRequest, speaker: str) -> Iterator[Entry]:
    """Return the entries of all presentations: the latest are known only by their dates."""
    for presentation in Presentation.objects.published().select_related("talk"):
        talk = presentation.talk
        shown_at = talk.published_at or talk.changed_at
        yield Entry(
            uid=f"urn:uuid:{presentation.uid}",
            title=_clean(f"{talk.get_kind_display()}, {presentation}: {in_unicode(talk.title)}"),
            address=absolute(request, talk.get_absolute_url()),
            summary=_clean(render(talk.abstract)),
            authors=[speaker] if speaker else [],
            published_at=max(presentation.created_at, shown_at),
            changed_at=max(presentation.changed_at, talk.changed_at),
            when=presentation.when,
        )


def _host(request: HttpRequest) -> str:
    return origin(request).partition("://")[2].partition(":")[0]


def _clean(text: str) -> str:
    """Return the text without the characters that XML does not allow."""
    return _NOT_IN_XML.sub("", text)


def talks_calendar(request: HttpRequest) -> HttpResponse:
    """Every presentation that is known to the day, as a calendar to subscribe to."""
    name = Profile.objects.current().name
    presentations = Presentation.objects.published().newest_first()
    title = f"Talks by {name}" if name else "Talks"
    entries = CalendarEntry.objects.all()
    file = calendar.write(presentations, partial(absolute, request), title, entries)
    return HttpResponse(file, content_type=calendar.CONTENT_TYPE)
