"""What search engines are told: which pages there are, and where they need not look."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from common.read_only import read_only
from common.urls.site_url import absolute
from publications.authors.coauthors import coauthors
from publications.models import Publication
from talks.models import Talk


class SitemapPage(NamedTuple):
    """A page of the site and when it last changed, where that is known."""

    address: str
    changed_at: datetime | None = None


@read_only
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page, with the date of its last change."""
    pages = [SitemapPage(reverse("home")), SitemapPage(reverse("cv"))]
    pages += _with_list("publications:list", Publication.objects.published())
    pages += _with_list("talks:list", Talk.objects.published().order_by("pk"))
    pages += _coauthors()
    known = [page._replace(address=absolute(request, page.address)) for page in pages]
    return render(request, "website/sitemap.xml", {"pages": known}, content_type="application/xml")


def _with_list(name: str, rows: Iterable[Any]) -> list[SitemapPage]:
    """Return the page that lists the rows, which changes with the latest of them, and theirs."""
    pages = [SitemapPage(row.get_absolute_url(), row.changed_at) for row in rows]
    changes = [page.changed_at for page in pages if page.changed_at]
    return [SitemapPage(reverse(name), max(changes, default=None)), *pages]


def _coauthors() -> list[SitemapPage]:
    """Return the pages of those with published papers, and their index where there are any."""
    pages = [SitemapPage(author.get_absolute_url()) for author in coauthors(by_name=True)]
    return [SitemapPage(reverse("publications:authors")), *pages] if pages else []


@read_only
def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read but the admin; the sitemap lists it."""
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        "",
        f"Sitemap: {absolute(request, reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
