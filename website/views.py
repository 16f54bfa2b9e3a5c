"""The home page, made from all three apps, and the error pages."""

import sys

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from profile import entries
from publications.models import Publication
from publications.suggestions import papers_like
from talks.models import Presentation
from website import news
from website.log_lines import request_id
from website.trouble_page import trouble_page

SELECTED_PAPERS = 5
LATEST_TALKS = 2


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


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the way back into the site, and to papers of a similar address.

    Without the database too, as a page that is not there must not become a failure.
    """
    try:
        context = {"papers": papers_like(request.path)}
        return render(request, "404.html", context, status=404)
    except DatabaseError:
        return render(None, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: plain, as the database or a template may be what failed; 503 where disk or database did.

    It names the number under which the log tells of it. Django calls it while it handles the error.
    """
    if page := trouble_page(request, sys.exc_info()[1]):
        return page
    return render(None, "500.html", {"request_id": request_id.get()}, status=500)
