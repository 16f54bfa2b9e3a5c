"""The files for search engines: the sitemap and robots.txt."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from common.http.read_only import read_only
from common.urls.site_url import make_absolute
from publications.authors.coauthors import list_coauthors
from publications.models import Publication
from talks.models import Talk
from website.cv.models import CVVariant


class SitemapPage(NamedTuple):
    """A page of the site, and when it last changed, if that is known."""

    url: str
    changed_at: datetime | None = None


@read_only
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every public page, with the date of its last change."""
    pages = [SitemapPage(reverse("home")), SitemapPage(reverse("cv"))]
    variants = CVVariant.objects.published()
    pages += [SitemapPage(variant.get_absolute_url(), variant.changed_at) for variant in variants]
    pages += _add_list("publications:list", Publication.objects.published())
    pages += _add_list("talks:list", Talk.objects.published().order_by("pk"))
    pages += _list_coauthors()
    known = [page._replace(url=make_absolute(request, page.url)) for page in pages]
    return render(request, "website/sitemap.xml", {"pages": known}, content_type="application/xml")


def _add_list(name: str, rows: Iterable[Any]) -> list[SitemapPage]:
    """Return the list page, dated by its newest row, and a page for each row."""
    pages = [SitemapPage(row.get_absolute_url(), row.changed_at) for row in rows]
    changes = [page.changed_at for page in pages if page.changed_at]
    return [SitemapPage(reverse(name), max(changes, default=None)), *pages]


def _list_coauthors() -> list[SitemapPage]:
    """Return the pages of co-authors of published papers, and their index if there are any."""
    pages = [SitemapPage(author.get_absolute_url()) for author in list_coauthors(by_name=True)]
    return [SitemapPage(reverse("publications:authors")), *pages] if pages else []


@read_only
def robots(request: HttpRequest) -> HttpResponse:
    """Allow everything but the admin, and name the sitemap."""
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        "",
        f"Sitemap: {make_absolute(request, reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
