"""Papers, authors and venues in the admin."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.admin import FoldedSearchAdmin, PublishableAdmin
from common.history.admin import HistoryAdmin
from common.history.recording import record_revision
from common.ordering.admin import OrderedListAdmin, OrderedTabularInline
from common.text.math import render_math
from common.text.search import words
from common.write_lock import write_lock
from publications.admin.authorship_inline import AuthorshipInline
from publications.admin.forms import PublicationForm
from publications.authors.assigning import assign_authors
from publications.authors.index import AuthorIndex
from publications.authors.merging import NotOnePersonError, merge
from publications.bibtex_import.views import import_bibtex
from publications.citations.keys import assign_citation_keys
from publications.models import Author, Publication, PublicationLink, Topic, Venue


class PublicationLinkInline(OrderedTabularInline):
    """The links of a paper."""

    model = PublicationLink
    verbose_name = "link"
    fields = ["position", "kind", "label", "url", "file", "note"]


@admin.register(Publication)
class PublicationAdmin(OrderedListAdmin, PublishableAdmin):
    """Papers in the owner's order."""

    form = PublicationForm
    change_list_template = "admin/publications/publication/change_list.html"
    list_display = ["shown_title", "status_line", "year", "position", "is_selected", "is_draft"]
    list_display_links = ["shown_title"]
    list_filter = ["is_draft", "status", "kind", "is_selected", "topics", "venue", "year"]
    list_select_related = ["venue"]
    search_fields = ["title"]
    search_help_text = "Title, authors, venue, summary or year"
    actions = [*PublishableAdmin.actions, *OrderedListAdmin.actions]
    autocomplete_fields = ["venue", "topics"]
    inlines = [AuthorshipInline, PublicationLinkInline]
    fieldsets = [
        (None, {"fields": ["title", "is_draft", "is_selected"]}),
        ("Where and when", {"fields": [("kind", "status"), ("venue", "when"), "note"]}),
        ("Authors", {"fields": ["author_line", ("is_alphabetical", "has_more_authors")]}),
        ("What it says", {"fields": ["summary", "abstract", "topics"]}),
        ("Picture", {"fields": ["thumbnail", "thumbnail_alt"]}),
        (
            "Identifiers and files",
            {"fields": [("arxiv_id", "doi"), "citation_key", ("volume", "number", "pages"), "pdf"]},
        ),
        (
            "Address and order",
            {"fields": ["slug", "former_slugs", "position"], "classes": ["collapse"]},
        ),
    ]

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[QuerySet[Publication], bool]:
        """Search as the public page does."""
        return queryset.search(search_term), False

    def get_urls(self) -> list[Any]:
        """Add the page that imports BibTeX."""
        page = self.admin_site.admin_view(import_bibtex)
        name = "publications_publication_import"
        site = {"site": self.admin_site}
        return [path("import/", page, site, name=name), *super().get_urls()]

    def complete_published(self) -> None:
        """Give each paper a key by which it can be cited."""
        assign_citation_keys()

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Iterable[Any], change: bool
    ) -> None:
        """Save the rows, then replace the authors by those of a pasted line."""
        super().save_related(request, form, formsets, change)
        if line := form.cleaned_data.get("author_line"):
            index = AuthorIndex()
            for author in assign_authors(form.instance, line, index).new_authors:
                self._tell_of_new_author(request, author, index)
        assign_citation_keys()

    def _tell_of_new_author(self, request: HttpRequest, author: Author, index: AuthorIndex) -> None:
        address = reverse("admin:publications_author_change", args=[author.pk])
        text = format_html('<a href="{}">{}</a> is new among your authors.', address, author)
        if similar := index.similar(author):
            names = ", ".join(str(other) for other in similar)
            text = format_html("{} Is it the same person as {}?", text, names)
        messages.info(request, text)

    @admin.display(description="title", ordering="title")
    def shown_title(self, publication: Publication) -> SafeString:
        """The title with its formulas."""
        return render_math(publication.title)

    @admin.display(description="appeared", ordering="status")
    def status_line(self, publication: Publication) -> str:
        """What a reader sees of status and venue."""
        return publication.venue_line


class WithoutPapersFilter(admin.SimpleListFilter):
    """Authors whom no paper names: left over, or still to be credited."""

    title = "papers"
    parameter_name = "papers"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the choices beside "All"."""
        return [("none", "Without papers")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Leave out the authors of papers, where that was chosen."""
        return queryset.filter(paper_count=0) if self.value() == "none" else queryset


@admin.register(Author)
class AuthorAdmin(HistoryAdmin):
    """People."""

    list_display = ["__str__", "papers", "homepage", "orcid", "is_owner"]
    list_filter = [WithoutPapersFilter, "is_owner"]
    search_fields = ["search_text"]
    ordering = ["family_name", "given_name", "pk"]
    actions = ["merge_authors"]
    fieldsets = [
        (None, {"fields": [("given_name", "family_name", "suffix"), "is_group", "variants"]}),
        ("On the web", {"fields": ["homepage", "orcid"]}),
        ("On this site", {"fields": ["is_owner", "slug", "former_slugs"]}),
    ]

    class Media:
        css = {"all": ["css/admin.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Author]:
        """Count each author's papers."""
        return super().get_queryset(request).annotate(paper_count=Count("authorships"))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Author], search_term: str
    ) -> tuple[QuerySet[Author], bool]:
        """Find a name whatever its accents."""
        for word in words(search_term):
            queryset = queryset.filter(search_text__contains=word)
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

    @admin.action(description="Merge selected authors into one", permissions=["delete"])
    def merge_authors(
        self, request: HttpRequest, queryset: QuerySet[Author]
    ) -> HttpResponse | None:
        """Ask which name is right, then make one author of them."""
        authors = sorted(queryset, key=self.papers, reverse=True)
        if len(authors) < 2:
            messages.warning(request, "Select the two or more authors who are one person.")
            return None
        kept = next((a for a in authors if str(a.pk) == request.POST.get("kept")), None)
        if kept is None:
            context = {**self.admin_site.each_context(request), "title": "Merge authors"}
            context["authors"] = authors
            return render(request, "admin/publications/author/merge.html", context)
        others = [author for author in authors if author != kept]
        names = ", ".join(str(author) for author in others)
        try:
            with write_lock():  # a refused merge takes the versions of the others back too
                self._keep(others, request)
                with record_revision(f"Merged with {names}.", request.user):
                    merge(kept, others)
        except NotOnePersonError as error:
            messages.error(request, f"Nothing was merged. {error}")
        else:
            messages.success(request, f"{names} became {kept}.")
        return None

    @admin.display(ordering="paper_count")
    def papers(self, author: Any) -> int:
        """How many papers name this author."""
        return int(author.paper_count)


@admin.register(Venue)
class VenueAdmin(FoldedSearchAdmin):
    """Conferences, journals, workshops."""

    list_display = ["short_name", "name", "kind"]
    list_filter = ["kind"]
    search_fields = ["short_name", "name"]


@admin.register(Topic)
class TopicAdmin(FoldedSearchAdmin):
    """Subjects that papers are filed under."""

    list_display = ["name", "slug"]
    search_fields = ["name"]
