"""What the admin pages of the apps share."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http import HttpResponseRedirect as Redirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from markdownx.widgets import AdminMarkdownxWidget

from common.fields import MarkdownField
from common.history.admin import HistoryAdmin
from common.media.chosen_files import ChosenFileInput, KeepsChosenFiles
from common.media.pictures import PictureField
from common.ordering.admin import OrderedListAdmin, RowsAsTyped
from common.ordering.forms import OrderedInlineFormSet
from common.templatetags.pictures import render_picture
from common.text.search import fold, words
from common.write_lock import write_lock


class PictureInput(ChosenFileInput):
    """Takes an upload, and shows the picture that is there."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Put the present picture above the field."""
        present = render_picture(
            value, alt="The present picture", width=160, height=160, css_class="present"
        )
        return format_html("{}{}", present, super().render(name, value, attrs, renderer))


class FoldedSearchAdmin(HistoryAdmin):
    """Rows whose search ignores case and accents, as that of the public pages does.

    The lists are short enough to be compared here; long ones keep a folded text in each row.
    """

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Return the rows that have all the words in their search fields."""
        wanted, fields = words(search_term), self.get_search_fields(request)
        if not (wanted and fields):
            return queryset, False
        texts: dict[Any, str] = {}
        for key, *values in queryset.order_by().values_list("pk", *fields):
            text = fold(" ".join(str(value) for value in values if value))
            texts[key] = f"{texts.get(key, '')} {text}"
        found = [key for key, text in texts.items() if all(word in text for word in wanted)]
        return queryset.filter(pk__in=found), False


class MarkdownAdmin(KeepsChosenFiles, FoldedSearchAdmin):
    """An admin page whose Markdown fields show a preview, and its pictures too."""

    formfield_overrides: ClassVar[Any] = {
        models.FileField: {"widget": ChosenFileInput},
        MarkdownField: {"widget": AdminMarkdownxWidget},
        PictureField: {"widget": PictureInput},
    }

    class Media:
        css = {"all": ["css/admin.css"]}
        js = ["js/markdown-editor.js"]

    def get_inline_formsets(self, *args: Any, **kwargs: Any) -> Any:
        """Draw ordered rows in the order that was typed, where the form was refused."""
        found: list[Any] = super().get_inline_formsets(*args, **kwargs)
        for inline in found:
            if isinstance(inline.formset, OrderedInlineFormSet):
                inline.__class__ = RowsAsTyped
        return found


class OrderedAdmin(OrderedListAdmin, MarkdownAdmin):
    """Rows of a list of the CV, in the owner's order."""

    list_display_links = ["__str__"]

    @admin.display(description="when")
    def shown_when(self, row: Any) -> str:
        """The date as the CV shows it."""
        return row.when.display() if row.when else ""


class PublishableAdmin(MarkdownAdmin):
    """Rows of which some are drafts: published and withdrawn from the list, seen after saving."""

    actions = ["publish", "withdraw"]
    change_form_template: ClassVar[Any] = "admin/publishable_form.html"

    @admin.action(description="Publish", permissions=["change"])
    def publish(self, request: HttpRequest, queryset: Any) -> None:
        """Show the selected rows to everybody."""
        count = self._change_each(request, queryset.filter(is_draft=True), "publish", "Published.")
        messages.success(request, f"{count} published.")

    @admin.action(description="Withdraw: make them drafts", permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: Any) -> None:
        """Show the selected rows to signed-in editors alone."""
        count = self._change_each(
            request, queryset.filter(is_draft=False), "withdraw", "Withdrawn."
        )
        messages.success(request, f"{count} withdrawn: only signed-in editors see them now.")

    def complete_published(self) -> None:
        """Give the rows that were just published what public rows need; for subclasses."""

    @write_lock()
    def _change_each(self, request: HttpRequest, queryset: Any, change: str, comment: str) -> int:
        """Publish or withdraw the rows, and keep in the history of each that it was done."""
        keys = list(queryset.values_list("pk", flat=True))
        rows = self.model._default_manager.filter(pk__in=keys)
        getattr(rows, change)()
        if change == "publish":
            self.complete_published()
        for row in rows:
            self.log_change(request, row, comment)
        return len(keys)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save the row, unless nothing about it is new: its date of change tells feed readers."""
        if form.has_changed() or not change:
            super().save_model(request, obj, form, change)

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Iterable[Any], change: bool
    ) -> None:
        """Save what belongs to the row, which makes it a row that has changed."""
        super().save_related(request, form, formsets, change)
        if not form.has_changed() and any(formset.has_changed() for formset in formsets):
            form.instance.note_change()

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
