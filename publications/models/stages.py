"""Whether the status of a paper fits the rest of what is said about it."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from common.dates.clock import has_come
from publications.models.choices import APPEARED, PublicationKind, PublicationStatus

if TYPE_CHECKING:
    from common.dates.cv_date import CVDate
    from publications.models import Publication

COMPARED = ("title", "status", "kind", "venue", "volume", "pages", "article_number")


class Contradiction(Enum):
    """How the status of a paper contradicts the rest."""

    PLACED_TOO_EARLY = auto()
    APPEARED_NOWHERE = auto()
    APPEARED_AS_PREPRINT = auto()
    HIDES_ITS_VENUE = auto()


def find_contradiction(paper: Publication) -> Contradiction | None:
    """Return how the status of a paper contradicts its venue, its volume or its kind."""
    if paper.status in APPEARED:
        if paper.kind == PublicationKind.PREPRINT:
            return Contradiction.APPEARED_AS_PREPRINT
        is_nowhere = paper.kind == PublicationKind.ARTICLE and paper.venue_id is None
        return Contradiction.APPEARED_NOWHERE if is_nowhere else None
    if paper.volume or paper.pages or paper.article_number:
        return Contradiction.PLACED_TOO_EARLY
    is_hidden = paper.status == PublicationStatus.PREPRINT and paper.venue_id is not None
    return Contradiction.HIDES_ITS_VENUE if is_hidden else None


def get_status_at_venue(when: CVDate | None) -> PublicationStatus:
    """Return the status of a paper that has a venue: published, or accepted if it is to appear."""
    is_future = when is not None and when.start is not None and not has_come(when.start)
    return PublicationStatus.ACCEPTED if is_future else PublicationStatus.PUBLISHED
