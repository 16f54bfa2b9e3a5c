"""Ordered rows in the admin. Owners drag them, use the keyboard, type numbers or sort by date."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import InlineAdminFormSet
from django.db.models import FileField, Model, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

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


class OrderedListAdmin(admin.ModelAdmin):
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
        if _find_date_field(self.model) is None:
            actions.pop("sort_by_date", None)
        return actions

    @admin.action(description=_lazy("Sort by date, newest first"), permissions=["change"])
    def sort_by_date(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Sort the selected rows among themselves. Rows with the same date keep their order."""
        before = list(queryset.order_by("position", "pk"))
        name = _find_date_field(self.model) or ""
        after = sorted(before, key=lambda row: _get_newness(getattr(row, name)), reverse=True)
        arrange(after)
        moved = sum(one != other for one, other in zip(before, after, strict=True))
        if not moved:
            messages.info(request, _("They are already sorted by date."))
            return
        sentence = _("Sorted by date: %(moved)d of %(count)d rows moved.")
        messages.success(request, sentence % {"moved": moved, "count": len(before)})

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


def _find_date_field(model: type[Model]) -> str | None:
    """Return the name of the model's date field, if it has one."""
    return next((f.name for f in model._meta.fields if isinstance(f, CVDateField)), None)


def _get_newness(when: CVDate | None) -> tuple[Any, ...]:
    """Return a sort key for a date. Rows without a date count as the oldest."""
    return (True, *when.sort_key[:2]) if when else (False,)
