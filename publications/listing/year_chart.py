"""Papers per year, drawn as bars. A click on a bar shows the papers of its year."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

FULL_HEIGHT = 24
LONGEST = 100  # years; in longer charts, years without papers are left out
MOST_WIDE = 15  # with more bars than this, a label is "’23"
MOST_EASY = 10  # with more bars than this, some are too narrow to tap on a phone
# How many labels fit on a wide screen and on a narrow one.
ROOM, LITTLE_ROOM = 25, 12


@dataclass(frozen=True)
class YearBar:
    """The bar of one year: its number of papers, its height and the query of its link."""

    year: int
    papers: int
    height: float  # in the drawing's units, of FULL_HEIGHT
    label: str
    query: str
    is_chosen: bool
    number_of_bars: int

    @property
    def is_link(self) -> bool:
        """Whether a click changes the list."""
        return bool(self.papers) or self.is_chosen

    @property
    def room(self) -> str:
        """The CSS classes for the screen widths at which its label and count fit."""
        year_bars = self.number_of_bars
        few_labels = LITTLE_ROOM if year_bars > MOST_WIDE else LITTLE_ROOM * 2 // 3
        fits = {
            "labelled": self._has_label(ROOM),
            "labelled-narrow": self._has_label(few_labels),
            "counted": year_bars <= ROOM,
            "counted-narrow": year_bars <= LITTLE_ROOM,
        }
        return " ".join(name for name, has_room in fits.items() if has_room)

    def _has_label(self, most: int) -> bool:
        """Whether this year gets a label if only ``most`` labels fit; round years do."""
        step = next((n for n in (1, 2, 5, 10, 20) if self.number_of_bars <= n * most), 50)
        return self.year % step == 0

    @property
    def top(self) -> float:
        """The distance from the top of the drawing to the bar."""
        return FULL_HEIGHT - self.height


def make_year_bars(
    counts: Mapping[int | None, int],
    years: Collection[int],
    chosen: str,
    query_for: Callable[[str], str],
) -> list[YearBar]:
    """Return the bars of all years from the first to the last; none for fewer than two years.

    ``counts`` are the papers that match the other filters; ``years`` are all years with papers,
    so that the chart keeps its shape while a visitor searches. ``query_for`` returns
    the query that shows a year; the chosen year gets the query that removes it.
    """
    if len(years) < 2:
        return []
    shown: Collection[int] = range(min(years), max(years) + 1)
    if len(shown) > LONGEST:
        shown = sorted(years)
    most = max((counts.get(year, 0) for year in shown), default=0) or 1
    return [
        YearBar(
            year=year,
            papers=counts.get(year, 0),
            height=round(FULL_HEIGHT * counts.get(year, 0) / most, 1),
            label=str(year) if len(shown) <= MOST_WIDE else f"’{year % 100:02}",
            query=query_for("" if chosen == str(year) else str(year)),
            is_chosen=chosen == str(year),
            number_of_bars=len(shown),
        )
        for year in shown
    ]
