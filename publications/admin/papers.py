"""Papers in the admin."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse

from publications.admin.merging import show_merge
from publications.admin.paper_form.authorship_inline import AuthorshipInline
from publications.admin.paper_form.forms import PublicationForm
from publications.admin.paper_form.inlines import PublicationAwardInline, PublicationLinkInline
from publications.admin.paper_form.link_lines import add_links
from publications.admin.paper_form.new_authors import describe_new_authors
from publications.admin.paper_form.preview import preview_paper
from publications.admin.paper_form.sections import (
    FIELDSETS,
    fold_rows,
    leave_out_line,
    unfold_filled,
)
from publications.admin.paper_form.status import describe_moved_status
from publications.admin.paper_form.venue import describe_venue, save_new_venue
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
from publications.models import Publication

# For the authors in one line, which may be new and which replace the rows.
PASTE_PERMISSIONS = [
    "publications.add_author",
    *(f"publications.{action}_authorship" for action in ("add", "change", "delete")),
]


_PREFIX = "publications_publication_"  # of the names of this admin's pages


@admin.register(Publication)
class PublicationAdmin(PaperListAdmin):
    """Papers in the order set by the owner, and the form of one."""

    form = PublicationForm
    change_form_template = "admin/publications/publication/change_form.html"
    add_form_template = "admin/publications/publication/add_form.html"
    autocomplete_fields = ["topics", "published_as"]
    inlines = [AuthorshipInline, PublicationAwardInline, PublicationLinkInline]
    fieldsets = FIELDSETS

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Leave out the author line for those who may not add authors; unfold what is filled."""
        fieldsets = unfold_filled(super().get_fieldsets(request, obj), obj)
        may_paste = request.user.has_perms(PASTE_PERMISSIONS)
        return fieldsets if may_paste else leave_out_line(fieldsets)

    def get_inline_formsets(self, *args: Any, **kwargs: Any) -> Any:
        """Fold rows that are not needed at first."""
        return fold_rows(super().get_inline_formsets(*args, **kwargs))

    class Media:
        js = ["js/live-preview.js", "js/venue.js"]

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
        if venue := form.base_fields.get("venue"):
            venue.may_add = request.user.has_perm("publications.add_venue")
            venue.widget.may_change = request.user.has_perm("publications.change_venue")
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

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save a new venue before the paper, and name it in a message."""
        is_new = save_new_venue(obj)
        super().save_model(request, obj, form, change)
        if obj.venue and "venue" in form.changed_data:
            typed = getattr(form, "typed_venue", "") or str(obj.venue)
            if said := describe_venue(obj.venue, typed, is_new=is_new):
                messages.info(request, said)

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Iterable[Any], change: bool
    ) -> None:
        """Save the rows, then do what else the form of one paper asks for."""
        super().save_related(request, form, formsets, change)
        if isinstance(form, PublicationForm):  # and not a row of the list
            self._save_answers(request, form)
        assign_citation_keys()

    def _save_answers(self, request: HttpRequest, form: PublicationForm) -> None:
        """Save what the form asks beside the fields of the paper, and say what followed."""
        form.instance.merge_with = form.merge_with
        add_links(form.instance, form)
        if form.gave_status:
            messages.info(request, describe_moved_status(form.instance, form.gave_status))
        if line := form.cleaned_data.get("author_line"):
            if not request.user.has_perms(PASTE_PERMISSIONS):
                raise PermissionDenied
            index = AuthorIndex()
            if new := assign_authors(form.instance, line, index).new_authors:
                messages.info(request, describe_new_authors(new, index))
            learn_variants(line, index)
