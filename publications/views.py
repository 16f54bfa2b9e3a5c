"""The pages about papers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from publications.filters import Filters, PublicationList
from publications.models import Publication


def publication_list(request: HttpRequest) -> HttpResponse:
    """All papers, or those that the address asks for."""
    listing = PublicationList(Filters.read(request.GET))
    return render(request, "publications/list.html", {"listing": listing})


def publication_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One paper; drafts for staff alone."""
    papers = Publication.objects.visible_to(request.user).with_bylines().prefetch_related("topics")
    paper = get_object_or_404(papers, slug=slug)
    return render(request, "publications/detail.html", {"publication": paper})
