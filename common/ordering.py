"""Rows in an order that the owner chooses: links of a profile, authors of a paper."""

from typing import Any

from django import forms
from django.db import models
from django.db.models import F, Max, Min
from django.forms.models import BaseInlineFormSet

_OUT_OF_THE_WAY = 1_000_000


class Ordered(models.Model):
    """A row with a position; the smallest comes first.

    A new row without a position goes last, or first where ``new_rows_come_first`` is set.
    ``ordered_within`` names the foreign key whose rows are ordered among themselves.
    """

    ordered_within: str | None = None
    new_rows_come_first = False

    position = models.IntegerField(
        "order", blank=True, help_text="1 is the first. Leave empty to let the site decide."
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


class OrderedRowForm(forms.ModelForm):
    """A row of an ``OrderedInlineFormSet``; its position is checked together with the others."""

    def _get_validation_exclusions(self) -> set[str]:
        return {*super()._get_validation_exclusions(), "position"}  # type: ignore[misc]


class OrderedInlineFormSet(BaseInlineFormSet):
    """Rows of a parent, saved in the order of the positions that were typed.

    The numbers may have gaps or repeat: rows with equal ones stay in the order of the form, rows
    without one go last. What is saved is 1, 2, 3, ..., even where a position is unique in the
    database and two rows change places.
    """

    def save(self, commit: bool = True) -> Any:
        """Save the rows and number them anew."""
        if not commit:
            return super().save(commit=False)
        model: Any = self.model
        rows = model._default_manager.filter(**{self.fk.name: self.instance})
        rows.update(position=F("position") + _OUT_OF_THE_WAY)
        in_order = sorted(self._kept_forms(), key=self._typed_position)
        for number, form in enumerate(in_order, start=1):
            form.instance.position = number
        saved = super().save()
        for form in in_order:
            rows.filter(pk=form.instance.pk).update(position=form.instance.position)
        return saved

    def _kept_forms(self) -> list[forms.ModelForm]:
        new = [form for form in self.extra_forms if form.has_changed()]
        return [f for f in [*self.initial_forms, *new] if f not in self.deleted_forms]

    @staticmethod
    def _typed_position(form: forms.ModelForm) -> tuple[bool, int]:
        position = form.cleaned_data.get("position")
        return (position is None, position or 0)
