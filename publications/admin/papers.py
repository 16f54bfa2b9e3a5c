"""Papers in the admin."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy

from common.ordering.admin import OrderedTabularInline
from publications.admin.merging import show_merge
from publications.admin.paper_form.authorship_inline import AuthorshipInline
from publications.admin.paper_form.forms import PublicationForm
from publications.admin.paper_form.new_authors import describe_new_authors
from publications.admin.paper_form.preview import preview_paper
from publications.admin.paper_form.status import describe_moved_status
from publications.admin.paper_list import PaperListAdmin
from publications.authors.assigning import assign_authors, learn_variants
from publications.authors.index import AuthorIndex
from publications.citations.keys import assign_citation_keys
from publications.importing.forms import ImportForm
from publications.importing.orcid_views import see_what_is_new
from publications.importing.views import PERMISSIONS as IMPORT_PERMISSIONS
from publications.importing.views import import_publications
from publications.merging.pairs import get_merge_url
from publications.merging.same_papers import find_same_papers
from publications.models import Publication, PublicationAward, PublicationLink

# For the authors in one line, which may be new and which replace the rows.
PASTE_PERMISSIONS = [
    "publications.add_author",
    *(f"publications.{action}_authorship" for action in ("add", "change", "delete")),
]


_PREFIX = "publications_publication_"  # of the names of this admin's pages
REFERENCE = gettext_lazy("Volume, pages, publisher")
OF_LINE = ("author_line", "author_line_read")


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
class PublicationAdmin(PaperListAdmin):
    """Papers in the order set by the owner, and the form of one."""

    form = PublicationForm
    change_form_template = "admin/publications/publication/change_form.html"
    add_form_template = "admin/publications/publication/add_form.html"
    autocomplete_fields = ["venue", "topics", "published_as"]
    inlines = [AuthorshipInline, PublicationAwardInline, PublicationLinkInline]
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

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Leave out the author line for those who may not add authors; unfold what is filled."""
        fieldsets = [
            (name, {**options, "classes": []} if _is_filled(name, options, obj) else options)
            for name, options in super().get_fieldsets(request, obj)
        ]
        if request.user.has_perms(PASTE_PERMISSIONS):
            return fieldsets
        return [
            (name, {**options, "fields": [f for f in options["fields"] if f not in OF_LINE]})
            for name, options in fieldsets
        ]

    class Media:
        js = ["js/live-preview.js"]

    def get_urls(self) -> list[Any]:
        """Add the pages for importing, for making one paper of two, and for the preview."""
        site, papers, wrap = {"site": self.admin_site}, {"papers": self}, self.admin_site.admin_view
        merge = "<int:preprint>/merge/<int:published>/"
        urls = [
            path("import/", wrap(import_publications), site, name=f"{_PREFIX}import"),
            path("orcid/", wrap(see_what_is_new), site, name=f"{_PREFIX}orcid"),
            path("preview/", wrap(preview_paper), papers, name=f"{_PREFIX}preview"),
            path("preview/<int:pk>/", wrap(preview_paper), papers, name=f"{_PREFIX}preview"),
            path(merge, wrap(show_merge), site, name=f"{_PREFIX}merge"),
        ]
        return [*urls, *super().get_urls()]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the box for importing above the empty form to those who may import."""
        box = {"import_form": ImportForm()} if request.user.has_perms(IMPORT_PERMISSIONS) else {}
        return super().add_view(request, form_url, {**box, **(extra_context or {})})

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Offer to make one paper of two to those who may."""
        form = super().get_form(request, *args, **kwargs)
        form.may_merge = self.has_merge_permission(request)
        return form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Name papers above the form that may be the same, and show the preview beside it."""
        paper = context["original"]
        if self.may_save(request, paper):
            key = [paper.pk] if paper else []
            context["preview_url"] = reverse(f"admin:{_PREFIX}preview", args=key)
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

    def may_save(self, request: HttpRequest, paper: Publication | None) -> bool:
        """Return whether the user may save the form of a paper, or of a new one."""
        if paper is None:
            return self.has_add_permission(request)
        return self.has_change_permission(request, paper)

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
        """Save the rows, then do what else the form of one paper asks for."""
        super().save_related(request, form, formsets, change)
        if isinstance(form, PublicationForm):  # not that of a row of the list
            self._follow_form(request, form)
        assign_citation_keys()

    @staticmethod
    def _follow_form(request: HttpRequest, form: Any) -> None:
        """Tell of a new status, and replace the authors by those in a pasted line."""
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
