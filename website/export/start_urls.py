"""Where copying begins: what no page may link to but is public all the same."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.templatetags.static import static
from django.urls import reverse

from publications.citations import FORMATS
from publications.models import Author, Publication
from talks.models import Presentation, Talk
from website.export.internal_urls import HOME, SiteURL, read

PAGES = ("home", "cv", "publications:list", "publications:authors", "talks:list", "not-found")
FILES = (
    *("cv-pdf", "cv-short-pdf", "cv-json", "feed", "talks-calendar", "sitemap", "robots"),
    *("site-card", "search-index"),
)
LICENCE = "fonts/LICENSE.txt"  # goes wherever the typeface goes


def seeds() -> Iterator[SiteURL]:
    """Yield the addresses without a page that links to them, and the first pages."""
    for name in (*PAGES, *FILES):
        yield _address(reverse(name))
    yield SiteURL("/favicon.ico")
    yield _address(static(LICENCE))
    for form in FORMATS.values():
        yield _address(reverse("publications:citations", args=[form]))
    for given in Presentation.objects.published().select_related("talk"):
        if given.days:
            yield _address(
                reverse("talks:presentation-calendar", args=[given.talk.slug, given.uid])
            )
    yield from _former()


def _former() -> Iterator[SiteURL]:
    """Yield what stood at the addresses that papers, co-authors and talks once had."""
    for paper in Publication.objects.published().exclude(former_slugs="").prefetch_related("links"):
        names = [
            "publications:detail",
            "paper-card",
            *["publications:pdf"] * bool(paper.hosted_pdf),
        ]
        for slug in paper.former_slugs:
            yield from (_of(name, slug=slug) for name in names)
            for form in FORMATS.values():
                yield _of("publications:citation", slug=slug, form=form)
    for author in Author.objects.visible_to(AnonymousUser()).exclude(former_slugs=""):
        yield from (_of("publications:author", slug=slug) for slug in author.former_slugs)
    for talk in Talk.objects.published().exclude(former_slugs=""):
        for slug in talk.former_slugs:
            yield from (_of(name, slug=slug) for name in ("talks:detail", "talk-card"))


def _of(name: str, **words: Any) -> SiteURL:
    return _address(reverse(name, kwargs=words))


def _address(href: str) -> SiteURL:
    link = read(href, HOME)
    assert link is not None  # noqa: S101 (Django made it)
    return link.to
