"""Recent news for the home page: papers, talks, awards, positions and degrees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from common.dates.clock import has_come
from common.dates.cv_date import CVDate
from common.text.title_markup import render_title
from publications.models import Publication
from talks.models import Presentation, Talk

MOST = 6


@dataclass(frozen=True)
class News:
    """One line of news, with a link to the page about it.

    ``where`` is the venue or place, if there is one.
    """

    when: CVDate
    day: date
    what: str  # a SafeString (HTML) for titles, which may have formulas
    url: str
    where: str = ""


def list_recent(
    dated_rows: Mapping[str, Iterable[Any]],
    papers: Iterable[Publication],
    talks: Iterable[tuple[Talk, list[Presentation]]],
) -> list[News]:
    """Return the six latest pieces of news, newest first.

    ``dated_rows`` has the awards, education and experience of the profile. Anything without a
    date or in the future is left out. A position or degree counts from its first day, everything
    else from its last, if that has come: a grant until 2029 is news of the year it began.
    """
    items = [
        *_list_paper_news(papers),
        *_list_talk_news(talks),
        *(
            _make_cv_news(name, row)
            for name, rows in dated_rows.items()
            for row in rows
            if row.when
        ),
    ]
    past = [news for news in items if has_come(_get_first_day(news.when))]
    return sorted(past, key=lambda news: news.day, reverse=True)[:MOST]


def _list_paper_news(papers: Iterable[Publication]) -> Iterator[News]:
    for paper in papers:
        if paper.when:
            title = render_title(paper.title)
            day = _get_day(paper.when)
            yield News(paper.when, day, title, paper.get_absolute_url(), paper.venue_line)


def _list_talk_news(talks: Iterable[tuple[Talk, list[Presentation]]]) -> Iterator[News]:
    for talk, presentations in talks:
        for presentation in presentations:
            if presentation.when:
                title = render_title(talk.title)
                day = _get_day(presentation.when)
                yield News(
                    presentation.when, day, title, talk.get_absolute_url(), presentation.place
                )


def _make_cv_news(name: str, row: Any) -> News:
    """Return news about a row of the CV, linked to its section there."""
    day = _get_day(row.when) if name == "awards" else _get_first_day(row.when)
    return News(row.when, day, str(row), f"{reverse('cv')}#{name}")


def _get_day(when: CVDate) -> date:
    """Return the last day, or the first while the last has not come."""
    return when.end if when.end and has_come(when.end) else _get_first_day(when)


def _get_first_day(when: CVDate) -> date:
    return when.start or when.end or date.min
