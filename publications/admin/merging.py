"""The admin page that makes one paper of a preprint and its published version."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from common.history.recent_changes import log_change
from common.history.recording import note, record_merge, record_revision
from publications.merging.pairs import PaperPair
from publications.merging.papers import MERGE_PERMISSIONS, link_papers, merge_papers
from publications.models import Publication


def show_merge(request: HttpRequest, preprint: int, published: int, site: Any) -> HttpResponse:
    """Show both papers field by field; then make them one, or keep both with links."""
    if not request.user.has_perms(MERGE_PERMISSIONS):
        raise PermissionDenied
    papers = Publication.objects.select_related("venue")
    pair = PaperPair(
        get_object_or_404(papers.exclude(pk=published), pk=preprint),
        get_object_or_404(papers, pk=published),
    )
    is_stale = request.POST.get("state", pair.state) != pair.state
    if "merge" in request.POST and not is_stale:
        return _merge(request, pair)
    if "link" in request.POST:
        return _link(request, pair)
    choices = pair.choose(request.POST)
    context = {
        **site.each_context(request),
        "title": _("Make them one paper"),
        "pair": pair,
        "fields": [replace(field, default=choices[field.name]) for field in pair.fields],
        "is_stale": is_stale,
    }
    return render(request, "admin/publications/publication/merge.html", context)


def _merge(request: HttpRequest, pair: PaperPair) -> HttpResponse:
    choices = pair.choose(request.POST)
    gone = pair.get_other(choices["slug"])
    with record_merge([gone], request.user):
        kept = merge_papers(pair, choices)
        merged = _("Merged with %(names)s.") % {"names": gone}
        log_change(kept, request.user, merged)
    sentence = _(
        "They are one paper now. To undo it, go back to the version before in the "
        "<a href='{}'>history</a>, and bring the other back from the "
        "<a href='{}'>deleted papers</a>."
    )
    history = reverse("admin:publications_publication_history", args=[kept.pk])
    deleted = reverse("admin:publications_publication_recoverlist")
    messages.success(request, format_html(sentence, history, deleted))
    return _redirect_to_form(kept)


def _link(request: HttpRequest, pair: PaperPair) -> HttpResponse:
    try:
        with record_revision(_("Linked to its published version."), request.user):
            link_papers(pair)
            note([pair.preprint])
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(request.path)
    messages.success(request, _("Both stay, and the page of each has a link to the other."))
    return _redirect_to_form(pair.preprint)


def _redirect_to_form(paper: Publication) -> HttpResponse:
    url = reverse("admin:publications_publication_change", args=[paper.pk])
    return HttpResponseRedirect(url)
