"""Base classes for the admin pages of the apps."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http import HttpResponseRedirect as Redirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from markdownx.widgets import AdminMarkdownxWidget

from common.fields import MarkdownField
from common.history.admin import HistoryAdmin
from common.media.chosen_files import ChosenFileInput, KeepsChosenFiles
from common.media.pictures import PictureField
from common.ordering.admin import OrderedListAdmin, RowsAsTyped
from common.ordering.forms import OrderedInlineFormSet
from common.templatetags.pictures import render_picture
from common.text.search import fold, split_words
from common.write_lock import write_lock


class PictureInput(ChosenFileInput):
    """A file input that also shows the current picture."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        picture = render_picture(
            value, alt=_("The current picture"), width=160, height=160, css_class="present"
        )
        return format_html("{}{}", picture, super().render(name, value, attrs, renderer))


class FoldedSearchAdmin(HistoryAdmin):
    """An admin whose search ignores case and accents, as the public search does.

    It compares the rows in Python, which is fast enough for short lists. Models with long lists
    store a folded search text in each row.
    """

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        wanted, fields = split_words(search_term), self.get_search_fields(request)
        if not (wanted and fields):
            return queryset, False
        texts: dict[Any, str] = {}
        for key, *values in queryset.order_by().values_list("pk", *fields):
            text = fold(" ".join(str(value) for value in values if value))
            texts[key] = f"{texts.get(key, '')} {text}"
        found = [key for key, text in texts.items() if all(word in text for word in wanted)]
        return queryset.filter(pk__in=found), False


class MarkdownAdmin(KeepsChosenFiles, FoldedSearchAdmin):
    """An admin with previews for Markdown fields and pictures."""

    formfield_overrides: ClassVar[Any] = {
        models.FileField: {"widget": ChosenFileInput},
        MarkdownField: {"widget": AdminMarkdownxWidget},
        PictureField: {"widget": PictureInput},
    }

    class Media:
        css = {"all": ["css/admin.css"]}
        js = ["js/markdown-editor.js", "js/choice-names.js"]

    def get_inline_formsets(self, *args: Any, **kwargs: Any) -> Any:
        """After a refused form, show ordered rows in the order that was typed."""
        inlines: list[Any] = super().get_inline_formsets(*args, **kwargs)
        for inline in inlines:
            if isinstance(inline.formset, OrderedInlineFormSet):
                inline.__class__ = RowsAsTyped
        return inlines


class OrderedAdmin(OrderedListAdmin, MarkdownAdmin):
    """The admin of a CV list in the owner's order."""

    list_display_links = ["__str__"]

    @admin.display(description=_lazy("when"))
    def shown_when(self, row: Any) -> str:
        return row.when.display() if row.when else ""


class PublishableAdmin(MarkdownAdmin):
    """An admin of rows that may be drafts, with actions to publish and withdraw them."""

    actions = ["publish", "withdraw"]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """Offer to view the page of the row after saving it."""
        context["has_page"] = not context["is_popup"]
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.action(description=_lazy("Publish"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: Any) -> None:
        count = self._change_each(
            request, queryset.filter(is_draft=True), "publish", _("Published.")
        )
        messages.success(request, _("%(count)d published.") % {"count": count})

    @admin.action(description=_lazy("Withdraw: make them drafts"), permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: Any) -> None:
        count = self._change_each(
            request, queryset.filter(is_draft=False), "withdraw", _("Withdrawn.")
        )
        sentence = _("%(count)d withdrawn: only signed-in editors see them now.")
        messages.success(request, sentence % {"count": count})

    def complete_published(self) -> None:
        """Let subclasses add what newly published rows need."""

    @write_lock()
    def _change_each(self, request: HttpRequest, queryset: Any, change: str, comment: str) -> int:
        """Publish or withdraw the rows, and record it in the history of each."""
        keys = list(queryset.values_list("pk", flat=True))
        rows = self.model._default_manager.filter(pk__in=keys)
        if change == "publish":
            for key in rows.filter(published_at=None).values_list("pk", flat=True):
                row = rows.get(pk=key)  # the one before may have taken its slug
                row.is_draft = False
                row.drop_slug_number()
                row.save(update_fields=["slug", "is_draft"])
        getattr(rows, change)()
        if change == "publish":
            self.complete_published()
        for row in rows:
            self.log_change(request, row, comment)
        return len(keys)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save the row only if it changed, because the feed has the date of the last change."""
        if change and not obj.is_draft and "slug" not in form.changed_data:
            obj.drop_slug_number()
        if form.has_changed() or not change:
            super().save_model(request, obj, form, change)

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Iterable[Any], change: bool
    ) -> None:
        """Save the inlines. A change in them counts as a change of the row."""
        super().save_related(request, form, formsets, change)
        if not form.has_changed() and any(formset.has_changed() for formset in formsets):
            form.instance.note_change()

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> Redirect:
        return self._redirect_to_page(request, obj) or super().response_post_save_add(request, obj)

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> Redirect:
        return self._redirect_to_page(request, obj) or super().response_post_save_change(
            request, obj
        )

    @staticmethod
    def _redirect_to_page(request: HttpRequest, obj: Any) -> Redirect | None:
        """Redirect to the row's page if the button "Save and view" was pressed."""
        return Redirect(obj.get_absolute_url()) if "_view" in request.POST else None
