"""Venues and topics in the admin."""

from collections.abc import Sequence

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.admin import FoldedSearchAdmin
from publications.admin.merge_admin import MergeAdmin
from publications.models import Topic, Venue
from publications.venues.merging import merge


@admin.register(Venue)
class VenueAdmin(MergeAdmin, FoldedSearchAdmin):
    """Conferences, journals, workshops, with the number of their papers."""

    list_display = ["short_name", "name", "kind", "papers"]
    list_filter = ["kind"]
    search_fields = ["search_text", "iso4", "issn"]
    actions = ["merge_venues"]
    merge_action = "merge_venues"
    merge_title = gettext_lazy("Merge venues")
    merge_question = gettext_lazy(
        "Which one stays? All papers move to it. The names of the others become other names of the "
        "one you choose, and it gets from them what it lacks."
    )
    select_more = gettext_lazy("Select two or more venues that are one.")
    merge_permissions = (
        *("publications.change_venue", "publications.delete_venue"),
        "publications.change_publication",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Venue]:
        return super().get_queryset(request).annotate(paper_count=Count("publications"))

    @admin.action(description=gettext_lazy("Merge selected venues into one"), permissions=["merge"])
    def merge_venues(self, request: HttpRequest, queryset: QuerySet[Venue]) -> HttpResponse | None:
        """Ask which venue to keep, then merge the others into it."""
        return self._merge_chosen(request, queryset)

    def merge(self, kept: Venue, others: Sequence[Venue]) -> str:
        lost = merge(kept, others)
        if not lost:
            return ""
        sentence = _("Not kept, as %(kept)s has its own: %(lost)s.")
        return sentence % {"kept": kept, "lost": ", ".join(lost)}

    def list_merge_notes(self, row: Venue) -> list[str]:
        details = (row.name, row.get_kind_display(), *row.variants, row.iso4, row.issn, row.url)
        return list(filter(None, details))


@admin.register(Topic)
class TopicAdmin(FoldedSearchAdmin):
    """Subjects that papers are filed under."""

    list_display = ["name", "slug"]
    search_fields = ["name"]
