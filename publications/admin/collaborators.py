"""The admin page that lists recent co-authors for forms about conflicts of interest."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from publications.authors.collaborators import (
    DEFAULT_MONTHS,
    FORMATS,
    MOST_MONTHS,
    list_collaborators,
)
from publications.models import Author, Publication

NO_PERIOD = format_lazy(
    gettext_lazy(
        "Enter a whole number of months from 1 to {most}, such as 48, or nothing for all papers."
    ),
    most=MOST_MONTHS,
)


class PeriodForm(forms.Form):
    """Which papers count. No number of months means all."""

    months = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_MONTHS,
        label=gettext_lazy("Months"),
        help_text=gettext_lazy("The NSF asks for 48. Leave it empty for all papers."),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), NO_PERIOD),
    )
    drafts = forms.BooleanField(
        required=False,
        label=gettext_lazy("Drafts too"),
        help_text=gettext_lazy("The NSF also asks for co-authors of what has not appeared."),
    )


def may_list_collaborators(request: HttpRequest, site: admin.AdminSite) -> bool:
    """Return whether the user may see authors and papers in the admin, drafts included."""
    models = (Author, Publication)
    return all(site.get_model_admin(model).has_view_permission(request) for model in models)


@require_safe
def show_collaborators(request: HttpRequest, site: admin.AdminSite) -> HttpResponse:
    """Show the list of a period, or send it as a file."""
    if not may_list_collaborators(request, site):
        raise PermissionDenied
    is_chosen = "months" in request.GET
    form = PeriodForm(request.GET if is_chosen else {"months": DEFAULT_MONTHS, "drafts": "on"})
    title = _("Co-authors for conflict-of-interest forms")
    context = {**site.each_context(request), "title": title, "form": form}
    if form.is_valid():
        months, drafts = form.cleaned_data["months"], form.cleaned_data["drafts"]
        collaborators = list_collaborators(months, drafts=drafts)
        if file_format := FORMATS.get(request.GET.get("format", "")):
            name = f"coauthors.{file_format.extension}"
            return HttpResponse(
                file_format.write(collaborators.people),
                content_type=f"{file_format.content_type}; charset=utf-8",
                headers={"Content-Disposition": content_disposition_header(True, name) or ""},
            )
        context["collaborators"] = collaborators
    return render(request, "admin/publications/author/collaborators.html", context)
