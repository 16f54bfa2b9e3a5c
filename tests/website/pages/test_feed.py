"""The feed of new papers and talks, as a feed reader sees it."""

from datetime import UTC, datetime, time, timedelta

import feedparser
import pytest
from django.test import Client
from django.utils import timezone

from bench.large_site import make_publications
from publications.models import Publication
from talks.models import Presentation, Talk
from tests import cast
from website import content_file

pytestmark = pytest.mark.django_db
MAX = datetime.max.replace(tzinfo=UTC)


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
    content_file.load('[profile]\nname = "Wei Xiong"')
    cast.presentation(when="March 2024")
    (entry,) = read().entries
    assert entry.title == "Invited talk, Yale University, Mar 2024: Alignment"
    assert entry.link == "http://testserver/talks/alignment/"
    assert entry.author == "Wei Xiong"


def test_the_last_added_come_first_then_the_latest():
    cast.paper("Of this year", when=str(timezone.localdate().year))
    for title, year in (("A", "2021"), ("B", "2023"), ("C", "")):
        paper = cast.paper(title, when=year)
        Publication.objects.filter(pk=paper.pk).update(published_at=cast.LONG_AGO)
    presentation = cast.presentation(when="2022")
    Talk.objects.update(published_at=cast.LONG_AGO)
    Presentation.objects.filter(pk=presentation.pk).update(
        created_at=cast.LONG_AGO - timedelta(days=300)
    )
    assert titles() == [
        *("Of this year", "B", "Invited talk, Yale University, 2022: Alignment", "A", "C"),
    ]


def test_an_entry_has_its_own_date():
    cast.paper("To the day", when="5 March 2023")
    cast.paper("To the month", when="May 2023")
    cast.paper("To the year", when="1997")
    cast.talk("A talk", ("Oslo", "7 June 2019"))
    dates = {entry.title.split(":")[0]: entry.published[:10] for entry in read().entries}
    assert dates == {
        "To the day": "2023-03-05",
        "To the month": "2023-05-31",
        "To the year": "1997-12-31",
        "Invited talk, Oslo, 7 Jun 2019": "2019-06-07",
    }


@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "UTC", "Pacific/Auckland"])
def test_its_day_is_the_same_in_every_time_zone(settings, zone):
    settings.TIME_ZONE = zone
    cast.paper(when="31 December 1997")
    assert read().entries[0].published_parsed[:3] == (1997, 12, 31)


@pytest.mark.parametrize("when", ["", "2999", "May 2020 - present", "today"])
def test_an_entry_without_a_past_date_has_the_day_it_was_added(when):
    paper = cast.paper(when=str(timezone.localdate()) if when == "today" else when)
    (entry,) = read().entries
    assert (
        entry.published
        == min(
            paper.published_at,
            datetime.combine(timezone.localdate(), time(12), UTC) if when == "today" else MAX,
        ).isoformat()
    )


class TestAnOldPaperThatIsAdded:
    def enter(self, days_ago: int, title: str = "Old") -> Publication:
        day = timezone.localdate() - timedelta(days=days_ago)
        return cast.paper(title, when=day.isoformat())

    def test_takes_the_place_of_its_date(self):
        self.enter(500, "Longer ago")
        self.enter(300, "Of this year")
        self.enter(400, "Long ago")
        assert titles() == ["Of this year", "Long ago", "Longer ago"]

    @pytest.mark.parametrize(("days_ago", "is_news"), [(360, True), (370, False)])
    def test_is_not_announced_by_its_date_of_change(self, days_ago, is_news):
        paper = self.enter(days_ago)
        feed = read()
        (entry,) = feed.entries
        assert (entry.updated == paper.changed_at.isoformat()) is is_news
        assert (entry.updated == entry.published) is not is_news
        assert feed.feed.updated == entry.updated

    def test_is_not_announced_when_it_is_changed(self):
        paper = self.enter(4000)
        before = read().entries[0].updated
        paper.title = "Old, and spelt better"
        paper.save()
        assert read().entries[0].updated == before

    def test_the_same_holds_for_talks(self):
        cast.paper("New")
        cast.presentation(when="5 March 1997")
        assert titles() == ["New", "Invited talk, Yale University, 5 Mar 1997: Alignment"]
        assert read().entries[1].updated_parsed[0] == 1997

    def test_gives_way_to_news_in_a_full_feed(self):
        make_publications(40, authors_each=1)
        Publication.objects.update(when="2022")
        self.enter(9000)
        assert "Old" not in titles()

    def test_a_paper_that_was_new_announces_every_change(self):
        paper = cast.paper(when="May 2020")
        Publication.objects.update(published_at=datetime(2020, 6, 1, tzinfo=UTC))
        (entry,) = read().entries
        paper.refresh_from_db()
        assert entry.published[:10] == "2020-05-31"
        assert entry.updated == paper.changed_at.isoformat()


@pytest.mark.parametrize("is_deleted", [True, False])
def test_withdrawn_and_deleted_entries_are_removed(is_deleted):
    cast.paper("Gone")
    cast.paper("There")
    assert "Gone" in titles()
    gone = Publication.objects.filter(title="Gone")
    if is_deleted:
        gone.delete()
    else:
        gone.withdraw()
    assert titles() == ["There"]


def test_it_has_the_thirty_latest():
    make_publications(40, authors_each=2)
    newest = Publication.objects.order_by("position").first()
    assert len(titles()) == 30
    assert newest.title.partition(":")[0] in [title.partition(":")[0] for title in titles()]


def test_an_entry_keeps_its_id_when_title_and_slug_change():
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


def test_a_reader_gets_304_if_nothing_is_new():
    cast.paper()
    tag = Client().get("/feed.xml").headers["ETag"]
    assert Client().get("/feed.xml", headers={"If-None-Match": tag}).status_code == 304
