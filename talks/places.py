"""The places where talks were given, each listed once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from talks.models import Talk, list_newest_first


@dataclass(frozen=True)
class Place:
    """A place, the number of talks given there, and the URL of the latest one."""

    name: str
    times: int
    url: str


def list_places(talks: Sequence[Talk]) -> list[Place]:
    """Return the places of the talks, most recently visited first."""
    pages = {talk.pk: talk.get_absolute_url() for talk in talks}
    given = list_newest_first(row for talk in talks for row in talk.presentations.all())
    times: dict[str, int] = {}
    latest: dict[str, str] = {}
    for presentation in given:
        times[presentation.place] = times.get(presentation.place, 0) + 1
        latest.setdefault(presentation.place, pages[presentation.talk_id])
    return [Place(name, count, latest[name]) for name, count in times.items()]
