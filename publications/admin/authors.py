"""Authors in the admin, and the action that merges them."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.text.search import split_words
from publications.admin.collaborators import may_list_collaborators, show_collaborators
from publications.admin.merge_admin import MergeAdmin, MergeRefusedError
from publications.authors.merging import NotOnePersonError, merge
from publications.models import Author


class WithoutPapersFilter(admin.SimpleListFilter):
    """Filters for authors without papers: unused, or not yet assigned to one."""

    title = gettext_lazy("papers")
    parameter_name = "papers"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("none", _("Without papers"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(paper_count=0) if self.value() == "none" else queryset


@admin.register(Author)
class AuthorAdmin(MergeAdmin):
    """Authors, with the number of their papers."""

    merge_action = "merge_authors"
    merge_title = gettext_lazy("Merge authors")
    merge_question = gettext_lazy(
        "Which name is the right one? All papers move to it. Each still prints the name it prints "
        "now, and the other names become variants of the one you choose."
    )
    select_more = gettext_lazy("Select two or more authors who are one person.")
    merge_permissions = (
        *("publications.change_author", "publications.delete_author"),
        *("publications.change_authorship", "publications.change_publication"),
    )

    change_list_template = "admin/publications/author/change_list.html"
    list_display = ["__str__", "papers", "homepage", "orcid", "is_owner"]
    list_filter = [WithoutPapersFilter, "is_owner"]
    search_fields = ["search_text"]
    ordering = ["family_name", "given_name", "pk"]
    actions = ["merge_authors"]
    fieldsets = [
        (None, {"fields": [("given_name", "family_name", "suffix"), "is_group", "variants"]}),
        (gettext_lazy("On the web"), {"fields": ["homepage", "orcid"]}),
        (gettext_lazy("For forms"), {"fields": ["affiliation"]}),
        (gettext_lazy("On this site"), {"fields": ["is_owner", "slug", "former_slugs"]}),
    ]

    class Media:
        css = {"all": ["css/admin.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Author]:
        return (
            super()
            .get_queryset(request)
            .annotate(paper_count=Count("authorships__publication", distinct=True))
        )

    def get_urls(self) -> list[Any]:
        """Add the page that lists co-authors for conflict-of-interest forms."""
        page = self.admin_site.admin_view(show_collaborators)
        name = "publications_author_collaborators"
        site = {"site": self.admin_site}
        return [path("collaborators/", page, site, name=name), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list, with a link to the one for forms for those who may see it."""
        may_list = may_list_collaborators(request, self.admin_site)
        context = {"may_list_collaborators": may_list, **(extra_context or {})}
        return super().changelist_view(request, context)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Author], search_term: str
    ) -> tuple[QuerySet[Author], bool]:
        """Find a name or an affiliation, with or without its accents."""
        for word in split_words(search_term):
            queryset = queryset.filter(
                Q(search_text__contains=word) | Q(affiliation_search_text__contains=word)
            )
        return queryset, False

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """Show the author's papers, in one query, below the form."""
        author = context["original"]
        if author is not None:
            rows = author.authorships.select_related("author", "publication__venue")
            context["authorships"] = rows.order_by("publication__position", "publication_id")
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.action(
        description=gettext_lazy("Merge selected authors into one"), permissions=["merge"]
    )
    def merge_authors(
        self, request: HttpRequest, queryset: QuerySet[Author]
    ) -> HttpResponse | None:
        """Ask which author to keep, then merge the others into it."""
        return self._merge_chosen(request, queryset)

    def merge(self, kept: Author, others: Sequence[Author]) -> str:
        try:
            merge(kept, others)
        except NotOnePersonError as error:
            raise MergeRefusedError(str(error)) from error
        return ""

    def list_merge_notes(self, row: Author) -> list[str]:
        return [_("the owner of this site")] if row.is_owner else []
