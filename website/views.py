"""The home page, made from all three apps, and the error pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from profile import entries
from publications.models import Publication
from talks.models import Presentation
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


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the way back into the site."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: plain, as the database or a template may be what failed."""
    return render(None, "500.html", status=500)
