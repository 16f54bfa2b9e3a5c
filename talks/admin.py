"""Talks in the admin."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.admin import PublishableAdmin
from common.dates.time_zones import list_zone_choices
from common.ordering.admin import OrderedTabularInline
from common.text.title_markup import render_title
from talks.forms import WIDGETS, PresentationForm
from talks.models import Presentation, Talk, TalkLink


class PresentationInline(admin.StackedInline):
    """Presentations on the form of their talk."""

    model = Presentation
    form = PresentationForm
    formfield_overrides: ClassVar[Any] = WIDGETS
    fields = [
        *(("place", "host"), ("when", "location"), ("start_time", "end_time")),
        ("time_zone", "url"),
    ]
    extra = 0


class TalkLinkInline(OrderedTabularInline):
    """Slides and videos on the form of their talk."""

    model = TalkLink
    verbose_name = gettext_lazy("link")
    fields = ["position", "kind", "label", "url"]


@admin.register(Talk)
class TalkAdmin(PublishableAdmin):
    """Talks with their presentations."""

    change_form_template = "admin/talks/talk/change_form.html"
    list_display = ["shown_title", "kind", "given", "is_draft"]
    list_filter = ["is_draft", "kind"]
    search_fields = ["title", "presentations__place", "presentations__host"]
    inlines = [PresentationInline, TalkLinkInline]
    fieldsets = [
        (None, {"fields": ["title", ("kind", "is_draft")]}),
        (gettext_lazy("Abstract"), {"fields": ["abstract"]}),
        (gettext_lazy("URL"), {"fields": ["slug", "former_slugs"], "classes": ["collapse"]}),
    ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """Add the list of time zones."""
        context["time_zones"] = list_zone_choices(timezone.localdate().year)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Iterable[Any], change: bool
    ) -> None:
        """Save the presentations, and say which time zones were taken from their places."""
        formsets = list(formsets)
        super().save_related(request, form, formsets, change)
        for row in (row for formset in formsets for row in formset.forms):
            if zone := getattr(row, "guessed_zone", ""):
                sentence = _("%(place)s: the time zone is %(zone)s. If it is another, change it.")
                place = row.instance.place
                messages.info(request, sentence % {"place": place, "zone": zone})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Talk]:
        return super().get_queryset(request).prefetch_related("presentations")

    @admin.display(description=gettext_lazy("title"), ordering="title")
    def shown_title(self, talk: Talk) -> SafeString:
        return render_title(talk.title)

    @admin.display(description=gettext_lazy("given"))
    def given(self, talk: Talk) -> str:
        return "; ".join(str(presentation) for presentation in talk.presentations_in_order)
