"""The feed: papers and talks as they come to the site, as a feed reader sees them."""

from datetime import timedelta

import feedparser
import pytest
from django.test import Client

from publications.models import Publication
from talks.models import Presentation, Talk
from tests import cast
from website import content
from website.large_site import make_publications

pytestmark = pytest.mark.django_db


def read() -> feedparser.FeedParserDict:
    response = Client().get("/feed.xml")
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    parsed = feedparser.parse(response.content)
    assert not parsed.bozo
    assert parsed.version == "atom10"
    return parsed


def titles() -> list[str]:
    return [entry.title for entry in read().entries]


def test_an_empty_site_has_an_empty_feed():
    assert titles() == []


@pytest.mark.usefixtures("sample")
def test_it_is_named_for_the_person():
    feed = read().feed
    assert feed.title == "Wei Xiong: papers and talks"
    assert feed.author == "Wei Xiong"
    assert {link.rel: link.href for link in feed.links} == {
        "alternate": "http://testserver/",
        "self": "http://testserver/feed.xml",
    }


def test_a_paper_has_all_its_authors_in_order_and_its_summary():
    paper = cast.paper(
        "On $\\ell_2$", "(α, β) Han Zhong*, 熊伟†, Wei Xiong", summary="*Why* & how."
    )
    (entry,) = read().entries
    assert entry.title == "On ℓ₂"
    assert entry.link == f"http://testserver{paper.get_absolute_url()}"
    assert [author.name for author in entry.authors] == ["Han Zhong", "熊伟", "Wei Xiong"]
    assert entry.summary == "<p><em>Why</em> &amp; how.</p>"
    assert entry.published == paper.published_at.isoformat()


def test_a_paper_without_a_summary_shows_its_abstract():
    cast.paper(abstract="At most $d$.")
    assert read().entries[0].summary.startswith("<p>At most ")


def test_a_presentation_says_where_and_when():
    content.load('[profile]\nname = "Wei Xiong"')
    cast.presentation(when="March 2024")
    (entry,) = read().entries
    assert entry.title == "Invited talk, Yale University, Mar 2024: Alignment"
    assert entry.link == "http://testserver/talks/alignment/"
    assert entry.author == "Wei Xiong"


def test_what_came_last_to_the_site_leads_and_then_what_is_latest():
    cast.paper("Old but new here", when="1999")
    for title, year in (("A", "2021"), ("B", "2023"), ("C", "")):
        paper = cast.paper(title, when=year)
        Publication.objects.filter(pk=paper.pk).update(published_at=cast.LONG_AGO)
    presentation = cast.presentation(when="2022")
    Talk.objects.update(published_at=cast.LONG_AGO)
    Presentation.objects.filter(pk=presentation.pk).update(
        created_at=cast.LONG_AGO - timedelta(days=300)
    )
    assert titles() == [
        *("Old but new here", "B", "Invited talk, Yale University, 2022: Alignment", "A", "C"),
    ]


def test_it_has_the_thirty_latest():
    make_publications(40, authors_each=2)
    newest = Publication.objects.order_by("position").first()
    assert len(titles()) == 30
    assert newest.title.partition(":")[0] in [title.partition(":")[0] for title in titles()]


def test_an_entry_stays_the_same_one_when_title_and_address_change():
    paper = cast.paper()
    before = read().entries[0]
    paper.title, paper.slug = "New", "new"
    paper.save()
    after = read().entries[0]
    assert after.id == before.id
    assert after.updated_parsed >= before.updated_parsed
    assert after.title == "New"


def test_drafts_are_not_in_it(desk):
    cast.paper(is_draft=True)
    cast.talk("Secret", ("Yale", "2024"), is_draft=True)
    assert feedparser.parse(desk.get("/feed.xml").content).entries == []


def test_control_characters_do_not_break_it():
    cast.paper("A\x0b\x1b\ufffe<b>", abstract="B\x00\x08 & C".replace("\x00", ""))
    (entry,) = read().entries
    assert entry.title == "A<b>"
    assert entry.summary == "<p>B &amp; C</p>"


def test_a_reader_is_told_that_nothing_is_new():
    cast.paper()
    tag = Client().get("/feed.xml").headers["ETag"]
    assert Client().get("/feed.xml", headers={"If-None-Match": tag}).status_code == 304
