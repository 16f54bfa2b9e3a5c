"""Ordered rows in the admin: dragged, moved by keyboard, numbered by hand, sorted by date."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import InlineAdminFormSet
from django.db.models import FileField, Model, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst

from common.dates.cv_date import CVDate
from common.dates.fields import CVDateField
from common.media.chosen_files import ChosenFileInput, KeepsChosenFiles
from common.ordering.forms import (
    OrderedInlineFormSet,
    OrderedListFormSet,
    OrderedRowForm,
    place_of,
)
from common.ordering.models import Ordered, TypedPosition, arrange, put


class OrderedTabularInline(KeepsChosenFiles, admin.TabularInline):
    """Rows of a parent, in the order of their numbers."""

    formfield_overrides: ClassVar[Any] = {FileField: {"widget": ChosenFileInput}}
    form = OrderedRowForm
    formset = OrderedInlineFormSet
    extra = 0

    class Media:
        css = {"all": ["css/admin.css"]}
        js = ["js/ordering.js"]


class RowsAsTyped(InlineAdminFormSet):
    """The rows of an inline as the admin draws them: those of a refused form as they were typed.

    Django draws them in the order in which they are stored, and new ones last.
    """

    def __iter__(self) -> Iterator[Any]:
        rows = list(super().__iter__())
        if not self.formset.is_bound:
            return iter(rows)
        count = len(self.formset.forms)  # behind them is the template for more rows
        return iter([*sorted(rows[:count], key=lambda row: place_of(row.form)), *rows[count:]])


class OrderedListAdmin(admin.ModelAdmin):
    """Rows in one order for the whole site: a number that is typed is a place in all of it."""

    list_editable = ["position"]
    ordering = ["position", "pk"]
    actions: Sequence[Any] = ["sort_by_date"]

    @property
    def media(self) -> forms.Media:
        """Add the script that moves rows."""
        return super().media + forms.Media(js=["js/ordering.js"])

    def get_list_display(self, request: HttpRequest) -> Any:
        """Put the number first, where the handle is in sight on a phone too."""
        others = [name for name in super().get_list_display(request) if name != "position"]
        return ["position", *others]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Offer to sort by date where the rows have one."""
        actions = super().get_actions(request)
        if _date_field(self.model) is None:
            actions.pop("sort_by_date", None)
        return actions

    @admin.action(description="Sort by date, newest first", permissions=["change"])
    def sort_by_date(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Sort the selected rows among themselves; those of one date, or none, keep their order."""
        before = list(queryset.order_by("position", "pk"))
        name = _date_field(self.model) or ""
        after = sorted(before, key=lambda row: _newness(getattr(row, name)), reverse=True)
        arrange(after)
        moved = sum(one != other for one, other in zip(before, after, strict=True))
        if not moved:
            messages.info(request, "They are in the order of their dates already.")
            return
        messages.success(request, f"Sorted by date: {moved} of {len(before)} rows moved.")

    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> Any:
        """Read the numbers of the list together."""
        return super().get_changelist_formset(request, **{"formset": OrderedListFormSet, **kwargs})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save the row, and number the list anew where a number was typed."""
        if listed_in := getattr(form, "listed_in", None):
            obj.position = listed_in.saved_numbers[obj.pk]
            if form.changed_data == ["position"]:
                return
        super().save_model(request, obj, form, change)
        if not listed_in and (not change or "position" in form.changed_data):
            before = form.initial.get("position") if change else None
            obj.position = put(self.model, {obj.pk: TypedPosition(before, obj.position)})[obj.pk]

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """Leave rows of which only the number changed out of the log: one moves all others."""
        label = capfirst(str(Ordered._meta.get_field("position").verbose_name))
        if message == [{"changed": {"fields": [label]}}]:
            return None
        return super().log_change(request, obj, message)


def _date_field(model: type[Model]) -> str | None:
    """Return the name of the field that dates a row."""
    return next((f.name for f in model._meta.fields if isinstance(f, CVDateField)), None)


def _newness(when: CVDate | None) -> tuple[Any, ...]:
    """Return a key that sorts by the days of a date; rows without one are the oldest."""
    return (True, *when.sort_key[:2]) if when else (False,)
