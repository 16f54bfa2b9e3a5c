"""The admin page that undoes an import: what it would do, and a button."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from common.history.recent_changes import log_change_of_list
from common.history.recording import RestoreError
from publications.import_history import undoing
from publications.models import Import, Publication

# For all that undoing may delete or change.
PERMISSIONS = [
    "publications.change_publication",
    *(
        f"publications.{action}_{model}"
        for action in ("add", "change", "delete")
        for model in ("authorship", "publicationlink")
    ),
    *(f"publications.delete_{model}" for model in ("publication", "author", "venue")),
]


def offer_undo(sentence: str, made: Import | None, user: Any) -> str:
    """Return the message after an import with a link to undo it, for those who may."""
    if made is None or not user.has_perms(PERMISSIONS):
        return sentence
    url = reverse("undo-import", args=[made.pk])
    return format_html('{} <a href="{}">{}</a>', sentence, url, _("Undo this import"))


def undo_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what undoing an import does; do it on POST."""
    if not request.user.has_perms(PERMISSIONS):
        raise PermissionDenied
    made = get_object_or_404(Import, pk=pk)
    if made.undone_at:
        messages.info(request, _("This import was undone already."))
        return redirect("admin:publications_publication_changelist")
    report = None
    try:
        if request.method == "POST":
            return _tell(request, undoing.undo(made, request.user))
        report = undoing.preview(made)
    except RestoreError as error:
        sentence = _("This import cannot be undone, and nothing was changed. %(reason)s")
        messages.error(request, sentence % {"reason": error})
    context = {
        **admin.site.each_context(request),
        "title": _("Undo an import"),
        "made": made,
        "report": report,
    }
    return render(request, "admin/publications/publication/undo_import.html", context)


def _tell(request: HttpRequest, report: undoing.UndoReport) -> HttpResponse:
    sentence = _("The import was undone: %(deleted)d papers deleted, %(restored)d restored.")
    counts = {"deleted": len(report.deleted), "restored": len(report.restored)}
    messages.success(request, sentence % counts)
    log_change_of_list(Publication, request.user, sentence % counts)
    for left in report.left:
        messages.warning(request, _("Left as it is: %(what)s") % {"what": left})
    return redirect("admin:publications_publication_changelist")
