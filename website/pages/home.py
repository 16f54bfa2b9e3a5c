"""The home page, made from all three apps."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from common.http.read_only import read_only
from profile.models import Award, Education, Experience, ProfileLink
from publications.listing.bookshelf import Bookshelf
from publications.models import Publication
from talks.models import Presentation
from website.pages import news

FIRST_PAPERS = 5  # where none is selected
LATEST_TALKS = 2


@read_only
def home(request: HttpRequest) -> HttpResponse:
    """Show the profile, selected papers, the latest talks and recent news."""
    dated_rows: dict[str, Iterable[Any]] = {
        "awards": Award.objects.all(),
        "education": Education.objects.all(),
        "experience": Experience.objects.all(),
    }
    published = Publication.objects.published()
    selected, other_papers = published.list_for_home(FIRST_PAPERS, news.MOST)
    talks = Presentation.objects.published().list_by_talk()
    context = {
        "links": ProfileLink.objects.all(),
        "publications": selected,
        "shelf": Bookshelf.fetch(),
        "talks": talks[:LATEST_TALKS],
        # Papers and talks that are shown above are not repeated as news.
        "news": news.list_recent(dated_rows, other_papers, talks[LATEST_TALKS:]),
    }
    return render(request, "website/home.html", context)


@read_only
def icon(request: HttpRequest) -> HttpResponse:
    """Redirect /favicon.ico, which browsers request by default, to the static file."""
    return redirect(f"{settings.STATIC_URL}favicon.ico")
