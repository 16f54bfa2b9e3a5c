"""Papers in the admin."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.admin import PublishableAdmin
from common.ordering.admin import OrderedListAdmin, OrderedTabularInline
from common.text.math import render_math
from common.write_lock import write_lock
from publications.admin.authorship_inline import AuthorshipInline
from publications.admin.bulk_edit import BulkEditForm, select_papers
from publications.admin.forms import PublicationForm
from publications.admin.list_form import PaperInListForm, PaperListFormSet
from publications.admin.preview import preview_paper
from publications.authors.assigning import assign_authors
from publications.authors.index import AuthorIndex
from publications.bibtex_import.views import PERMISSIONS as IMPORT_PERMISSIONS
from publications.bibtex_import.views import import_bibtex
from publications.citations.keys import assign_citation_keys
from publications.models import Author, Publication, PublicationLink

# For the authors in one line, which may be new and which replace the rows.
PASTE_PERMISSIONS = [
    "publications.add_author",
    *(f"publications.{action}_authorship" for action in ("add", "change", "delete")),
]


class PublicationLinkInline(OrderedTabularInline):
    """The links of a paper, in order."""

    model = PublicationLink
    verbose_name = "link"
    fields = ["position", "kind", "label", "url", "file", "note"]


@admin.register(Publication)
class PublicationAdmin(OrderedListAdmin, PublishableAdmin):
    """Papers in the order set by the owner."""

    form = PublicationForm
    change_form_template = "admin/publications/publication/change_form.html"
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
    actions = ["edit_together", *PublishableAdmin.actions, *OrderedListAdmin.actions]
    autocomplete_fields = ["venue", "topics"]
    inlines = [AuthorshipInline, PublicationLinkInline]
    fieldsets = [
        (None, {"fields": ["title", "is_draft", "is_selected"]}),
        (
            gettext_lazy("Where and when"),
            {"fields": [("kind", "status"), ("venue", "when"), "note"]},
        ),
        (
            gettext_lazy("Authors"),
            {"fields": ["author_line", ("is_alphabetical", "has_more_authors")]},
        ),
        (gettext_lazy("What it says"), {"fields": ["summary", "abstract", "topics"]}),
        (gettext_lazy("Picture"), {"fields": ["thumbnail", "thumbnail_alt"]}),
        (
            gettext_lazy("Identifiers and files"),
            {"fields": [("arxiv_id", "doi"), "citation_key", ("volume", "number", "pages"), "pdf"]},
        ),
        (
            gettext_lazy("URL and order"),
            {"fields": ["slug", "former_slugs", "position"], "classes": ["collapse"]},
        ),
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

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Leave out the author line for those who may not add authors."""
        fieldsets = super().get_fieldsets(request, obj)
        if request.user.has_perms(PASTE_PERMISSIONS):
            return fieldsets
        return [
            (name, {**options, "fields": [f for f in options["fields"] if f != "author_line"]})
            for name, options in fieldsets
        ]

    class Media:
        js = ["js/live-preview.js"]

    def get_urls(self) -> list[Any]:
        """Add the page for importing BibTeX, and the preview beside the form."""
        page = self.admin_site.admin_view(import_bibtex)
        preview = self.admin_site.admin_view(preview_paper)
        name, site, papers = "publications_publication", {"site": self.admin_site}, {"papers": self}
        return [
            path("import/", page, site, name=f"{name}_import"),
            path("preview/", preview, papers, name=f"{name}_preview"),
            path("preview/<int:pk>/", preview, papers, name=f"{name}_preview"),
            *super().get_urls(),
        ]

    def may_save(self, request: HttpRequest, paper: Publication | None) -> bool:
        """Return whether the user may save the form of a paper, or of a new one."""
        if paper is None:
            return self.has_add_permission(request)
        return self.has_change_permission(request, paper)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """Show the preview to those who may save the form."""
        paper = context["original"]
        if self.may_save(request, paper):
            key = [paper.pk] if paper else []
            context["preview_url"] = reverse("admin:publications_publication_preview", args=key)
        return super().render_change_form(request, context, *args, **kwargs)

    def complete_published(self) -> None:
        assign_citation_keys()

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Iterable[Any], change: bool
    ) -> None:
        """Save the rows, then replace the authors by those in a pasted line."""
        super().save_related(request, form, formsets, change)
        if line := form.cleaned_data.get("author_line"):
            if not request.user.has_perms(PASTE_PERMISSIONS):
                raise PermissionDenied
            index = AuthorIndex()
            for author in assign_authors(form.instance, line, index).new_authors:
                self._tell_of_new_author(request, author, index)
        assign_citation_keys()

    def _tell_of_new_author(self, request: HttpRequest, author: Author, index: AuthorIndex) -> None:
        link = format_html(
            '<a href="{}">{}</a>',
            reverse("admin:publications_author_change", args=[author.pk]),
            author,
        )
        text = format_html(_("{} is new among your authors."), link)
        if similar := index.find_similar(author):
            names = ", ".join(str(other) for other in similar)
            text = format_html("{} {}", text, format_html(_("Is it the same person as {}?"), names))
        messages.info(request, text)

    @admin.display(description=gettext_lazy("title"), ordering="title")
    def shown_title(self, publication: Publication) -> SafeString:
        return render_math(publication.title)

    @admin.display(description=gettext_lazy("appeared"), ordering="status")
    def status_line(self, publication: Publication) -> str:
        """The venue and status, as shown to readers."""
        return publication.venue_line

    @admin.display(description=gettext_lazy("topics"))
    def shown_topics(self, publication: Publication) -> str:
        """The topics, for those who may not change them."""
        return ", ".join(topic.name for topic in publication.topics.all())

    topics = shown_topics  # Django accepts a many-to-many field in a list if the admin has its name
