"""Forms in which the order of rows is typed: inlines, and lists in the admin."""

from collections import Counter
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import router, transaction
from django.db.models import F
from django.db.models.signals import post_save
from django.forms.models import BaseInlineFormSet, BaseModelFormSet
from django.utils.translation import gettext as _

from common.forms.prefetched_choices import PrefetchedChoiceField
from common.ordering.models import MOST, TypedPosition, put, renumber

_OUT_OF_THE_WAY = 10 * MOST


class OrderedRowForm(forms.ModelForm):
    """A row of an ``OrderedInlineFormSet``, which checks the fields in ``checked_together``."""

    checked_together = frozenset({"position"})

    @cached_property
    def changed_data(self) -> list[str]:
        """The changed fields. A number alone does not make a new row."""
        changed = super().changed_data
        return [] if self.instance._state.adding and changed == ["position"] else changed

    def _get_validation_exclusions(self) -> set[str]:
        return {*super()._get_validation_exclusions(), *self.checked_together}  # type: ignore[misc]


class _TableRows(BaseModelFormSet):
    """Table rows that are fetched in one query, with an accessible name for each field."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        """Look up keys among the fetched rows, and label each field for screen readers."""
        super().add_fields(form, index)
        model: Any = self.model
        plain: Any = form.fields[model._meta.pk.name]
        form.fields[model._meta.pk.name] = key = PrefetchedChoiceField(
            plain.queryset, initial=plain.initial, required=False, widget=forms.HiddenInput
        )
        key.fetched = self._rows_by_key
        of_row = f", {form.instance}" if form.instance.pk else ""
        # In a table, only the column header names a field.
        for field in (f for f in form.fields.values() if not f.widget.is_hidden):
            field.widget.attrs["aria-label"] = f"{field.label}{of_row}"

    @cached_property
    def _rows_by_key(self) -> dict[str, Any]:
        return {str(row.pk): row for row in self.get_queryset()}


class OrderedInlineFormSet(_TableRows, BaseInlineFormSet):
    """Rows of a parent, saved in the order of the positions that were typed.

    The numbers may have gaps or repeat. A row that was moved comes before the row that has its new
    number, rows without a number go last, and the others stay in the order of the form. Positions
    are saved as 1, 2, 3, ... The database may require that a parent has each position, and each
    combination of values of the fields ``once``, only once: rows can still exchange them.
    """

    once: tuple[str, ...] = ()

    def clean(self) -> None:
        """Refuse the values of ``once`` in two rows, one of which may have been added elsewhere."""
        super().clean()
        if not self.once or any(self.errors):
            return
        forms_ = self._list_forms_to_save()
        values = [tuple(form.cleaned_data.get(name) for name in self.once) for form in forms_]
        if twice := [value for value, count in Counter(values).items() if count > 1]:
            sentence = _("%(value)s is there twice. Delete one of the two rows.")
            raise ValidationError(sentence % {"value": twice[0][0]})
        if self.instance.pk is None:
            return
        first = self.once[0]
        added = (
            self._get_rows()
            .exclude(pk__in=[form.instance.pk for form in self.initial_forms])
            .filter(**{f"{first}__in": [value[0] for value in values]})
        )
        for row in added:
            if tuple(getattr(row, name) for name in self.once) in values:
                sentence = _("%(value)s has been added in another window. Open this form again.")
                raise ValidationError(sentence % {"value": getattr(row, first)})

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        """Save the rows and renumber them."""
        if not commit:
            return super().save(commit=False)
        recreated = self._make_way()
        in_order = sorted(self._list_forms_to_save(), key=place_of)
        for number, form in enumerate(in_order, start=1):
            form.instance.position = number
        saved = super().save()
        for form in recreated:
            saved.append(self.save_new(form))
            self.changed_objects.append((form.instance, form.changed_data))
        self._renumber([form.instance for form in in_order])
        self._announce_moves(form for form in in_order if form not in recreated)
        return saved

    def save_existing(self, form: forms.ModelForm, obj: Any, commit: bool = True) -> Any:
        """Save a row unless it only moved: all numbers are written at once."""
        only_moved = commit and form.changed_data == ["position"]
        return obj if only_moved else super().save_existing(form, obj, commit)

    def _make_way(self) -> list[forms.ModelForm]:
        """Free the positions, and the values of ``once`` that rows give up.

        Returns the forms whose rows must be created again because another row may take their value.
        """
        self._get_rows().update(position=F("position") + _OUT_OF_THE_WAY)
        remaining = [form for form in self.initial_forms if form not in self.deleted_forms]
        recreated = [form for form in remaining if {*self.once} & {*form.changed_data}]
        removed = [form.instance.pk for form in [*self.deleted_forms, *recreated]]
        self._get_rows().filter(pk__in=removed).delete()
        for form in recreated:
            form.instance.pk = None
            form.instance._state.adding = True
        return recreated

    def _renumber(self, rows: list[Any]) -> None:
        """Number the rows of the form, then those that were added in another window."""
        for row in rows:
            row.position = None  # the stored position may still be out of the way
        added_elsewhere = self._get_rows().exclude(pk__in=[row.pk for row in rows])
        renumber([*rows, *added_elsewhere.order_by("position")])

    def _announce_moves(self, forms_: Any) -> None:
        """Send ``post_save`` for rows that moved but were not saved one by one."""
        for form in forms_:
            row, changed = form.instance, form.changed_data
            if changed in ([], ["position"]) and row.position != form.initial.get("position"):
                using = router.db_for_write(type(row), instance=row)
                fields = frozenset({"position"})
                post_save.send(
                    type(row), instance=row, created=False, update_fields=fields, using=using
                )

    def _get_rows(self) -> Any:
        model: Any = self.model
        return model._default_manager.filter(**{self.fk.name: self.instance})

    def _list_forms_to_save(self) -> list[forms.ModelForm]:
        new = [form for form in self.extra_forms if form.has_changed()]
        return [f for f in [*self.initial_forms, *new] if f not in self.deleted_forms]


class OrderedListFormSet(_TableRows):
    """The rows on a page of a list. A typed number is a place in the whole list."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        """Give each row a reference to its list."""
        super().add_fields(form, index)
        form.listed_in = self  # type: ignore[attr-defined]

    @cached_property
    def saved_numbers(self) -> dict[Any, int]:
        """The new numbers by key. Reading this saves the order of the whole list, once."""
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
    """Return the sort key of a row's form in the order that was typed."""
    cleaned = getattr(form, "cleaned_data", {})
    return TypedPosition(form.initial.get("position"), cleaned.get("position")).sort_key()
