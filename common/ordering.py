"""Rows in an order that the owner chooses: links of a profile, authors of a paper."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Max, Min
from django.forms.models import BaseInlineFormSet

MOST = 1_000_000
_OUT_OF_THE_WAY = 10 * MOST


class Ordered(models.Model):
    """A row with a position; the smallest comes first.

    A new row without a position goes last, or first where ``new_rows_come_first`` is set.
    ``ordered_within`` names the foreign key whose rows are ordered among themselves.
    """

    ordered_within: str | None = None
    new_rows_come_first = False

    position = models.IntegerField(
        "order",
        blank=True,
        validators=[MinValueValidator(-MOST), MaxValueValidator(MOST)],
        help_text="1 is the first. Leave empty to let the site decide.",
    )

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row, at the end of the order (or its start) if it has no position yet."""
        if self.position is None:
            self.position = self._free_position()
        super().save(*args, **kwargs)

    def _free_position(self) -> int:
        rows = type(self)._default_manager.all()
        if self.ordered_within:
            rows = rows.filter(**{self.ordered_within: getattr(self, self.ordered_within)})
        ends = rows.aggregate(first=Min("position"), last=Max("position"))
        if ends["last"] is None:
            return 1
        return int(ends["first"]) - 1 if self.new_rows_come_first else int(ends["last"]) + 1


def arrange(rows: Sequence[Ordered]) -> set[int]:
    """Put these rows into this order among themselves; return the keys of those that moved.

    They share the places that they have now, so that other rows of the list stay where they are.
    Nothing moves where the order is right already.
    """
    if not rows:
        return set()
    wanted = iter(rows)
    keys = {row.pk for row in rows}
    everything = list(type(rows[0])._default_manager.order_by("position", "pk"))
    if [row.pk for row in everything if row.pk in keys] == [row.pk for row in rows]:
        return set()
    arranged = [next(wanted) if row.pk in keys else row for row in everything]
    return _renumber(arranged)


def _renumber(rows: Sequence[Ordered]) -> set[int]:
    """Number the rows 1, 2, 3, ...; return the keys of those whose number changed."""
    moved = []
    for number, row in enumerate(rows, start=1):
        if row.position != number:
            row.position = number
            moved.append(row)
    if moved:
        type(moved[0])._default_manager.bulk_update(moved, ["position"], batch_size=200)
    return {row.pk for row in moved}


class OrderedRowForm(forms.ModelForm):
    """A row of an ``OrderedInlineFormSet``; its position is checked together with the others."""

    def _get_validation_exclusions(self) -> set[str]:
        return {*super()._get_validation_exclusions(), "position"}  # type: ignore[misc]


class OrderedInlineFormSet(BaseInlineFormSet):
    """Rows of a parent, saved in the order of the positions that were typed.

    The numbers may have gaps or repeat: a row that was moved takes its new number from the row
    that has it, others stay in the order of the form, rows without a number go last. What is
    saved is 1, 2, 3, ..., even where the database allows each position, and each value of
    ``once``, only once a parent, and two rows exchange theirs.
    """

    once: str | None = None

    def clean(self) -> None:
        """Refuse a value of ``once`` that a row has which somebody else added meanwhile."""
        super().clean()
        if self.once is None or self.instance.pk is None or any(self.errors):
            return
        shown = [form.instance.pk for form in self.initial_forms]
        values = [form.cleaned_data.get(self.once) for form in self._kept_forms()]
        if row := self._rows().exclude(pk__in=shown).filter(**{f"{self.once}__in": values}).first():
            raise ValidationError(
                f"{getattr(row, self.once)} was added meanwhile, in another window. Open this "
                "form anew."
            )

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        """Save the rows and number them anew."""
        if not commit:
            return super().save(commit=False)
        remade = self._make_way()
        in_order = sorted(self._kept_forms(), key=self._typed_position)
        for number, form in enumerate(in_order, start=1):
            form.instance.position = number
        saved = super().save()
        for form in remade:
            saved.append(self.save_new(form))
            self.changed_objects.append((form.instance, form.changed_data))
        shown = [form.instance for form in in_order]
        for row in shown:
            row.position = None  # what is stored may still be out of the way
        added_meanwhile = self._rows().exclude(pk__in=[row.pk for row in shown])
        _renumber([*shown, *added_meanwhile.order_by("position")])
        return saved

    def _make_way(self) -> list[forms.ModelForm]:
        """Free the positions, and the values of ``once`` that rows give up.

        Returns the forms whose rows are to be made anew, as another row may take their old value.
        """
        self._rows().update(position=F("position") + _OUT_OF_THE_WAY)
        kept = [form for form in self.initial_forms if form not in self.deleted_forms]
        remade = [form for form in kept if self.once in form.changed_data]
        gone = [form.instance.pk for form in [*self.deleted_forms, *remade]]
        self._rows().filter(pk__in=gone).delete()
        for form in remade:
            form.instance.pk = None
            form.instance._state.adding = True
        return remade

    def _rows(self) -> Any:
        model: Any = self.model
        return model._default_manager.filter(**{self.fk.name: self.instance})

    def _kept_forms(self) -> list[forms.ModelForm]:
        new = [form for form in self.extra_forms if form.has_changed()]
        return [f for f in [*self.initial_forms, *new] if f not in self.deleted_forms]

    @staticmethod
    def _typed_position(form: forms.ModelForm) -> tuple[bool, int, int]:
        """Where a row goes; one that was moved takes its number from the row that has it."""
        position = form.cleaned_data.get("position")
        if position is None:
            return (True, 0, 0)
        before = form.initial.get("position")
        step = 0 if before is None else position - before
        return (False, position, step and step // abs(step))
