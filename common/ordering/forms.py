"""Rows whose order is typed in a form: the rows of a parent, and those of a list in the admin."""

from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import router, transaction
from django.db.models import F
from django.db.models.signals import post_save
from django.forms.models import BaseInlineFormSet, BaseModelFormSet

from common.ordering.models import MOST, TypedPosition, put, renumber
from common.prefetched_choices import PrefetchedChoiceField

_OUT_OF_THE_WAY = 10 * MOST


class OrderedRowForm(forms.ModelForm):
    """A row of an ``OrderedInlineFormSet``, which checks its position and ``once`` itself."""

    checked_together = frozenset({"position"})

    @cached_property
    def changed_data(self) -> list[str]:
        """The fields that were filled; a number alone does not make a new row."""
        changed = super().changed_data
        return [] if self.instance._state.adding and changed == ["position"] else changed

    def _get_validation_exclusions(self) -> set[str]:
        return {*super()._get_validation_exclusions(), *self.checked_together}  # type: ignore[misc]


class _TableRows(BaseModelFormSet):
    """Rows of a table: their keys are not looked up one by one, and each field has a name."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        """Read the key among the rows of this form set; name each field for readers by ear."""
        super().add_fields(form, index)
        model: Any = self.model
        plain: Any = form.fields[model._meta.pk.name]
        form.fields[model._meta.pk.name] = key = PrefetchedChoiceField(
            plain.queryset, initial=plain.initial, required=False, widget=forms.HiddenInput
        )
        key.fetched = self._rows_by_key
        of_row = f", {form.instance}" if form.instance.pk else ""
        # In a table nothing but the head of the column says what a field is.
        for field in (f for f in form.fields.values() if not f.widget.is_hidden):
            field.widget.attrs["aria-label"] = f"{field.label}{of_row}"

    @cached_property
    def _rows_by_key(self) -> dict[str, Any]:
        return {str(row.pk): row for row in self.get_queryset()}


class OrderedInlineFormSet(_TableRows, BaseInlineFormSet):
    """Rows of a parent, saved in the order of the positions that were typed.

    The numbers may have gaps or repeat: a row that was moved takes its new number from the row
    that has it, others stay in the order of the form, rows without a number go last. What is
    saved is 1, 2, 3, ..., even where the database allows each position, and each value of
    ``once``, only once a parent, and two rows exchange theirs.
    """

    once: str | None = None

    def clean(self) -> None:
        """Refuse a value of ``once`` that two rows have, here or since somebody else added one."""
        super().clean()
        if self.once is None or any(self.errors):
            return
        values = [form.cleaned_data.get(self.once) for form in self._kept_forms()]
        for value in values:
            if values.count(value) > 1:
                raise ValidationError(f"{value} is named twice. Delete one of the two rows.")
        if self.instance.pk is None:
            return
        shown = [form.instance.pk for form in self.initial_forms]
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
        in_order = sorted(self._kept_forms(), key=place_of)
        for number, form in enumerate(in_order, start=1):
            form.instance.position = number
        saved = super().save()
        for form in remade:
            saved.append(self.save_new(form))
            self.changed_objects.append((form.instance, form.changed_data))
        self._number([form.instance for form in in_order])
        self._tell_of_moves(form for form in in_order if form not in remade)
        return saved

    def save_existing(self, form: forms.ModelForm, obj: Any, commit: bool = True) -> Any:
        """Save a row, unless it only moved: all numbers are written at once."""
        only_moved = commit and form.changed_data == ["position"]
        return obj if only_moved else super().save_existing(form, obj, commit)

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

    def _number(self, rows: list[Any]) -> None:
        """Number the rows of the form, and behind them those that were added meanwhile."""
        for row in rows:
            row.position = None  # what is stored may still be out of the way
        added_meanwhile = self._rows().exclude(pk__in=[row.pk for row in rows])
        renumber([*rows, *added_meanwhile.order_by("position")])

    def _tell_of_moves(self, forms_: Any) -> None:
        """Let those who listen for saved rows hear of the ones that moved without being saved."""
        for form in forms_:
            row, changed = form.instance, form.changed_data
            if changed in ([], ["position"]) and row.position != form.initial.get("position"):
                using = router.db_for_write(type(row), instance=row)
                fields = frozenset({"position"})
                post_save.send(
                    type(row), instance=row, created=False, update_fields=fields, using=using
                )

    def _rows(self) -> Any:
        model: Any = self.model
        return model._default_manager.filter(**{self.fk.name: self.instance})

    def _kept_forms(self) -> list[forms.ModelForm]:
        new = [form for form in self.extra_forms if form.has_changed()]
        return [f for f in [*self.initial_forms, *new] if f not in self.deleted_forms]


class OrderedListFormSet(_TableRows):
    """The rows of a list as it is shown; a typed number is a place in the whole list."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        """Let each row know its list."""
        super().add_fields(form, index)
        form.listed_in = self  # type: ignore[attr-defined]

    @cached_property
    def saved_numbers(self) -> dict[Any, int]:
        """The new numbers by key. To ask for them saves the order of the whole list, once."""
        model: Any = self.model
        typed = [form for form in self.forms if "position" in form.changed_data]
        return put(
            model,
            {
                form.instance.pk: TypedPosition(
                    form.initial["position"], form.cleaned_data["position"]
                )
                for form in typed
            },
        )


def place_of(form: forms.ModelForm) -> tuple[int, int, int]:
    """Return the key that sorts the forms of rows into the order that was typed."""
    cleaned = getattr(form, "cleaned_data", {})
    return TypedPosition(form.initial.get("position"), cleaned.get("position")).sort_key()
