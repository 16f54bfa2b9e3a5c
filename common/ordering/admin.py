"""Ordered rows in the admin. Owners drag them, use the keyboard, type numbers or sort by date."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import InlineAdminFormSet
from django.db.models import FileField, Model
from django.http import HttpRequest
from django.utils.text import capfirst

from common.media.chosen_files import ChosenFileInput, KeepsChosenFiles
from common.ordering.forms import (
    OrderedInlineFormSet,
    OrderedListFormSet,
    OrderedRowForm,
    place_of,
)
from common.ordering.models import Ordered, TypedPosition, put
from common.ordering.sorting import SortableListAdmin, find_date_field


class OrderedTabularInline(KeepsChosenFiles, admin.TabularInline):
    """An inline whose rows are in the order of their numbers."""

    formfield_overrides: ClassVar[Any] = {FileField: {"widget": ChosenFileInput}}
    form = OrderedRowForm
    formset = OrderedInlineFormSet
    extra = 0

    class Media:
        css = {"all": ["css/admin.css"]}
        js = ["js/ordering.js"]


class RowsAsTyped(InlineAdminFormSet):
    """The rows of an inline, shown in the order that was typed if the form was refused.

    Django shows them in the stored order, with new ones last.
    """

    def __iter__(self) -> Iterator[Any]:
        rows = list(super().__iter__())
        if not self.formset.is_bound:
            return iter(rows)
        count = len(self.formset.forms)  # the template for new rows comes after them
        return iter([*sorted(rows[:count], key=lambda row: place_of(row.form)), *rows[count:]])


class OrderedListAdmin(SortableListAdmin):
    """The admin of rows with one order for the whole list, even if the page shows only a part."""

    list_editable = ["position"]
    ordering = ["position", "pk"]
    actions: Sequence[Any] = ["sort_by_date"]

    @property
    def media(self) -> forms.Media:
        """Add the script that moves rows."""
        return super().media + forms.Media(js=["js/ordering.js"])

    def get_list_display(self, request: HttpRequest) -> Any:
        """Put the number first, so that the handle is visible on a phone too."""
        others = [name for name in super().get_list_display(request) if name != "position"]
        return ["position", *others]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Offer to sort by date only if the rows have a date."""
        actions = super().get_actions(request)
        if find_date_field(self.model) is None:
            actions.pop("sort_by_date", None)
        return actions

    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_formset(request, **{"formset": OrderedListFormSet, **kwargs})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save the row, and renumber the list if a number was typed."""
        if listed_in := getattr(form, "listed_in", None):
            obj.position = listed_in.saved_numbers[obj.pk]
            if form.changed_data == ["position"]:
                return
        super().save_model(request, obj, form, change)
        if not listed_in and (not change or "position" in form.changed_data):
            before = form.initial.get("position") if change else None
            obj.position = put(self.model, {obj.pk: TypedPosition(before, obj.position)})[obj.pk]

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """Do not log rows whose number alone changed: moving one row renumbers many."""
        label = capfirst(str(Ordered._meta.get_field("position").verbose_name))
        if message == [{"changed": {"fields": [label]}}]:
            return None
        return super().log_change(request, obj, message)
