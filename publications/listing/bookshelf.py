"""The bookshelf: every paper drawn as the spine of a book, in order of years.

It is the list of papers in one drawing, and its index: a spine that is pointed at shows its title,
and leads to the paper. A spine is as tall as its list of authors is long.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from math import log2
from typing import Self

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.text.plain_math import write_in_unicode
from publications.models import Publication
from publications.models.choices import Role

FEWEST, MOST = 4, 300  # fewer look lost, more cannot be told apart
LONGEST_CAPTION = 90  # characters
# Pixels, where there is room; on narrower screens the whole drawing is squeezed.
SPINE, GAP, YEAR_GAP, LABEL = 10, 3, 10, 38
WIDE, NARROW = 780, 330
SHORTEST, TALLEST = 26, 64


@dataclass(frozen=True)
class Spine:
    """A paper: where its spine is, in percent of the shelf, and how tall it is, in pixels."""

    paper: Publication
    x: str
    width: str
    height: int

    @property
    def top(self) -> int:
        """The distance from the tallest possible spine's top."""
        return TALLEST - self.height

    @property
    def caption(self) -> str:
        """The title with venue and year."""
        parts = [self.paper.venue_line, self.paper.separate_year]
        where = " ".join(filter(None, parts))
        room = LONGEST_CAPTION - len(where)
        title = write_in_unicode(self.paper.title)
        title = title if len(title) <= room else f"{title[: room - 1].rstrip()}…"
        return f"{title} · {where}" if where else title

    @property
    def style(self) -> str:
        """The CSS classes: selected papers stand out, and manuscripts are hollow."""
        names = {"selected": self.paper.is_selected, "hollow": not self.paper.has_appeared}
        return " ".join(["spine", *(name for name, is_so in names.items() if is_so)])


@dataclass(frozen=True)
class ShelfYear:
    """The label below the spines of a year, and the screens on which it has room."""

    label: str
    year: int | None
    middle: str  # in percent
    is_first: bool
    is_last: bool
    is_on_wide: bool
    is_on_narrow: bool

    @property
    def style(self) -> str:
        """The CSS classes for the screens on which the label is left out."""
        states = {
            "first": self.is_first,
            "last": self.is_last,
            "not-wide": not self.is_on_wide,
            "not-narrow": not self.is_on_narrow,
        }
        return " ".join(["shelf-year", *(name for name, is_so in states.items() if is_so)])


@dataclass(frozen=True)
class Bookshelf:
    """The spines and years, and the width in pixels that they take where there is room."""

    spines: list[Spine]
    years: list[ShelfYear]
    width: int
    note: str

    @classmethod
    def fetch(cls) -> Self | None:
        """Draw the published papers, in one query; None if there are too few or too many."""
        papers = list(
            Publication.objects.published()
            .select_related("venue")
            .defer("abstract", "summary", "search_text", "former_slugs")
            .annotate(
                author_count=Count("authorships", filter=Q(authorships__role=Role.AUTHOR)),
                editor_count=Count("authorships", filter=Q(authorships__role=Role.EDITOR)),
            )
            .order_by("year", "-position")[: MOST + 1]
        )
        return cls.arrange(papers) if FEWEST <= len(papers) <= MOST else None

    @classmethod
    def arrange(cls, papers: list[Publication]) -> Self:
        """Put papers, which are sorted by year, on a shelf. Those without a year come last."""
        dated = [paper for paper in papers if paper.year]
        undated = [paper for paper in papers if not paper.year]
        groups = [(year, list(group)) for year, group in groupby(dated, lambda paper: paper.year)]
        groups += [(None, undated)] if undated else []
        places = list(_place(groups))
        total = places[-1][2]
        count = ngettext("%(count)s paper", "%(count)s papers", len(papers))
        notes = [_("%(papers)s, each as tall as its author list")]
        if any(paper.is_selected for paper in papers):
            notes.append(_("colour: selected"))
        if not all(paper.has_appeared for paper in papers):
            notes.append(_("pale: not published yet"))
        return cls(
            spines=[
                Spine(
                    paper,
                    _format_percent(x, total),
                    _format_percent(SPINE, total),
                    _get_height(paper),
                )
                for group, start, end in places
                for paper, x in zip(group, _list_positions(len(group), start, end), strict=True)
            ],
            years=_label(groups, places, total),
            width=total,
            note=" · ".join(notes) % {"papers": count % {"count": len(papers)}},
        )


def _place(
    groups: list[tuple[int | None, list[Publication]]],
) -> Iterator[tuple[list[Publication], int, int]]:
    """Yield the papers of each year, and where they begin and end, in pixels."""
    start = 0
    for _year, papers in groups:
        end = start + max(LABEL - YEAR_GAP, _measure(len(papers)))
        yield papers, start, end
        start = end + YEAR_GAP


def _list_positions(count: int, start: int, end: int) -> list[float]:
    """Return where so many spines begin, side by side in the middle between two places."""
    first = (start + end - _measure(count)) / 2
    return [first + number * (SPINE + GAP) for number in range(count)]


def _measure(count: int) -> int:
    return count * (SPINE + GAP) - GAP


def _label(
    groups: list[tuple[int | None, list[Publication]]],
    places: list[tuple[list[Publication], int, int]],
    total: int,
) -> list[ShelfYear]:
    """Return the labels, the newest first, each where the one before leaves room for it.

    The newest and the oldest are always there, at the two ends.
    """
    years = []
    half = (LABEL - YEAR_GAP) / 2  # of a label
    last = {WIDE: float("inf"), NARROW: float("inf")}
    for (year, _papers), (_group, start, end) in reversed(list(zip(groups, places, strict=True))):
        middle = (start + end) / 2
        is_first, is_last = start == 0, end == total
        fits = {}
        for room in last:
            width = min(room, total)
            at = width - half if is_last else middle * width / total
            fits[room] = is_first or (at >= 3 * half + GAP and last[room] - at >= LABEL)
            last[room] = at if fits[room] else last[room]
        label = str(year) if year else "…"
        at = 0 if is_first else total if is_last else middle
        place = _format_percent(at, total)
        years.append(ShelfYear(label, year, place, is_first, is_last, fits[WIDE], fits[NARROW]))
    return years


def _get_height(paper: Publication) -> int:
    authors: int = paper.author_count or paper.editor_count  # type: ignore[attr-defined]
    return min(TALLEST, SHORTEST + round(10 * log2(max(1, authors))))


def _format_percent(pixels: float, total: int) -> str:
    return f"{100 * pixels / total:.2f}%"
