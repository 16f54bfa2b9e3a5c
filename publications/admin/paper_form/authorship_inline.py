"""The authors of a paper as rows of its form, with a constant number of queries."""

from functools import cached_property
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest

from common.forms.prefetched_choices import PrefetchedAutocompleteSelect, PrefetchedChoiceField
from common.ordering.admin import OrderedTabularInline
from common.ordering.forms import OrderedInlineFormSet, OrderedRowForm
from publications.admin.paper_form.sections import AUTHORS
from publications.models import Author, Authorship


class AuthorshipForm(OrderedRowForm):
    """One author of a paper; the formset checks for all rows that authors exist and are unique."""

    checked_together = OrderedRowForm.checked_together | {"author", "role"}


class AuthorshipFormSet(OrderedInlineFormSet):
    """The authors, editors and translators of a paper, each once in a role."""

    once = ("author", "role")

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        """Give each row the authors fetched for all rows."""
        super().add_fields(form, index)
        choice = form.fields.get("author")
        if isinstance(choice, PrefetchedChoiceField):
            choice.fetched = self._authors_by_key

    @cached_property
    def _authors_by_key(self) -> dict[str, Author]:
        """The saved rows' authors and any newly chosen ones, with at most one more query."""
        authors = {str(row.author_id): row.author for row in self.get_queryset()}
        count = self.total_form_count() if self.is_bound else 0
        chosen = {self.data.get(f"{self.add_prefix(n)}-author") for n in range(count)}
        others = [key for key in chosen if key and key.isdecimal() and key not in authors]
        if others:
            found = Author.objects.in_bulk([int(key) for key in others])
            authors |= {str(key): author for key, author in found.items()}
        return authors


class AuthorshipInline(OrderedTabularInline):
    """The authors of a paper in order, and its editors and translators."""

    model = Authorship
    form = AuthorshipForm
    formset = AuthorshipFormSet
    verbose_name = "author"
    verbose_name_plural = "authors, editors and translators"
    comes_after = AUTHORS
    autocomplete_fields = ["author"]
    fields = [
        *("position", "author", "role", "equal_contribution", "corresponding", "equal_advising"),
        "credited_as",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Authorship]:
        return super().get_queryset(request).select_related("author")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Use one query for the authors of all rows."""
        if db_field.name == "author":
            kwargs |= {
                "form_class": PrefetchedChoiceField,
                "widget": PrefetchedAutocompleteSelect(db_field, self.admin_site),
            }
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Let editors add or change an author from a paper's form, but not delete or view one."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name == "author":
            field.widget.can_delete_related = field.widget.can_view_related = False
        return field
