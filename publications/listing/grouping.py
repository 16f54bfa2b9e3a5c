"""The order and the headings of the list of papers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from django.db.models import Case, F, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from publications.models import Publication


def is_by_year(papers: list[Publication]) -> bool:
    """Return whether papers are in the order of their years, the newest first."""
    years = [paper.year for paper in papers if paper.year]
    return len(set(years)) > 1 and years == sorted(years, reverse=True)


def begin_with_complete(papers: list[Publication]) -> list[Publication]:
    """Move papers without authors and links from the start to the end, except selected ones.

    A project that is only a title yet would make a poor first impression of a list.
    """
    bare = list(takewhile(lambda paper: paper.is_bare, papers))
    return papers[len(bare) :] + bare


@dataclass(frozen=True)
class Group:
    """Papers under a heading, which may have begun on the page before."""

    heading: str
    papers: list[Publication]
    continued: bool = False


@dataclass(frozen=True)
class Grouping:
    """How groups are sorted and named; within a group, the owner's order applies."""

    order: Any
    heading: Callable[[Publication], str]


# The headings of the kinds, in the order of the CV.
KINDS: dict[str, Any] = {
    Publication.Kind.ARTICLE: _lazy("Articles"),
    Publication.Kind.BOOK: _lazy("Books"),
    Publication.Kind.PROCEEDINGS: _lazy("Edited volumes"),
    Publication.Kind.CHAPTER: _lazy("Book chapters"),
    Publication.Kind.REVIEW: _lazy("Reviews"),
    Publication.Kind.TRANSLATION: _lazy("Translations"),
    Publication.Kind.OTHER: _lazy("Other publications"),
    Publication.Kind.PREPRINT: _lazy("Preprints"),
    Publication.Kind.REPORT: _lazy("Technical reports"),
    Publication.Kind.PHD_THESIS: _lazy("PhD theses"),
    Publication.Kind.MASTER_THESIS: _lazy("Master theses"),
    Publication.Kind.PATENT: _lazy("Patents"),
    Publication.Kind.DATASET: _lazy("Datasets"),
    Publication.Kind.SOFTWARE: _lazy("Software"),
    Publication.Kind.POSTER: _lazy("Posters"),
}

GROUPINGS = {
    # Papers without a date come first, as the newest.
    "year": Grouping(F("year").desc(nulls_first=True), lambda p: str(p.year or _("No date yet"))),
    "kind": Grouping(
        Case(*(When(kind=kind, then=Value(i)) for i, kind in enumerate(KINDS))),
        lambda p: str(KINDS.get(p.kind, p.get_kind_display())),
    ),
}
