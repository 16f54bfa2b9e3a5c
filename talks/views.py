"""The pages about talks, and the calendar of each presentation."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header

from common.http.read_only import read_only
from common.urls.site_url import make_absolute
from common.urls.slug_history import redirect_former_slugs
from talks import calendar
from talks.models import CalendarEntry, Presentation, Talk
from talks.places import list_places


@read_only
def talk_list(request: HttpRequest) -> HttpResponse:
    """List all talks, upcoming ones first."""
    talks = Talk.objects.published().list_in_order()
    return render(request, "talks/list.html", {"talks": talks, "places": list_places(talks)})


@read_only
@redirect_former_slugs(Talk)
def talk_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one talk and where it was given; only editors see drafts."""
    talks = Talk.objects.visible_to(request.user).with_presentations()
    return render(request, "talks/detail.html", {"talk": get_object_or_404(talks, slug=slug)})


@read_only
@redirect_former_slugs(Talk)
def presentation_calendar(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """Send one presentation as a calendar file; only editors can get a draft's."""
    talks = Talk.objects.visible_to(request.user)
    presentations = Presentation.objects.filter(talk__in=talks).select_related("talk")
    presentation = get_object_or_404(presentations, talk__slug=slug, uid=uid)
    entries = CalendarEntry.objects.filter(presentation_uid=presentation.uid, cancelled_at=None)
    file = calendar.write([presentation], partial(make_absolute, request), entries=entries)
    response = HttpResponse(file, content_type=calendar.CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, f"{slug}.ics")
    return response
