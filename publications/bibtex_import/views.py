"""The admin page for importing BibTeX: paste or upload, preview the changes, choose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.write_lock import write_lock
from publications import bibtex
from publications.bibtex.grammar.reading import get_text
from publications.bibtex_import import importing
from publications.import_history.views import offer_undo

# For all that an import may make or change.
PERMISSIONS = [
    f"publications.{action}_{model}"
    for action in ("add", "change")
    for model in ("publication", "author", "authorship", "venue", "publicationlink")
]


class BibtexForm(forms.Form):
    """BibTeX as a file or as text. The cleaned data has the text as ``source``."""

    file = forms.FileField(required=False, help_text=gettext_lazy("A .bib file."))
    text = forms.CharField(
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "class": "vLargeTextField"}),
        label=gettext_lazy("or text"),
        help_text=gettext_lazy("Entries from Google Scholar, DBLP, Zotero or a publisher."),
    )

    def clean(self) -> dict[str, Any]:
        """Use the file if there is one, otherwise the text."""
        cleaned = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        try:
            cleaned["data"] = file.read() if file else cleaned.get("text", "")
            cleaned["source"] = get_text(cleaned["data"]) if file else cleaned["data"]
        except bibtex.FileTooLargeError as error:
            raise forms.ValidationError(str(error)) from error
        if not self.errors and not cleaned["source"].strip():
            raise forms.ValidationError(_("Choose a file, or paste some entries."))
        return cleaned


def import_bibtex(request: HttpRequest, site: admin.AdminSite) -> HttpResponse:
    """Show the form, then preview the changes, then import the chosen entries."""
    if not request.user.has_perms(PERMISSIONS):
        raise PermissionDenied
    form = BibtexForm(request.POST or None, request.FILES or None)
    context = {**site.each_context(request), "title": _("Import BibTeX"), "form": form}
    if form.is_valid():
        source = form.cleaned_data["source"]
        try:
            found = bibtex.read(form.cleaned_data["data"])
        except bibtex.FileTooLargeError as error:
            form.add_error(None, str(error))
        else:
            if "apply" in request.POST:
                return _apply(request, found.entries)
            proposals = importing.propose(found.entries)
            context |= {"source": source, "proposals": proposals, "refused": found.refused}
    return render(request, "admin/publications/publication/import.html", context)


@write_lock()
def _apply(request: HttpRequest, entries: Iterable[bibtex.Entry]) -> HttpResponse:
    """Import the chosen entries, and report the result."""
    proposals = importing.propose(entries)
    chosen, replaced = set(request.POST.getlist("entry")), set(request.POST.getlist("replace"))
    wanted = [proposal for proposal in proposals if proposal.handle in chosen | replaced]
    for proposal in wanted:
        proposal.replace = proposal.handle in replaced
    made = importing.apply(wanted, request.user)
    counts = Counter(proposal.outcome for proposal in wanted)
    done = counts["new"] + counts["changed"]
    sentence = _("%(new)d added, %(changed)d changed, %(left)d left as they are.") % {
        "new": counts["new"],
        "changed": counts["changed"],
        "left": len(proposals) - done,
    }
    messages.success(request, offer_undo(sentence, made, request.user))
    for proposal in wanted:
        if proposal.refused:
            title = proposal.entry.title
            sentence = _("“%(title)s” could not be imported. %(reason)s")
            messages.warning(request, sentence % {"title": title, "reason": proposal.refused})
    return HttpResponseRedirect(reverse("admin:publications_publication_changelist"))
