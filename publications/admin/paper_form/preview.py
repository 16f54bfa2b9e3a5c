"""Shows a paper as its page would, from what is typed in its form. Nothing is saved."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from common.write_lock import write_lock
from publications.admin.paper_form.link_lines import add_links
from publications.admin.paper_form.venue import save_new_venue
from publications.authors.assigning import assign_authors
from publications.authors.index import AuthorIndex
from publications.models import Publication


@require_POST
def preview_paper(request: HttpRequest, papers: Any, pk: int | None = None) -> HttpResponse:
    """Save the form in a transaction, draw the page, and roll the transaction back.

    ``papers`` is the admin of papers. A form that could not be saved gets 422.
    """
    paper = get_object_or_404(Publication, pk=pk) if pk else None
    if not papers.may_save(request, paper):
        raise PermissionDenied
    with write_lock():
        drawn = _draw(request, papers, paper)
        transaction.set_rollback(True)
    return HttpResponse(drawn or "", status=200 if drawn else 422)


def _draw(request: HttpRequest, papers: Any, paper: Publication | None) -> str:
    typed = _leave_out_files(request)
    form = papers.get_form(request, paper, change=paper is not None)(typed, instance=paper)
    if not form.is_valid():
        return ""
    save_new_venue(form.instance)
    row = form.save()
    for formset_class, inline in papers.get_formsets_with_inlines(request, paper):
        prefix = formset_class.get_default_prefix()
        queryset = inline.get_queryset(request)
        formset = formset_class(typed, instance=row, prefix=prefix, queryset=queryset)
        if not formset.is_valid():
            return ""
        formset.save()
    add_links(row, form)
    if line := form.cleaned_data.get("author_line"):
        assign_authors(row, line, AuthorIndex())
    shown = Publication.objects.with_citations().prefetch_related("topics").get(pk=row.pk)
    context = {"publication": shown}
    return render_to_string("admin/publications/publication/preview.html", context, request)


def _leave_out_files(request: HttpRequest) -> Any:
    """Return what was typed, without the files that wait to be saved."""
    typed = request.POST.copy()
    for name in [name for name in typed if name.endswith("-kept")]:
        del typed[name]
    return typed
