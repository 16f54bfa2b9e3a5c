"""The URLs at which an export starts: the main pages, and public files that no page links to."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.templatetags.static import static
from django.urls import reverse

from publications.citations import FORMATS
from publications.models import Author, Publication
from talks.models import Presentation, Talk
from website.cv.models import CVVariant
from website.export.internal_urls import HOME, InternalURL, resolve_link

PAGES = ("home", "cv", "publications:list", "publications:authors", "talks:list", "not-found")
FILES = (
    *("cv-pdf", "cv-short-pdf", "cv-json", "feed", "talks-calendar", "sitemap", "robots"),
    *("site-card", "search-index"),
)
FONT_LICENCE = "fonts/LICENSE.txt"  # must accompany the font


def find_start_urls() -> Iterator[InternalURL]:
    """Yield the URLs from which links lead to the rest of the public site."""
    for name in (*PAGES, *FILES):
        yield _reverse(name)
    yield InternalURL("/favicon.ico")
    yield _resolve(static(FONT_LICENCE))
    for form in FORMATS.values():
        yield _reverse("publications:citations", form=form)
    for given in Presentation.objects.published().select_related("talk"):
        if given.days:
            yield _reverse("talks:presentation-calendar", slug=given.talk.slug, uid=given.uid)
    yield from _find_former_urls()


def _find_former_urls() -> Iterator[InternalURL]:
    for paper in Publication.objects.published().exclude(former_slugs="").prefetch_related("links"):
        names = [
            "publications:detail",
            "paper-card",
            *["publications:pdf"] * bool(paper.hosted_pdf),
        ]
        for slug in paper.former_slugs:
            yield from (_reverse(name, slug=slug) for name in names)
            for form in FORMATS.values():
                yield _reverse("publications:citation", slug=slug, form=form)
    for author in Author.objects.visible_to(AnonymousUser()).exclude(former_slugs=""):
        yield from (_reverse("publications:author", slug=slug) for slug in author.former_slugs)
    for variant in CVVariant.objects.published().exclude(former_slugs=""):
        for slug in variant.former_slugs:
            yield from (_reverse(name, slug=slug) for name in ("cv-variant", "cv-variant-pdf"))
    for talk in Talk.objects.published().exclude(former_slugs=""):
        for slug in talk.former_slugs:
            yield from (_reverse(name, slug=slug) for name in ("talks:detail", "talk-card"))


def _reverse(name: str, **kwargs: Any) -> InternalURL:
    return _resolve(reverse(name, kwargs=kwargs))


def _resolve(href: str) -> InternalURL:
    link = resolve_link(href, HOME)
    assert link is not None  # noqa: S101 (Django built this URL)
    return link.target
