"""Rows in the owner's order, such as the links of a profile or the authors of a paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Max, Min
from django.utils.translation import gettext_lazy as _

from common.dates.cv_date import CVDate
from common.write_lock import write_lock

MOST = 1_000_000


class Ordered(models.Model):
    """A row with a position. The smallest comes first.

    A new row without a position goes last, or first if ``new_rows_come_first`` is set.
    ``ordered_within`` is the foreign key to the parent if each parent's rows have their own order.
    """

    ordered_within: str | None = None
    new_rows_come_first = False

    position = models.IntegerField(
        "order",
        blank=True,
        validators=[MinValueValidator(-MOST), MaxValueValidator(MOST)],
        help_text=_("1 comes first. Leave empty to let the site decide."),
    )

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row. Without a position it goes to the end of the order, or to its start."""
        if self.position is None:
            self.position = self._find_free_position()
        super().save(*args, **kwargs)

    def _find_free_position(self) -> int:
        rows = type(self)._default_manager.all()
        if self.ordered_within:
            rows = rows.filter(**{self.ordered_within: getattr(self, self.ordered_within)})
        ends = rows.aggregate(first=Min("position"), last=Max("position"))
        if ends["last"] is None:
            return 1
        free = int(ends["first"]) - 1 if self.new_rows_come_first else int(ends["last"]) + 1
        if abs(free) > MOST:
            renumber(list(rows.order_by("position", "pk")))
            return self._find_free_position()
        return free


@write_lock()
def arrange(rows: Sequence[Ordered]) -> set[int]:
    """Put these rows into this order among themselves; return the keys of those that moved.

    They share the places that they have now, so other rows of the list stay where they are. Nothing
    moves if the order is already right.
    """
    if not rows:
        return set()
    wanted = iter(rows)
    keys = {row.pk for row in rows}
    everything = list(type(rows[0])._default_manager.order_by("position", "pk"))
    if [row.pk for row in everything if row.pk in keys] == [row.pk for row in rows]:
        return set()
    arranged = [next(wanted) if row.pk in keys else row for row in everything]
    return renumber(arranged)


@dataclass(frozen=True)
class TypedPosition:
    """The number of a row before and as it was typed; None means that it has none."""

    before: int | None
    typed: int | None

    def sort_key(self, *, blank_first: bool = False) -> tuple[int, int, int]:
        """Return the sort key. A moved row pushes aside the row that has its new number.

        A row without a number goes last, or first if ``blank_first`` is set.
        """
        if self.typed is None:
            return (-1 if blank_first else 1, 0, 0)
        step = -1 if self.before is None else self.typed - self.before
        return (0, self.typed, step and step // abs(step))


@write_lock()
def put(model: type[Ordered], typed_positions: Mapping[Any, TypedPosition]) -> dict[Any, int]:
    """Move rows, given by their keys, to the typed places in the whole list.

    The other rows stay in their order. All rows are numbered 1, 2, 3, ..., without gaps or repeated
    numbers. Returns the numbers by key.
    """
    rows = list(model._default_manager.order_by("position", "pk").only("position"))

    def sort_key(row: Ordered) -> tuple[int, int, int]:
        place = typed_positions.get(row.pk) or TypedPosition(row.position, row.position)
        return place.sort_key(blank_first=model.new_rows_come_first)

    rows.sort(key=sort_key)
    renumber(rows)
    return {row.pk: row.position for row in rows}


def renumber(rows: Sequence[Ordered]) -> set[int]:
    """Number the rows 1, 2, 3, ...; return the keys of those whose number changed."""
    moved = []
    for number, row in enumerate(rows, start=1):
        if row.position != number:
            row.position = number
            moved.append(row)
    if moved:
        type(moved[0])._default_manager.bulk_update(moved, ["position"], batch_size=200)
    return {row.pk for row in moved}


def insert_newest_first(rows: Sequence[Any], new: Iterable[Any]) -> list[Any]:
    """Return the rows in their order, with new ones inserted by their date ``when``.

    Each new row goes to the place with the fewest older rows above it and newer rows below it, so
    that a single row that the owner moved by hand has no effect. Among equal places, one directly
    below a newer row is preferred, then the highest. New rows with the same date stay in their
    order. A row without a date goes first, like an upcoming one.
    """
    typed_positions: dict[str, int] = {}

    def place(row: Any) -> tuple[int, int]:
        if row.when is None:
            return (0, 0)
        if row.when.edtf not in typed_positions:
            typed_positions[row.when.edtf] = _place_by_date(rows, row.when)
        return (typed_positions[row.when.edtf], 1)

    newest_first = sorted(new, key=lambda row: row.when.sort_key if row.when else (), reverse=True)
    at: dict[int, list[Any]] = defaultdict(list)
    for row in sorted(newest_first, key=place):
        at[place(row)[0]].append(row)
    result: list[Any] = []
    for number, row in enumerate([*rows, None]):
        result += at[number]
        result += [] if row is None else [row]
    return result


def _place_by_date(rows: Sequence[Any], when: CVDate) -> int:
    older_above, newer_below = 0, sum(_is_newer(row.when, when) for row in rows)
    best, fewest = 0, newer_below
    for number, row in enumerate(rows, start=1):
        is_below_newer = _is_newer(row.when, when)
        older_above += _is_newer(when, row.when)
        newer_below -= is_below_newer
        misplaced = older_above + newer_below
        if misplaced < fewest or (misplaced == fewest and is_below_newer):
            best, fewest = number, misplaced
    return best


def _is_newer(one: CVDate | None, other: CVDate | None) -> bool:
    """Whether one date is entirely after the other. False if either has no days."""
    start, end = one and one.start, other and other.end
    return start is not None and end is not None and start > end
