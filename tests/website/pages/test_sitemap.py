"""The sitemap lists every public page, and robots.txt excludes the admin."""

from xml.etree import ElementTree

import pytest
from django.test import Client, override_settings

from publications.models import Author, Publication
from tests import cast
from tests.page import Page
from website.config.env import SiteAddress

pytestmark = pytest.mark.django_db
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE = SiteAddress("https", "example.org", "example.org")


def pages() -> dict[str, str | None]:
    """Return the pages of the sitemap with the dates of their changes."""
    root = ElementTree.fromstring(Client().get("/sitemap.xml").content)
    return {
        url.findtext(f"{NAMESPACE}loc"): url.findtext(f"{NAMESPACE}lastmod")
        for url in root.iter(f"{NAMESPACE}url")
    }


@pytest.mark.usefixtures("sample")
def test_every_page_is_listed_and_there():
    urls = [url.removeprefix("http://testserver") for url in pages()]
    assert len(urls) == 4 + 12 + 2 + 1 + Author.objects.coauthors().count()
    assert "/publications/with/han-zhong/" in urls
    for url in urls:
        Page(url)


def test_a_page_says_when_it_changed_and_so_does_its_list():
    cast.paper(slug="a")
    Publication.objects.update(changed_at=cast.LONG_AGO)
    cast.paper("Draft", is_draft=True)
    assert pages() == {
        "http://testserver/": None,
        "http://testserver/cv/": None,
        "http://testserver/publications/": "2020-01-01T00:00:00+00:00",
        "http://testserver/publications/a/": "2020-01-01T00:00:00+00:00",
        "http://testserver/talks/": None,
    }


def test_the_coauthors_of_published_papers_are_listed_once_and_the_owner_is_not():
    cast.paper("A", "Wei Xiong, Han Zhong")
    cast.paper("B", "Wei Xiong, Han Zhong")
    cast.paper("Secret", "Wei Xiong, Ed Hidden", is_draft=True)
    assert [url for url in pages() if "/with/" in url] == [
        "http://testserver/publications/with/",
        "http://testserver/publications/with/han-zhong/",
    ]


def test_drafts_are_not_listed(desk):
    cast.paper("Secret", is_draft=True)
    cast.talk("Secret", is_draft=True)
    assert b"secret" not in desk.get("/sitemap.xml").content


def test_urls_are_absolute():
    cast.paper("对齐 & <b>")
    with override_settings(SITE=SITE):
        assert "https://example.org/" in pages()
        assert all(url.isascii() for url in pages())


def test_robots_may_read_all_but_the_admin():
    response = Client().get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        *("User-agent: *", "Disallow: /admin/", ""),
        "Sitemap: http://testserver/sitemap.xml",
    ]
