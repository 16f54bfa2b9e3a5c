"""What the admin pages of the apps share."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http import HttpResponseRedirect as Redirect
from markdownx.widgets import AdminMarkdownxWidget

from common.fields import MarkdownField
from common.history_admin import HistoryAdmin


class MarkdownAdmin(HistoryAdmin):
    """An admin page whose Markdown fields show a preview."""

    formfield_overrides = {MarkdownField: {"widget": AdminMarkdownxWidget}}

    class Media:
        css = {"all": ["css/admin.css"]}
        js = ["js/markdown-editor.js"]


class OrderedAdmin(MarkdownAdmin):
    """Rows of a list of the CV, in the owner's order, which can be typed in the list."""

    list_editable = ["position"]
    list_display_links = ["__str__"]
    ordering = ["position", "pk"]

    @admin.display(description="when")
    def shown_when(self, row: Any) -> str:
        """The date as the CV shows it."""
        return row.when.display() if row.when else ""


class PublishableAdmin(MarkdownAdmin):
    """Rows of which some are drafts: published and withdrawn from the list, seen after saving."""

    actions = ["publish", "withdraw"]
    change_form_template = "admin/publishable_form.html"

    @admin.action(description="Publish", permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Show the selected rows to everybody."""
        count = self._make_drafts(request, queryset, is_draft=False)
        messages.success(request, f"{count} published.")

    @admin.action(description="Withdraw: make them drafts", permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Show the selected rows to signed-in editors alone."""
        count = self._make_drafts(request, queryset, is_draft=True)
        messages.success(request, f"{count} withdrawn: only signed-in editors see them now.")

    def _make_drafts(self, request: HttpRequest, queryset: QuerySet[Any], *, is_draft: bool) -> int:
        rows = queryset.filter(is_draft=not is_draft)
        with transaction.atomic():
            for row in rows:
                row.is_draft = is_draft
                row.save()
                self.log_change(request, row, "Withdrawn." if is_draft else "Published.")
        return len(rows)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> Redirect:
        """Go to the page of the row, where that was asked for."""
        return self._seen(request, obj) or super().response_post_save_add(request, obj)

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> Redirect:
        """Go to the page of the row, where that was asked for."""
        return self._seen(request, obj) or super().response_post_save_change(request, obj)

    @staticmethod
    def _seen(request: HttpRequest, obj: Any) -> Redirect | None:
        wanted = "_view" in request.POST
        return Redirect(obj.get_absolute_url()) if wanted else None
