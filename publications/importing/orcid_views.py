"""The admin page for what is new in the owner's ORCID record."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from publications.importing.new_at_orcid import find_owners_orcid, start_search
from publications.importing.views import PERMISSIONS, go_on
from publications.models import LeftOutWork
from publications.sources.errors import explain_turned_off
from publications.sources.services import is_turned_off


def see_what_is_new(request: HttpRequest, site: admin.AdminSite) -> HttpResponse:
    """Show the works that are left out; look up what is new; offer left out works again."""
    if not request.user.has_perms(PERMISSIONS):
        raise PermissionDenied
    orcid = find_owners_orcid()
    context: dict[str, Any] = {**site.each_context(request), "title": _("New at ORCID")}
    if "offer_again" in request.POST:
        LeftOutWork.objects.filter(pk__in=_list_numbers(request)).delete()
        messages.success(request, _("They are offered again."))
        return HttpResponseRedirect(request.path)
    if request.method == "POST" and orcid:
        if not is_turned_off():
            return go_on(request, context, start_search(orcid))
        messages.error(request, str(explain_turned_off()))
    context |= {"orcid": orcid, "left_out": LeftOutWork.objects.all()}
    return render(request, "admin/publications/publication/orcid.html", context)


def _list_numbers(request: HttpRequest) -> list[int]:
    return [int(one) for one in request.POST.getlist("work") if one.isdecimal()]
