"""Papers in the admin."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.admin import PublishableAdmin
from common.ordering.admin import OrderedListAdmin, OrderedTabularInline
from common.text.math import render_math
from publications.admin.authorship_inline import AuthorshipInline
from publications.admin.forms import PublicationForm
from publications.admin.merging import show_merge
from publications.admin.new_authors import describe_new_authors
from publications.admin.status import describe_moved_status
from publications.authors.assigning import assign_authors, learn_variants
from publications.authors.index import AuthorIndex
from publications.bibtex_import.views import PERMISSIONS as IMPORT_PERMISSIONS
from publications.bibtex_import.views import import_bibtex
from publications.citations.keys import assign_citation_keys
from publications.merging.pairs import get_merge_url
from publications.merging.papers import MERGE_PERMISSIONS
from publications.merging.same_papers import find_same_papers
from publications.models import Publication, PublicationLink

# For the authors in one line, which may be new and which replace the rows.
PASTE_PERMISSIONS = [
    "publications.add_author",
    *(f"publications.{action}_authorship" for action in ("add", "change", "delete")),
]


OF_LINE = ("author_line", "author_line_read")


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
    list_display = ["shown_title", "status_line", "year", "position", "is_selected", "is_draft"]
    list_display_links = ["shown_title"]
    list_filter = ["is_draft", "status", "kind", "is_selected", "topics", "venue", "year"]
    list_select_related = ["venue"]
    search_fields = ["title"]
    search_help_text = gettext_lazy("Title, authors, venue, summary or year")
    actions = [*PublishableAdmin.actions, *OrderedListAdmin.actions, "merge_papers"]
    autocomplete_fields = ["venue", "topics", "published_as"]
    inlines = [AuthorshipInline, PublicationLinkInline]
    fieldsets = [
        (None, {"fields": ["same_paper", "title", "is_draft", "is_selected"]}),
        (
            gettext_lazy("Where and when"),
            {"fields": [("kind", "status"), ("venue", "when"), "note", "published_as"]},
        ),
        (
            gettext_lazy("Authors"),
            {
                "fields": [
                    "author_line",
                    "author_line_read",
                    ("is_alphabetical", "has_more_authors"),
                ]
            },
        ),
        (gettext_lazy("What it says"), {"fields": ["summary", "abstract", "topics"]}),
        (gettext_lazy("Picture"), {"fields": ["thumbnail", "thumbnail_alt"]}),
        (
            gettext_lazy("Identifiers and files"),
            {"fields": [("arxiv_id", "doi"), "citation_key", "pdf", "licence"]},
        ),
        (
            gettext_lazy("For the reference"),
            {
                "fields": [
                    ("volume", "number", "pages", "article_number"),
                    ("publisher", "place"),
                    ("series", "edition", "isbn"),
                    ("institution", "report_number"),
                ]
            },
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

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Offer to make one paper of two to those who may."""
        form = super().get_form(request, *args, **kwargs)
        form.may_merge = self.has_merge_permission(request)
        return form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Name other papers above the form that may be the same."""
        paper = context["original"]
        if paper is not None and request.method == "GET" and self.has_merge_permission(request):
            context["same_papers"] = [
                (same, get_merge_url(paper, same.paper)) for same in find_same_papers(paper)
            ]
        return super().render_change_form(request, context, *args, **kwargs)

    def response_add(self, request: HttpRequest, obj: Any, *args: Any, **kwargs: Any) -> Any:
        return self._go_to_merge(obj) or super().response_add(request, obj, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Any) -> Any:
        return self._go_to_merge(obj) or super().response_change(request, obj)

    @staticmethod
    def _go_to_merge(paper: Any) -> HttpResponse | None:
        """Go on to the page that makes one paper of two, if that was the answer in the form."""
        other = getattr(paper, "merge_with", None)
        return HttpResponseRedirect(get_merge_url(paper, other)) if other else None

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Leave out the author line for those who may not add authors."""
        fieldsets = super().get_fieldsets(request, obj)
        if request.user.has_perms(PASTE_PERMISSIONS):
            return fieldsets
        return [
            (name, {**options, "fields": [f for f in options["fields"] if f not in OF_LINE]})
            for name, options in fieldsets
        ]

    def get_urls(self) -> list[Any]:
        """Add the pages for importing BibTeX and for making one paper of two."""
        name = "publications_publication"
        site = {"site": self.admin_site}
        imports = self.admin_site.admin_view(import_bibtex)
        merges = self.admin_site.admin_view(show_merge)
        own = [
            path("import/", imports, site, name=f"{name}_import"),
            path("<int:preprint>/merge/<int:published>/", merges, site, name=f"{name}_merge"),
        ]
        return [*own, *super().get_urls()]

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

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer no buttons that add or change the published version from the preprint's form."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name == "published_as":
            field.widget.can_add_related = field.widget.can_change_related = False
            field.widget.can_delete_related = field.widget.can_view_related = False
        return field

    def complete_published(self) -> None:
        assign_citation_keys()

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Iterable[Any], change: bool
    ) -> None:
        """Save the rows, then replace the authors by those in a pasted line."""
        super().save_related(request, form, formsets, change)
        form.instance.merge_with = form.merge_with
        if form.gave_status:
            messages.info(request, describe_moved_status(form.instance, form.gave_status))
        if line := form.cleaned_data.get("author_line"):
            if not request.user.has_perms(PASTE_PERMISSIONS):
                raise PermissionDenied
            index = AuthorIndex()
            if new := assign_authors(form.instance, line, index).new_authors:
                messages.info(request, describe_new_authors(new, index))
            learn_variants(line, index)
        assign_citation_keys()

    @admin.display(description=gettext_lazy("title"), ordering="title")
    def shown_title(self, publication: Publication) -> SafeString:
        return render_math(publication.title)

    @admin.display(description=gettext_lazy("appeared"), ordering="status")
    def status_line(self, publication: Publication) -> str:
        """The venue and status, as shown to readers."""
        return publication.venue_line
