"""Every URL of the site has a file in the export, and links lead to it from any folder."""

import pytest
from django.test import override_settings
from django.urls import clear_script_prefix, set_script_prefix

from tests.website.export.copies import SITE
from website.export.internal_urls import (
    HOME,
    InternalLink,
    InternalURL,
    OutsideFolderError,
    resolve_link,
)
from website.export.links import scan_html
from website.export.settings import parse_base_url


@pytest.fixture(autouse=True)
def in_a_folder():
    set_script_prefix("/~wxiong/")
    with override_settings(SITE=SITE):
        yield
    clear_script_prefix()


@pytest.mark.parametrize(
    ("url", "file"),
    [
        (InternalURL("/"), "index.html"),
        (InternalURL("/cv/"), "cv/index.html"),
        (InternalURL("/cv.pdf"), "cv.pdf"),
        (InternalURL("/publications/熊/"), "publications/熊/index.html"),
        (InternalURL("/publications/gec.bib"), "publications/gec.bib"),
        (InternalURL("/publications/", "year=2023"), "publications/year/2023/index.html"),
        (InternalURL("/publications/", "by=kind&page=2"), "publications/by/kind/page/2/index.html"),
        (InternalURL("/publications.bib", "year=2023"), "publications/year/2023.bib"),
        (InternalURL("/publications/", "q=../../etc"), "publications/q/..-..-etc/index.html"),
        (InternalURL("/publications/", "q=.."), "publications/q/-/index.html"),
    ],
)
def test_a_url_has_one_file(url, file):
    assert url.file == file


@pytest.mark.parametrize(
    ("link", "leads_to"),
    [
        ("/~wxiong/cv/", InternalLink(InternalURL("/cv/"))),
        ("/~wxiong/cv/#awards", InternalLink(InternalURL("/cv/"), "awards")),
        ("https://example.edu/~wxiong/cv/", InternalLink(InternalURL("/cv/"))),
        ("https://example.edu/~wxiong", InternalLink(HOME)),
        ("../cv/", InternalLink(InternalURL("/cv/"))),
        ("#cite", InternalLink(InternalURL("/talks/"), "cite")),
        ("/~wxiong/publications/%E7%86%8A/", InternalLink(InternalURL("/publications/熊/"))),
        (
            "/~wxiong/publications/?year=1&amp;by=kind",
            InternalLink(InternalURL("/publications/", "by=kind&year=1")),
        ),
        ("/~wxiong/card.png?v=c0ffee", InternalLink(InternalURL("/card.png"))),
        ("https://example.edu/dean/", None),
        ("https://example.org/~wxiong/", None),
        ("//example.org/", None),
        ("mailto:a@example.edu", None),
    ],
)
def test_a_link_is_resolved_as_a_browser_does(link, leads_to):
    assert resolve_link(link, InternalURL("/talks/")) == leads_to


def test_a_link_without_a_host_must_stay_in_the_folder():
    with pytest.raises(OutsideFolderError):
        resolve_link("/cv/", HOME)


def test_a_link_with_a_query_leads_to_a_file():
    html = (
        '<p id="a"><a class="b" href="/~wxiong/publications/?year=2023#x">&lt;a href="/no/"</a></p>'
    )
    written, found = scan_html(html, HOME)
    assert 'href="/~wxiong/publications/year/2023/#x"' in written
    assert found.links == {InternalLink(InternalURL("/publications/", "year=2023"), "x")}
    assert found.ids == {"a"}


def test_all_sizes_of_a_picture_are_found():
    html = '<img src="/~wxiong/a.png" srcset="/~wxiong/b.webp 160w, /~wxiong/c.webp 320w" alt="">'
    links = scan_html(html, HOME)[1].links
    assert {link.target.path for link in links} == {"/a.png", "/b.webp", "/c.webp"}


@pytest.mark.parametrize(
    ("url", "origin", "folder"),
    [
        ("https://example.edu/~wxiong/", "https://example.edu", "/~wxiong"),
        ("https://wxiong.github.io", "https://wxiong.github.io", ""),
        ("http://127.0.0.1:8000/a/b", "http://127.0.0.1:8000", "/a/b"),
        ("https://example.edu/%7Ewxiong/", "https://example.edu", "/~wxiong"),
    ],
)
def test_the_copy_is_made_for_a_url(url, origin, folder):
    site, its_folder = parse_base_url(url)
    assert (site.origin, its_folder) == (origin, folder)


@pytest.mark.parametrize(
    "url",
    [
        "example.edu",
        "ftp://example.edu/",
        "https://",
        "https://a b/",
        "https://a:x/",
        "https://example.edu/?q",
        "https://me@example.edu/",
    ],
)
def test_anything_but_the_url_of_a_site_is_refused_in_a_sentence(url):
    with pytest.raises(ValueError, match="give a URL like https:"):
        parse_base_url(url)
