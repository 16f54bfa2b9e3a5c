"""The pages about talks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from talks.models import Talk


def talk_list(request: HttpRequest) -> HttpResponse:
    """All talks, those to come first."""
    talks = Talk.objects.published().in_order()
    return render(request, "talks/list.html", {"talks": talks})


def talk_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One talk and where it was given; drafts for staff alone."""
    talks = Talk.objects.visible_to(request.user).with_presentations()
    return render(request, "talks/detail.html", {"talk": get_object_or_404(talks, slug=slug)})
