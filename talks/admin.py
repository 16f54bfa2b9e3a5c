"""Talks in the admin."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from common.admin import PublishableAdmin
from common.ordering.admin import OrderedTabularInline
from common.text.title_markup import render_title
from talks.models import Presentation, Talk, TalkLink


class PresentationInline(admin.StackedInline):
    """Presentations on the form of their talk."""

    model = Presentation
    fields = [
        *(("place", "host"), ("when", "location"), ("start_time", "end_time")),
        ("time_zone", "url"),
    ]
    extra = 0


class TalkLinkInline(OrderedTabularInline):
    """Slides and videos on the form of their talk."""

    model = TalkLink
    verbose_name = _("link")
    fields = ["position", "kind", "label", "url"]


@admin.register(Talk)
class TalkAdmin(PublishableAdmin):
    """Talks with their presentations."""

    list_display = ["shown_title", "kind", "given", "is_draft"]
    list_filter = ["is_draft", "kind"]
    search_fields = ["title", "presentations__place", "presentations__host"]
    inlines = [PresentationInline, TalkLinkInline]
    fieldsets = [
        (None, {"fields": ["title", ("kind", "is_draft")]}),
        (_("Abstract"), {"fields": ["abstract"]}),
        (_("URL"), {"fields": ["slug", "former_slugs"], "classes": ["collapse"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Talk]:
        return super().get_queryset(request).prefetch_related("presentations")

    @admin.display(description=_("title"), ordering="title")
    def shown_title(self, talk: Talk) -> SafeString:
        return render_title(talk.title)

    @admin.display(description=_("given"))
    def given(self, talk: Talk) -> str:
        return "; ".join(str(presentation) for presentation in talk.presentations_in_order)
