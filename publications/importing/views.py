"""The admin page for importing papers: give something, preview the changes, choose.

What was looked up travels in the form, signed, so that nothing is asked twice.
"""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.history.recent_changes import log_change_of_list
from common.write_lock import write_lock
from publications.import_history.views import offer_undo
from publications.importing import applying
from publications.importing.forms import ImportForm
from publications.importing.naming_venues import name_new_venues
from publications.importing.new_at_orcid import leave_out, make_is_known
from publications.importing.proposal import Proposal
from publications.merging.pairs import get_merge_url
from publications.merging.papers import MERGE_PERMISSIONS
from publications.models import LeftOutWork, Publication
from publications.sources.lookup import Lookup
from publications.sources.search import Search

# For all that an import may make or change.
PERMISSIONS = [
    f"publications.{action}_{model}"
    for action in ("add", "change")
    for model in (
        "publication",
        "author",
        "authorship",
        "venue",
        "publicationlink",
        "publicationaward",
    )
]
_BUTTONS = {"apply", "open"}  # both import; the other opens the form of a single paper
SECONDS_A_PAGE = 4  # of looking up, before the owner sees how far it is

_PAGE = "admin/publications/publication/import.html"
_PROGRESS_PAGE = "admin/publications/publication/import_progress.html"


def import_publications(request: HttpRequest, site: admin.AdminSite) -> HttpResponse:
    """Show the box, look up what is in it, preview the changes, and import the chosen entries."""
    if not request.user.has_perms(PERMISSIONS):
        raise PermissionDenied
    context = {**site.each_context(request), "title": _("Import papers")}
    source = request.POST.get("text", "")
    if "back" in request.POST:
        return render(request, _PAGE, context | {"form": ImportForm(initial={"text": source})})
    if "search" in request.POST:
        try:
            search = Search.unpack(request.POST["search"])
        except BadSignature:
            messages.error(request, _("What was looked up is older than a day. Start again."))
            return HttpResponseRedirect(request.path)
        if _BUTTONS & request.POST.keys():
            return _apply(request, search)
        if "stop" in request.POST:
            search.stop()
        return go_on(request, context, search, source)
    form = ImportForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return render(request, _PAGE, context | {"form": form})
    if _BUTTONS & request.POST.keys():
        return _apply(request, form.cleaned_data["search"])
    return go_on(request, context, form.cleaned_data["search"], form.cleaned_data["source"])


def go_on(
    request: HttpRequest, context: dict[str, Any], search: Search, source: str = ""
) -> HttpResponse:
    """Look up for some seconds. Show the preview if all is there, else how far it is.

    The pages keep what was given, so that the owner can go back to it.
    """
    was_done = search.is_done
    if not was_done:
        _look_up(search)
    import_url = reverse("admin:publications_publication_import")
    context |= {"search": search, "import_url": import_url, "source": source}
    if not search.is_done:
        return render(request, _PROGRESS_PAGE, context | {"packed": search.pack()})
    # A pasted text is read once more; what was looked up comes back signed.
    context |= {
        "packed": "" if source and was_done else search.pack(),
        "form": ImportForm(initial={"text": source}),
        "proposals": applying.propose(search.entries),
        "refused": search.refused,
        "problems": search.list_problems(),
    }
    return render(request, _PAGE, context)


def _look_up(search: Search) -> None:
    lookup = Lookup(is_known=make_is_known()) if search.only_new else Lookup()
    end = time.monotonic() + SECONDS_A_PAGE
    while not search.is_done:
        lookup.step(search)
        if time.monotonic() >= end:
            break


@write_lock()
def _apply(request: HttpRequest, search: Search) -> HttpResponse:
    """Import the chosen entries, remember those that are not wanted, and report the result."""
    proposals = applying.propose(search.entries)
    _leave_out(request, proposals)
    chosen, replaced = set(request.POST.getlist("entry")), set(request.POST.getlist("replace"))
    left_out = {handle for name in _REASONS for handle in request.POST.getlist(name)}
    wanted = [p for p in proposals if p.handle in (chosen | replaced) - left_out]
    for proposal in wanted:
        proposal.replace = proposal.handle in replaced
    name_new_venues(wanted, request.POST, request.user)
    made = applying.apply(wanted, request.user)
    counts = Counter(proposal.outcome for proposal in wanted)
    done = counts["new"] + counts["changed"]
    sentence = _describe_outcome(counts["new"], counts["changed"], len(proposals) - done)
    messages.success(request, offer_undo(sentence, made, request.user))
    if made:
        comment = _("Imported: %(what)s") % {"what": sentence}
        log_change_of_list(Publication, request.user, comment)
    for proposal in wanted:
        if proposal.refused:
            title = proposal.entry.title
            sentence = _("“%(title)s” could not be imported. %(reason)s")
            messages.warning(request, sentence % {"title": title, "reason": proposal.refused})
        elif proposal.is_new and request.user.has_perms(MERGE_PERMISSIONS):
            _offer_merges(request, proposal)
    saved = [proposal.publication.pk for proposal in wanted if not proposal.refused]
    if "open" in request.POST and len(saved) == 1:
        return HttpResponseRedirect(reverse("admin:publications_publication_change", args=saved))
    return HttpResponseRedirect(reverse("admin:publications_publication_changelist"))


def _describe_outcome(new: int, changed: int, left: int) -> str:
    counts = (
        (new, ngettext("%(count)d added", "%(count)d added", new)),
        (changed, ngettext("%(count)d changed", "%(count)d changed", changed)),
        (left, ngettext("%(count)d left as it is", "%(count)d left as they are", left)),
    )
    parts = [text % {"count": count} for count, text in counts if count]
    return f"{', '.join(parts) or _('Nothing was changed')}."


def _offer_merges(request: HttpRequest, proposal: Proposal) -> None:
    """Name the papers that may be the same as a new one, each with a link that makes them one."""
    paper = proposal.publication
    for other in proposal.like:
        sentence = _("“{}” may be the same paper as “{}”. <a href='{}'>Make them one paper</a>")
        url = get_merge_url(paper, other)
        messages.warning(request, format_html(sentence, paper.title, other.title, url))


_REASONS = {
    "not_mine": LeftOutWork.Reason.NOT_MINE,
    "not_wanted": LeftOutWork.Reason.NOT_WANTED,
}


def _leave_out(request: HttpRequest, proposals: list[applying.Proposal]) -> None:
    """Remember the works that the owner marks as not to be offered again, each once."""
    handles: set[str] = set()
    for name, reason in _REASONS.items():
        marked = set(request.POST.getlist(name)) - handles
        handles |= marked
        leave_out([p.entry for p in proposals if p.handle in marked], reason)
