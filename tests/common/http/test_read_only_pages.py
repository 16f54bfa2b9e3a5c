"""Pages that only show something accept GET and HEAD, and nothing else."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver

from tests import cast
from tests.page import Page
from website.urls import urlpatterns

OTHER_METHODS = ["DELETE", "PUT", "PATCH", "POST", "OPTIONS", "TRACE", "PROPFIND"]


def public_views(patterns: list[URLPattern | URLResolver]) -> Iterator[Callable]:
    """Yield the views of all URLs outside the admin."""
    for pattern in patterns:
        if str(pattern.pattern).startswith("admin/"):
            continue
        if isinstance(pattern, URLResolver):
            yield from public_views(pattern.url_patterns)
        else:
            yield pattern.callback


@pytest.mark.parametrize("method", OTHER_METHODS)
def test_every_public_view_names_the_two_ways_to_read_it(rf, method):
    views = list(public_views(urlpatterns))
    assert len(views) > 20
    for view in views:
        response = view(rf.generic(method, "/"))
        assert (view, response.status_code) == (view, 405)
        assert response["Allow"] == "GET, HEAD"


@pytest.mark.django_db
class TestAnyOtherMethod:
    @pytest.mark.parametrize("method", OTHER_METHODS)
    @pytest.mark.parametrize("path", ["/", "/publications/", "/talks.ics", "/card.png"])
    def test_gets_405_rather_than_a_csrf_error(self, path, method):
        response = Client(enforce_csrf_checks=True).generic(method, path)
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")

    def test_is_answered_with_a_page_that_says_so(self):
        page = Page.of(Client().delete("/"))
        assert page.texts("h1") == ["This page is read-only"]

    def test_changes_nothing(self):
        paper = cast.paper()
        Client().delete(paper.get_absolute_url())
        assert "Nash Learning" in Page(paper.get_absolute_url()).text
        assert Client().head("/").status_code == 200
