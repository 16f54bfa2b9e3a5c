"""What is new in the life of the person, drawn from the CV."""

from dataclasses import dataclass
from typing import Any

from common.dates import CVDate

MOST = 5


@dataclass(frozen=True)
class News:
    """One line of news: when, and what."""

    when: CVDate
    what: str


def recent(lists: dict[str, list[Any]]) -> list[News]:
    """Return the latest awards, posts and degrees, newest first, at most five.

    ``lists`` has the lists of the profile under their names. What has no date is not news.
    """
    items = [
        *(News(row.when, str(row)) for row in lists["awards"] if row.when),
        *(News(row.when, str(row)) for row in lists["education"] if row.when),
        *(News(row.when, str(row)) for row in lists["experience"] if row.when),
    ]
    return sorted(items, key=lambda news: news.when, reverse=True)[:MOST]
