"""Papers in the admin."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.admin import PublishableAdmin
from common.ordering.admin import OrderedListAdmin, OrderedTabularInline
from common.text.title_markup import render_title
from publications.admin.authorship_inline import AuthorshipInline
from publications.admin.forms import PublicationForm
from publications.authors.assigning import assign_authors
from publications.authors.index import AuthorIndex
from publications.citations.keys import assign_citation_keys
from publications.importing.forms import ImportForm
from publications.importing.orcid_views import see_what_is_new
from publications.importing.views import PERMISSIONS as IMPORT_PERMISSIONS
from publications.importing.views import import_publications
from publications.models import Author, Publication, PublicationAward, PublicationLink

# For the authors in one line, which may be new and which replace the rows.
PASTE_PERMISSIONS = [
    "publications.add_author",
    *(f"publications.{action}_authorship" for action in ("add", "change", "delete")),
]


_PREFIX = "publications_publication_"  # of the names of this admin's pages
REFERENCE = gettext_lazy("Volume, pages, publisher")


class PublicationLinkInline(OrderedTabularInline):
    """The links of a paper, in order."""

    model = PublicationLink
    verbose_name = "link"
    fields = ["position", "kind", "label", "url", "file", "note"]


class PublicationAwardInline(OrderedTabularInline):
    """The awards of a paper, in order."""

    model = PublicationAward
    verbose_name = "award"
    fields = ["position", "title", "year"]


def _is_filled(name: Any, options: Any, paper: Publication | None) -> bool:
    """Return whether one of the fields of the reference has a value."""
    fields = flatten_fieldsets([(name, options)])
    return name == REFERENCE and any(getattr(paper, field, "") for field in fields)


@admin.register(Publication)
class PublicationAdmin(OrderedListAdmin, PublishableAdmin):
    """Papers in the order set by the owner."""

    form = PublicationForm
    change_list_template = "admin/publications/publication/change_list.html"
    add_form_template = "admin/publications/publication/add_form.html"
    list_display = ["shown_title", "status_line", "year", "position", "is_selected", "is_draft"]
    list_display_links = ["shown_title"]
    list_filter = ["is_draft", "status", "kind", "is_selected", "topics", "venue", "year"]
    list_select_related = ["venue"]
    search_fields = ["title"]
    search_help_text = gettext_lazy("Title, authors, venue, summary or year")
    actions = [*PublishableAdmin.actions, *OrderedListAdmin.actions]
    autocomplete_fields = ["venue", "topics", "published_as"]
    inlines = [AuthorshipInline, PublicationAwardInline, PublicationLinkInline]
    fieldsets = [
        (None, {"fields": ["title", "is_draft", "is_selected"]}),
        (
            gettext_lazy("Where and when"),
            {"fields": [("kind", "status"), ("venue", "when"), "note", "published_as"]},
        ),
        (
            gettext_lazy("Authors"),
            {"fields": ["author_line", ("is_alphabetical", "has_more_authors")]},
        ),
        (gettext_lazy("What it says"), {"fields": ["summary", "abstract", "topics"]}),
        (gettext_lazy("Picture"), {"fields": ["thumbnail", "thumbnail_alt"]}),
        (
            gettext_lazy("Identifiers and files"),
            {
                "fields": [
                    ("arxiv_id", "doi"),
                    ("citation_key", "licence"),
                    "pdf",
                ]
            },
        ),
        (
            REFERENCE,
            {
                "fields": [
                    ("volume", "number", "pages", "article_number"),
                    ("publisher", "place"),
                    ("series", "edition", "isbn"),
                    ("institution", "report_number"),
                ],
                "classes": ["collapse"],
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

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Leave out the author line for those who may not add authors; unfold what is filled."""
        fieldsets = [
            (name, {**options, "classes": []} if _is_filled(name, options, obj) else options)
            for name, options in super().get_fieldsets(request, obj)
        ]
        if request.user.has_perms(PASTE_PERMISSIONS):
            return fieldsets
        return [
            (name, {**options, "fields": [f for f in options["fields"] if f != "author_line"]})
            for name, options in fieldsets
        ]

    def get_urls(self) -> list[Any]:
        """Add the pages for importing."""
        site = {"site": self.admin_site}
        pages = {"import": import_publications, "orcid": see_what_is_new}
        urls = [
            path(f"{name}/", self.admin_site.admin_view(page), site, name=f"{_PREFIX}{name}")
            for name, page in pages.items()
        ]
        return [*urls, *super().get_urls()]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the box for importing above the empty form to those who may import."""
        box = {"import_form": ImportForm()} if request.user.has_perms(IMPORT_PERMISSIONS) else {}
        return super().add_view(request, form_url, {**box, **(extra_context or {})})

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
        return render_title(publication.title)

    @admin.display(description=gettext_lazy("appeared"), ordering="status")
    def status_line(self, publication: Publication) -> str:
        """The venue and status, as shown to readers."""
        return publication.venue_line
