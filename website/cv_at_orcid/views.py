"""The admin page for what the owner's ORCID record has for the CV."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates.cv_date import CVDate
from common.dates.errors import DateError
from common.dates.reading import to_edtf
from profile.content_file import LISTS
from publications.importing.new_at_orcid import find_owners_orcid
from publications.sources.client import Client
from publications.sources.errors import SourceError
from publications.sources.readers.answer import UnreadableError
from website.cv_at_orcid import adding
from website.cv_at_orcid.journals import name_journals
from website.cv_at_orcid.reading import CvRow, read_activities

PERMISSIONS = [f"profile.add_{name}" for name in ("education", "experience", "award", "service")]
_SALT = "website.cv_at_orcid"
_MAX_AGE = 24 * 3600


def see_cv_rows(request: HttpRequest, site: admin.AdminSite) -> HttpResponse:
    """Ask ORCID, show the rows that the CV does not have, and add those that are ticked."""
    if not request.user.has_perms(PERMISSIONS):
        raise PermissionDenied
    if "rows" in request.POST:
        return _add(request)
    orcid = find_owners_orcid()
    context: dict[str, Any] = {**site.each_context(request), "title": _("Your CV at ORCID")}
    context |= {"orcid": orcid}
    if request.method == "POST" and orcid:
        try:
            client = Client()
            found = read_activities(client.ask("orcid", f"/v3.0/{orcid}/activities"))
            rows = adding.list_new(name_journals(found, client.ask))
        except (SourceError, UnreadableError) as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(request.path)
        context |= {"rows": [_describe(row) for row in rows], "asked": True}
        context |= {"packed": signing.dumps(rows, salt=_SALT, compress=True)}
    return render(request, "admin/profile/cv_at_orcid.html", context)


def _describe(row: CvRow) -> dict[str, str]:
    """Return the list of the profile that a row goes to, and what it says."""
    model = LISTS[row.section][0].model
    texts = [_write(name, value) for name, value in row.values.items() if name != "category"]
    section = capfirst(str(model._meta.verbose_name_plural))
    return {"section": section, "text": ", ".join(texts)}


def _write(name: str, value: Any) -> str:
    if name in {"when", "years"}:
        with suppress(DateError):  # such as an end before the start; adding the row says so
            return CVDate.from_edtf(to_edtf(value)).display()
    return ", ".join(value) if isinstance(value, list) else str(value)


def _add(request: HttpRequest) -> HttpResponse:
    try:
        packed = signing.loads(request.POST["rows"], salt=_SALT, max_age=_MAX_AGE)
    except signing.BadSignature:
        messages.error(request, _("What was looked up is older than a day. Start again."))
        return HttpResponseRedirect(request.path)
    ticked = set(request.POST.getlist("row"))
    rows = [CvRow(*row) for number, row in enumerate(packed) if str(number) in ticked]
    report = adding.add(rows, request.user)
    added = len(report.touched)
    sentence = ngettext("%(count)d row was added.", "%(count)d rows were added.", added)
    messages.success(request, sentence % {"count": added})
    for problem in report.problems:
        row = _describe(rows[problem.place.number - 1])
        messages.warning(request, f"{row['text']}: {problem.message}")
    return HttpResponseRedirect(request.path)
