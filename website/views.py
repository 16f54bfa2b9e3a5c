"""The pages made from all three apps, and the error pages."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from profile import entries
from profile.models import Service
from publications.models import Publication
from talks.models import Presentation, Talk
from website.news import recent

SELECTED_PAPERS = 5
LATEST_TALKS = 2


def home(request: HttpRequest) -> HttpResponse:
    """The person: who, where, what, and the way to papers, talks and CV."""
    lists = entries.fetch(["links", "education", "experience", "awards"])
    context = {
        **lists,
        "publications": Publication.objects.published().with_bylines().selected(SELECTED_PAPERS),
        "talks": Presentation.objects.published().by_talk()[:LATEST_TALKS],
        "news": recent(lists),
    }
    return render(request, "website/home.html", context)


def cv(request: HttpRequest) -> HttpResponse:
    """The whole CV."""
    lists = entries.fetch()
    talks = Presentation.objects.published().by_talk()
    context = {
        **lists,
        "service": _by_category(lists["service"]),
        "publications": Publication.objects.published().with_bylines(),
        "talks": talks,
        "all_invited": all(talk.kind == Talk.Kind.INVITED for talk, _ in talks),
    }
    return render(request, "website/cv.html", context)


def _by_category(service: list[Service]) -> list[tuple[str, list[Service]]]:
    """Return the services under their categories, in the order of the first of each."""
    order = list(dict.fromkeys(row.category for row in service))
    rows = sorted(service, key=lambda row: order.index(row.category))
    return [(name, list(group)) for name, group in groupby(rows, Service.get_category_display)]


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the way back into the site."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: plain, as the database or a template may be what failed."""
    return render(None, "500.html", status=500)
