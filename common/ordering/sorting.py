"""Buttons above an ordered list: sort it by date, and go back to the order before."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from common.dates.cv_date import CVDate
from common.dates.fields import CVDateField
from common.history.recent_changes import log_change_of_list
from common.ordering.models import arrange
from common.write_lock import write_lock


class SortableListAdmin(admin.ModelAdmin):
    """An ordered list that remembers in the session how it was before its order last changed."""

    def get_urls(self) -> list[Any]:
        """Add what the buttons do."""
        buttons = {"sort": self.sort_view, "unsort": self.unsort_view}
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            *(
                path(f"{button}/", self.admin_site.admin_view(view), name=f"{name}_{button}")
                for button, view in buttons.items()
            ),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list with its buttons, and remember an order that is changed there."""
        before = self._list_order() if request.method == "POST" else None
        may_change = self.has_change_permission(request)
        context = {
            "may_sort": may_change and find_date_field(self.model) is not None,
            "may_unsort": may_change and self._session_key in request.session,
        }
        response = super().changelist_view(request, {**context, **(extra_context or {})})
        if before is not None:
            self._note_order(request, before, _("Order changed."))
        return response

    def sort_view(self, request: HttpRequest) -> HttpResponse:
        """Sort the whole list."""
        with write_lock():
            before = self._check_and_list(request)
            self.sort_by_date(request, self.model._default_manager.all())
            self._note_order(request, before, _("Sorted by date."))
        return self._go_to_list()

    def unsort_view(self, request: HttpRequest) -> HttpResponse:
        """Go back to the order before. Rows that are new since then stay where they are."""
        with write_lock():
            present = self._check_and_list(request)
            before = request.session.get(self._session_key, [])
            rows = self.model._default_manager.in_bulk(before)
            arrange([rows[key] for key in before if key in rows])
            self._note_order(request, present, _("Went back to the order before."))
        messages.success(request, _("The order is as it was before."))
        return self._go_to_list()

    @admin.action(description=_lazy("Sort by date, newest first"), permissions=["change"])
    def sort_by_date(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Sort the selected rows among themselves. Rows with the same date keep their order."""
        before = list(queryset.order_by("position", "pk"))
        name = find_date_field(self.model) or ""
        after = sorted(before, key=lambda row: _get_newness(getattr(row, name)), reverse=True)
        arrange(after)
        moved = sum(one != other for one, other in zip(before, after, strict=True))
        if not moved:
            messages.info(request, _("They are already sorted by date."))
            return
        sentence = _("Sorted by date: %(moved)d of %(count)d rows moved.")
        messages.success(request, sentence % {"moved": moved, "count": len(before)})

    def _check_and_list(self, request: HttpRequest) -> list[Any]:
        if request.method != "POST" or not self.has_change_permission(request):
            raise PermissionDenied
        return self._list_order()

    def _go_to_list(self) -> HttpResponse:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"
        return HttpResponseRedirect(reverse(name))

    @property
    def _session_key(self) -> str:
        return f"order before: {self.opts.label_lower}"

    def _list_order(self) -> list[Any]:
        rows = self.model._default_manager.order_by("position", "pk")
        return list(rows.values_list("pk", flat=True))

    def _note_order(self, request: HttpRequest, before: list[Any], comment: str) -> None:
        """Remember the order before, and log the change once for the whole list."""
        after = self._list_order()
        if [key for key in before if key in set(after)] == [k for k in after if k in set(before)]:
            return
        request.session[self._session_key] = before
        log_change_of_list(self.model, request.user, comment)


def find_date_field(model: type[Model]) -> str | None:
    """Return the name of the model's date field, if it has one."""
    return next((f.name for f in model._meta.fields if isinstance(f, CVDateField)), None)


def _get_newness(when: CVDate | None) -> tuple[Any, ...]:
    """Return a sort key for a date. Rows without a date count as the oldest."""
    return (True, *when.sort_key[:2]) if when else (False,)
