"""The errors of an admin form as a list, with a link to the field of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.contrib.admin.options import ModelAdmin
from django.http import HttpRequest

MOST = 50  # errors that are listed


class FieldError(NamedTuple):
    """An error, and the field that it is about."""

    id: str
    label: str
    text: str


class ListsErrors(ModelAdmin):
    """An admin that lists the errors of a refused form above it."""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        if context.get("errors"):
            formsets = [inline.formset for inline in context["inline_admin_formsets"]]
            errors = list(find_errors(context["adminform"].form, formsets))
            context["field_errors"] = errors[:MOST]
        return super().render_change_form(request, context, *args, **kwargs)


def find_errors(form: Any, formsets: Iterable[Any]) -> Iterator[FieldError]:
    """Yield the errors of the fields of a form, then those of the rows below it."""
    yield from _find_in_form(form)
    for formset in formsets:
        name = str(formset.model._meta.verbose_name_plural).capitalize()
        for text in formset.non_form_errors():
            yield FieldError(f"{formset.prefix}-group", name, str(text))
        for number, row in enumerate(formset.forms, start=1):
            where = f"{name}, {number}"
            for text in row.non_field_errors():
                yield FieldError(row.prefix, where, str(text))
            yield from _find_in_form(row, f"{where}: ")


def _find_in_form(form: Any, where: str = "") -> Iterator[FieldError]:
    for field in form:
        for text in field.errors:
            yield FieldError(
                field.id_for_label or field.auto_id, f"{where}{field.label}", str(text)
            )
