"""A site can be made as large as a test or a measurement needs."""

import pytest

from bench.large_site import fill_empty_site
from publications.models import Authorship, Publication
from talks.models import Talk
from tests import cast
from tests.page import Page

pytestmark = pytest.mark.django_db


def test_it_has_the_requested_size():
    fill_empty_site(publications=20, authors=8, talks=5)
    assert Publication.objects.count() == 20
    assert Authorship.objects.count() == 160
    assert Talk.objects.count() == 5


@pytest.mark.slow
def test_its_papers_are_listed_in_pages_and_found_among_all():
    fill_empty_site(publications=240, authors=8, talks=200)
    first, last = Page("/publications/"), Page("/publications/?page=2")
    assert "240 papers" in first.text
    assert len(first.all("article")) == 100
    assert len(first.all("article") + last.all("article")) == 200
    assert len(Page("/publications/?page=all").all("article")) == 240
    assert [link.get("href") for link in first.all("link", rel="next")] == ["/publications/?page=2"]
    assert len(Page("/publications/?page=3").all("article")) == 40
    assert len(Page("/publications/?page=99").all("article")) == 100
    assert "part 240" in Page("/publications/?q=part+240").text
    assert "games" in Page("/publications/?topic=games").text.lower()
    assert len(Page("/talks/").texts("h2", class_="title")) == 200


def test_a_site_with_content_is_not_filled():
    cast.paper()
    with pytest.raises(SystemExit, match="This site has content already"):
        fill_empty_site()
    assert Publication.objects.count() == 1
