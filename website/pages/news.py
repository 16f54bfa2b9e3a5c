"""What is new in the life of the person: papers, talks, awards, posts and degrees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from common.dates.clock import has_come
from common.dates.cv_date import CVDate
from common.text.math import render_math
from publications.models import Publication
from talks.models import Presentation, Talk

MOST = 6


@dataclass(frozen=True)
class News:
    """One line of news: when and what, where that needs saying, and the page that tells more."""

    when: CVDate
    day: date
    what: str  # HTML where it is a SafeString: a title with formulas
    url: str
    where: str = ""


def recent(
    lists: dict[str, list[Any]],
    papers: Iterable[Publication],
    talks: Iterable[tuple[Talk, list[Presentation]]],
) -> list[News]:
    """Return the latest news, newest first, at most six.

    ``lists`` has the lists of the profile under their names. What has no date, or is still to
    come, is not news. A post or a degree is news when it begins, all else when it is done.
    """
    items = [
        *_of_papers(papers),
        *_of_talks(talks),
        *(_entry("awards", row, _last_day(row.when)) for row in lists["awards"] if row.when),
        *(
            _entry(name, row, _first_day(row.when))
            for name in ("education", "experience")
            for row in lists[name]
            if row.when
        ),
    ]
    past = [news for news in items if has_come(_first_day(news.when))]
    return sorted(past, key=lambda news: news.day, reverse=True)[:MOST]


def _of_papers(papers: Iterable[Publication]) -> Iterator[News]:
    for paper in papers:
        if paper.when:
            title = render_math(paper.title)
            day = _last_day(paper.when)
            yield News(paper.when, day, title, paper.get_absolute_url(), paper.venue_line)


def _of_talks(talks: Iterable[tuple[Talk, list[Presentation]]]) -> Iterator[News]:
    for talk, presentations in talks:
        for given in presentations:
            if given.when:
                title = render_math(talk.title)
                day = _last_day(given.when)
                yield News(given.when, day, title, talk.get_absolute_url(), given.place)


def _entry(name: str, row: Any, day: date) -> News:
    """Return the news of a row of the CV, which leads to its section there."""
    return News(row.when, day, str(row), f"{reverse('cv')}#{name}")


def _first_day(when: CVDate) -> date:
    return when.start or when.end or date.min


def _last_day(when: CVDate) -> date:
    return when.end or when.start or date.min
