"""The papers of the CV in their groups, sorted and numbered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from profile.models import Profile
from publications.models import Publication, Venue
from publications.models.references.line import compose_reference, write_reference
from website.cv.rich_text import Node, clean


class KindGroup(models.TextChoices):
    """The groups by kind, in the order in which committees expect them."""

    ARTICLES = "articles", _("Journal articles")
    CONFERENCE = "conference", _("Conference papers")
    WORKSHOP = "workshop", _("Workshop papers")
    BOOKS = "books", _("Books")
    EDITED = "edited", _("Edited volumes")
    CHAPTERS = "chapters", _("Book chapters")
    REVIEWS = "reviews", _("Reviews")
    TRANSLATIONS = "translations", _("Translations")
    OTHER = "other", _("Other publications")
    MANUSCRIPTS = "manuscripts", _("Preprints and manuscripts")
    REPORTS = "reports", _("Technical reports")
    THESES = "theses", _("Theses")
    PATENTS = "patents", _("Patents")
    DATASETS = "datasets", _("Datasets")
    SOFTWARE = "software", _("Software")
    POSTERS = "posters", _("Posters")


# The groups of papers that have appeared. What is no article is grouped by its kind.
_BY_KIND: dict[str, KindGroup] = {
    "book": KindGroup.BOOKS,
    "proceedings": KindGroup.EDITED,
    "chapter": KindGroup.CHAPTERS,
    "review": KindGroup.REVIEWS,
    "translation": KindGroup.TRANSLATIONS,
    "preprint": KindGroup.MANUSCRIPTS,
    "report": KindGroup.REPORTS,
    "master-thesis": KindGroup.THESES,
    "phd-thesis": KindGroup.THESES,
    "patent": KindGroup.PATENTS,
    "dataset": KindGroup.DATASETS,
    "software": KindGroup.SOFTWARE,
    "poster": KindGroup.POSTERS,
    "other": KindGroup.OTHER,
}
_BY_VENUE: dict[str, KindGroup] = {
    Venue.Kind.JOURNAL: KindGroup.ARTICLES,
    Venue.Kind.CONFERENCE: KindGroup.CONFERENCE,
    Venue.Kind.WORKSHOP: KindGroup.WORKSHOP,
    Venue.Kind.BOOK: KindGroup.CHAPTERS,
}
# What has not appeared yet is a manuscript, whatever it will be; a thesis or a dataset stays one.
_MAY_BE_MANUSCRIPTS = set(list(KindGroup)[: list(KindGroup).index(KindGroup.MANUSCRIPTS)])

_STATUS_HEADINGS = {
    Publication.Status.PREPRINT: _("Preprints"),
    Publication.Status.IN_PREPARATION: _("In preparation"),
}


@dataclass(frozen=True)
class PaperGroup:
    """Papers with their numbers. Without groups, there is one with an empty heading."""

    heading: str
    papers: list[tuple[int, Publication]]


def sort_papers(papers: Sequence[Publication], order: str) -> list[Publication]:
    """Return the papers in an order of the profile's. Those without a date count as the newest."""
    if order == Profile.Order.OWNER:
        return list(papers)

    def sort_key(paper: Publication) -> tuple[Any, ...]:
        return (0, *paper.when.sort_key[:2]) if paper.when else (1,)

    return sorted(papers, key=sort_key, reverse=order == Profile.Order.NEWEST)


def group_papers(
    papers: Sequence[Publication], profile: Profile, *, totals: bool
) -> list[PaperGroup]:
    """Return the papers in the groups that the owner chose, in the order of the groups.

    Within a group, they keep their order. ``totals`` adds how many there are to the headings.
    """
    read_group = _READERS.get(profile.cv_groups, _put_together)
    groups: dict[tuple[int, str], list[Publication]] = defaultdict(list)
    for paper in papers:
        groups[read_group(paper)].append(paper)
    numbered, number = [], 1
    for (_place, heading), members in sorted(groups.items(), key=lambda group: group[0]):
        if profile.cv_numbers == Profile.Numbers.GROUP:
            number = 1
        title = f"{heading} ({len(members)})" if totals and heading else heading
        numbered.append(PaperGroup(title, list(enumerate(members, start=number))))
        number += len(members)
    return numbered


def _put_together(_paper: Publication) -> tuple[int, str]:
    return (0, "")


def _read_kind_group(paper: Publication) -> tuple[int, str]:
    """Return the place and the heading of the paper's group by kind."""
    if paper.kind == Publication.Kind.ARTICLE:
        venue = paper.venue.kind if paper.venue else ""
        group = _BY_VENUE.get(venue, KindGroup.OTHER)
    elif paper.kind in _BY_KIND:
        group = _BY_KIND[paper.kind]
    else:  # a kind that has no group is one
        return (len(KindGroup), paper.get_kind_display())
    if not paper.has_appeared and group in _MAY_BE_MANUSCRIPTS:
        group = KindGroup.MANUSCRIPTS
    return (list(KindGroup).index(group), str(group.label))


def _read_status_group(paper: Publication) -> tuple[int, str]:
    """Return the place and the heading of the paper's group by status, the last stage first."""
    status = Publication.Status(paper.status)
    return (
        -list(Publication.Status).index(status),
        str(_STATUS_HEADINGS.get(status, status.label)),
    )


_READERS: dict[str, Callable[[Publication], tuple[int, str]]] = {
    Profile.Groups.KIND: _read_kind_group,
    Profile.Groups.STATUS: _read_status_group,
}


def write_reference_nodes(paper: Publication) -> list[Node]:
    """Return the reference with its year; the venue or the title of the book is in italics.

    All of it is, if it is no more than venue and year.
    """
    parts = compose_reference(paper, with_year=True)
    if {part.kind for part in parts} <= {"venue", "year"}:
        return _emphasise(write_reference(parts))
    nodes: list[Node] = []
    for place, part in enumerate(parts):
        nodes.append(part.before if place else "")
        nodes += _emphasise(part.text) if part.kind in {"venue", "book"} else [clean(part.text)]
    return nodes


def _emphasise(text: str) -> list[Node]:
    return [{"tag": "em", "children": [clean(text)]}] if text else []
