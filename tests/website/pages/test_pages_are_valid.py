"""Every page is well-formed HTML with landmarks, one h1, headings in order and named controls."""

from itertools import pairwise

import pytest
from django.test import Client

from tests.page import Page, text_of

PAGES = [
    *("/", "/publications/", "/publications/?by=year&q=xiong", "/publications/?q=nothing"),
    *("/publications/gec/", "/publications/directional-preference-alignment/", "/talks/"),
    *("/talks/rlhf-with-rejection-sampling/", "/cv/"),
    *("/publications/?year=2023", "/publications/with/", "/publications/with/han-zhong/"),
]


@pytest.fixture(params=PAGES)
def page(request, sample_page) -> Page:
    return sample_page(request.param)


def test_a_browser_finds_no_error(page):
    assert page.errors == []


def test_it_has_one_main_one_h1_and_a_skip_link(page):
    assert len(page.all("main", id="content")) == 1
    assert len(page.all("h1")) == 1
    assert page.all("a", class_="skip")[0].get("href") == "#content"


def test_no_heading_skips_a_level(page):
    levels = [int(e.tag[1]) for e in page.root.iter() if str(e.tag) in {"h1", "h2", "h3", "h4"}]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_its_title_names_the_page_and_the_person(page):
    assert "Wei Xiong" in page.texts("title")[0]


def test_it_is_described(page):
    assert page.all("meta", name="description")[0].get("content")


def test_every_field_has_a_label(page):
    labels = {label.get("for") for label in page.all("label")}
    for tag in ("input", "select"):
        for element in page.all(tag):
            assert element.get("type") == "hidden" or element.get("id") in labels


def test_every_link_has_a_name(page):
    for link in page.all("a"):
        assert text_of(link) or link.get("aria-label")


def test_ids_are_unique(page):
    ids = [element.get("id") for element in page.root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_it_asks_nothing_of_other_hosts_and_has_nothing_inline(page):
    for element in page.root.iter():
        assert element.get("style") is None
        assert not any(name.startswith("on") for name in element.attrib)
        is_address = element.get("rel") == "canonical"
        is_data = element.get("type") == "application/ld+json"
        if str(element.tag) in {"script", "img", "link"} and not (is_address or is_data):
            assert (element.get("src") or element.get("href", "")).startswith("/")
    assert not page.all("style")


@pytest.mark.django_db
def test_a_page_is_compressed_for_clients_that_accept_gzip(sample):
    sent = Client().get("/publications/", headers={"Accept-Encoding": "gzip"})
    assert sent.headers["Content-Encoding"] == "gzip"
    assert len(sent.content) < len(Client().get("/publications/").content) / 3
