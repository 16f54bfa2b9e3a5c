"""The home page, made from all three apps."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from common.read_only import read_only
from profile import entries
from publications.models import Publication
from talks.models import Presentation
from website.pages import news

SELECTED_PAPERS = 5
LATEST_TALKS = 2


@read_only
def home(request: HttpRequest) -> HttpResponse:
    """The person: who, where, what, and the way to papers, talks and CV."""
    lists = entries.fetch(["links", "education", "experience", "awards"])
    published = Publication.objects.published()
    selected, other_papers = published.for_home(SELECTED_PAPERS, news.MOST)
    talks = Presentation.objects.published().by_talk()
    context = {
        **lists,
        "publications": selected,
        "talks": talks[:LATEST_TALKS],
        # What stands above is not told again.
        "news": news.recent(lists, other_papers, talks[LATEST_TALKS:]),
    }
    return render(request, "website/home.html", context)


@read_only
def icon(request: HttpRequest) -> HttpResponse:
    """The icon where browsers look for it unasked: it is among the static files."""
    return redirect(f"{settings.STATIC_URL}favicon.ico")
