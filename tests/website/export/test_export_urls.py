"""Every address of the site has a file in the copy, and links lead to it from any folder."""

import pytest
from django.test import override_settings
from django.urls import clear_script_prefix, set_script_prefix

from tests.website.export.copies import SITE
from website.export.internal_urls import HOME, OutsideError, PageLink, SiteURL, read
from website.export.links import read_page
from website.export.place import FOLDER_VARIABLE, environment_for


@pytest.fixture(autouse=True)
def in_a_folder():
    set_script_prefix("/~wxiong/")
    with override_settings(SITE=SITE):
        yield
    clear_script_prefix()


@pytest.mark.parametrize(
    ("address", "file"),
    [
        (SiteURL("/"), "index.html"),
        (SiteURL("/cv/"), "cv/index.html"),
        (SiteURL("/cv.pdf"), "cv.pdf"),
        (SiteURL("/publications/熊/"), "publications/熊/index.html"),
        (SiteURL("/publications/gec.bib"), "publications/gec.bib"),
        (SiteURL("/publications/", "year=2023"), "publications/year/2023/index.html"),
        (SiteURL("/publications/", "by=kind&page=2"), "publications/by/kind/page/2/index.html"),
        (SiteURL("/publications.bib", "year=2023"), "publications/year/2023.bib"),
        (SiteURL("/publications/", "q=../../etc"), "publications/q/..-..-etc/index.html"),
        (SiteURL("/publications/", "q=.."), "publications/q/-/index.html"),
    ],
)
def test_an_address_has_one_file(address, file):
    assert address.file == file


@pytest.mark.parametrize(
    ("link", "leads_to"),
    [
        ("/~wxiong/cv/", PageLink(SiteURL("/cv/"))),
        ("/~wxiong/cv/#awards", PageLink(SiteURL("/cv/"), "awards")),
        ("https://example.edu/~wxiong/cv/", PageLink(SiteURL("/cv/"))),
        ("https://example.edu/~wxiong", PageLink(HOME)),
        ("../cv/", PageLink(SiteURL("/cv/"))),
        ("#cite", PageLink(SiteURL("/talks/"), "cite")),
        ("/~wxiong/publications/%E7%86%8A/", PageLink(SiteURL("/publications/熊/"))),
        (
            "/~wxiong/publications/?year=1&amp;by=kind",
            PageLink(SiteURL("/publications/", "by=kind&year=1")),
        ),
        ("/~wxiong/card.png?v=c0ffee", PageLink(SiteURL("/card.png"))),
        ("https://example.edu/dean/", None),
        ("https://example.org/~wxiong/", None),
        ("//example.org/", None),
        ("mailto:a@example.edu", None),
    ],
)
def test_a_link_is_read_as_a_browser_reads_it(link, leads_to):
    assert read(link, SiteURL("/talks/")) == leads_to


def test_a_link_by_its_path_alone_stays_in_the_folder():
    with pytest.raises(OutsideError):
        read("/cv/", HOME)


def test_what_a_query_asks_for_is_linked_as_a_file():
    html = (
        '<p id="a"><a class="b" href="/~wxiong/publications/?year=2023#x">&lt;a href="/no/"</a></p>'
    )
    written, found = read_page(html, HOME)
    assert 'href="/~wxiong/publications/year/2023/#x"' in written
    assert found.links == {PageLink(SiteURL("/publications/", "year=2023"), "x")}
    assert found.ids == {"a"}


def test_all_sizes_of_a_picture_are_found():
    html = '<img src="/~wxiong/a.png" srcset="/~wxiong/b.webp 160w, /~wxiong/c.webp 320w" alt="">'
    links = read_page(html, HOME)[1].links
    assert {link.to.path for link in links} == {"/a.png", "/b.webp", "/c.webp"}


@pytest.mark.parametrize(
    ("address", "origin", "folder"),
    [
        ("https://example.edu/~wxiong/", "https://example.edu", "/~wxiong"),
        ("https://wxiong.github.io", "https://wxiong.github.io", ""),
        ("http://127.0.0.1:8000/a/b", "http://127.0.0.1:8000", "/a/b"),
        ("https://example.edu/%7Ewxiong/", "https://example.edu", "/~wxiong"),
    ],
)
def test_the_copy_is_made_for_an_address(address, origin, folder):
    environment = environment_for(address)
    assert (environment["SITE_URL"], environment[FOLDER_VARIABLE]) == (origin, folder)


@pytest.mark.parametrize(
    "address",
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
def test_what_is_no_address_of_a_site_is_refused_in_a_sentence(address):
    with pytest.raises(ValueError, match="give an address like https:"):
        environment_for(address)
