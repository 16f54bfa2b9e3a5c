"""The list of papers in the admin: what is shown, ticked and done with several papers."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.admin import PublishableAdmin
from common.ordering.admin import OrderedListAdmin
from common.text.title_markup import render_title
from common.write_lock import write_lock
from publications.admin.bulk_edit import BulkEditForm, select_papers
from publications.admin.list_form import PaperInListForm, PaperListFormSet
from publications.importing.views import PERMISSIONS as IMPORT_PERMISSIONS
from publications.merging.pairs import get_merge_url
from publications.merging.papers import MERGE_PERMISSIONS
from publications.models import Publication


class PaperListAdmin(OrderedListAdmin, PublishableAdmin):
    """The list of papers, in the order set by the owner."""

    change_list_template = "admin/publications/publication/change_list.html"
    list_display = [
        *("shown_title", "status_line", "year", "position", "topics", "is_selected", "is_draft"),
    ]
    list_editable = ["position", "topics", "is_selected", "is_draft"]
    sortable_by = ["shown_title", "status_line", "year", "position", "is_selected", "is_draft"]
    list_display_links = ["shown_title"]
    list_filter = ["is_draft", "status", "kind", "is_selected", "topics", "venue", "year"]
    list_select_related = ["venue"]
    search_fields = ["title"]
    search_help_text = gettext_lazy("Title, authors, venue, summary or year")
    actions = [
        "edit_together",
        *PublishableAdmin.actions,
        *OrderedListAdmin.actions,
        "merge_papers",
    ]

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[QuerySet[Publication], bool]:
        """Use the public page's search, but find venues that readers do not see yet."""
        return queryset.search(search_term, hidden_venues=True), False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list, with a link for importing to those who may."""
        may_import = request.user.has_perms(IMPORT_PERMISSIONS)
        return super().changelist_view(request, {"may_import": may_import, **(extra_context or {})})

    def get_list_display(self, request: HttpRequest) -> Any:
        """Show the topics as text to those who may not tick them."""
        shown = super().get_list_display(request)
        if self.has_change_permission(request):
            return shown
        return ["shown_topics" if name == "topics" else name for name in shown]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Publication]:
        return super().get_queryset(request).prefetch_related("topics")

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_form(request, **{"form": PaperInListForm, **kwargs})

    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_formset(request, **{"formset": PaperListFormSet, **kwargs})

    @admin.action(
        description=gettext_lazy("Edit together: kind, venue, topics"), permissions=["change"]
    )
    def edit_together(
        self, request: HttpRequest, queryset: QuerySet[Publication]
    ) -> HttpResponse | None:
        """Ask what to change in the selected papers, then change it in all of them or none."""
        papers = select_papers(queryset)
        form = BulkEditForm(request.POST if "apply" in request.POST else None)
        if not form.is_valid():
            context = {**self.admin_site.each_context(request), "title": _("Edit together")}
            context |= {"papers": papers, "form": form}
            return render(request, "admin/publications/publication/bulk_edit.html", context)
        count = 0
        with write_lock():
            for paper in papers:
                if fields := form.apply_to(paper):
                    self.log_change(request, paper, [{"changed": {"fields": fields}}])
                    count += 1
        messages.success(request, _("%(count)d papers changed.") % {"count": count})
        return None

    def has_merge_permission(self, request: HttpRequest) -> bool:
        """Return whether the user may do all that making one paper of two does."""
        return request.user.has_perms(MERGE_PERMISSIONS)

    @admin.action(
        description=gettext_lazy("Make them one paper: a preprint and its published version"),
        permissions=["merge"],
    )
    def merge_papers(
        self, request: HttpRequest, queryset: QuerySet[Publication]
    ) -> HttpResponse | None:
        """Go to the page that shows both papers."""
        papers = list(queryset[:3])
        if len(papers) != 2:
            messages.warning(request, _("Select two papers: a preprint and its published version."))
            return None
        return HttpResponseRedirect(get_merge_url(*papers))

    @admin.display(description=gettext_lazy("title"), ordering="title")
    def shown_title(self, publication: Publication) -> SafeString:
        return render_title(publication.title)

    @admin.display(description=gettext_lazy("appeared"), ordering="status")
    def status_line(self, publication: Publication) -> str:
        """The venue and status, as shown to readers."""
        return publication.venue_line

    @admin.display(description=gettext_lazy("topics"))
    def shown_topics(self, publication: Publication) -> str:
        """The topics, for those who may not change them."""
        return ", ".join(topic.name for topic in publication.topics.all())

    topics = shown_topics  # Django accepts a many-to-many field in a list if the admin has its name
