"""Divides a long list into pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from django.core.paginator import Paginator

WHOLE = 200  # lists up to this length have one page: see docs/design.md
PER_PAGE = 100
FEWEST_ON_LAST = 20  # a shorter last page is joined to the page before
ALL = "all"


@dataclass(frozen=True)
class Pagination:
    """Which part of ``total`` rows is shown: page ``number`` of ``count``, or all if it is 0."""

    total: int
    number: int
    count: int

    @classmethod
    def of(cls, total: int, asked: str) -> Self:
        """Return the page that a URL asks for: a number from 2 on, or "all".

        Anything else is ignored, like other unknown parameters, and gives the first page.
        """
        count = 1 if total <= WHOLE else _make_paginator(total).num_pages
        if asked == ALL and count > 1:
            return cls(total, 0, count)
        known = asked.isdecimal() and len(asked) < 7 and 1 <= int(asked) <= count
        return cls(total, int(asked) if known else 1, count)

    @property
    def word(self) -> str:
        """The value of the URL's ``page`` parameter for this page; empty for the first."""
        return _name_page(self.number)

    @property
    def rows(self) -> slice:
        """The rows of this page, counted from 0."""
        if self.count == 1 or self.number == 0:
            return slice(0, self.total)
        page = _make_paginator(self.total).page(self.number)
        return slice(page.start_index() - 1, page.end_index())

    @property
    def previous(self) -> str | None:
        """The word of the page before; None on the first."""
        return _name_page(self.number - 1) if self.number > 1 else None

    @property
    def next(self) -> str | None:
        """The word of the page after; None on the last."""
        return _name_page(self.number + 1) if 0 < self.number < self.count else None

    @property
    def numbers(self) -> list[tuple[str, str | None]]:
        """The label and word of each page; with many pages, some are left out.

        A gap has the word None.
        """
        shown = _make_paginator(self.total).get_elided_page_range(
            self.number or 1, on_each_side=2, on_ends=1
        )
        return [(str(page), _name_page(page) if isinstance(page, int) else None) for page in shown]


def _make_paginator(total: int) -> Paginator[int]:
    return Paginator(range(total), PER_PAGE, orphans=FEWEST_ON_LAST - 1)


def _name_page(number: int) -> str:
    return {0: ALL, 1: ""}.get(number, str(number))
