"""Imported papers are placed by date, and old ones enter the feed quietly."""

from datetime import timedelta

import feedparser
import pytest
from django.test import Client
from django.utils import timezone

from publications.models import Publication
from tests import cast

pytestmark = pytest.mark.django_db


def entry(title: str, year: int, extra: str = "") -> str:
    return f"@article{{k{year}, title={{{title}}}, author={{Dong, Hanze}}, year={year}{extra}}}\n"


def test_each_goes_between_its_elder_and_its_younger_not_on_top_in_the_order_of_the_file(run):
    for position, year in enumerate(("2024", "2021", "2018"), start=1):
        cast.paper(f"Present {year}", when=year, position=position)
    run(entry("Imported 2016", 2016) + entry("Imported 2022", 2022) + entry("Imported 2019", 2019))
    assert list(Publication.objects.order_by("position").values_list("title", flat=True)) == [
        "Present 2024",
        "Imported 2022",
        "Present 2021",
        "Imported 2019",
        "Present 2018",
        "Imported 2016",
    ]


def test_the_order_of_the_owner_stays(run):
    for position, year in enumerate(("2018", "2024"), start=1):
        cast.paper(f"Present {year}", when=year, position=position)
    run(entry("Imported 2020", 2020))
    titles = list(Publication.objects.order_by("position").values_list("title", flat=True))
    assert [title for title in titles if title.startswith("Present")] == [
        "Present 2018",
        "Present 2024",
    ]


def test_old_papers_have_their_own_dates_in_the_feed_and_come_last(run):
    today = timezone.localdate()
    cast.paper("On the site for long", when=str(today - timedelta(days=20)))
    run(entry("From 2009", 2009) + entry("From 2015", 2015))
    entries = feedparser.parse(Client().get("/feed.xml").content).entries
    assert [one.title for one in entries] == ["On the site for long", "From 2015", "From 2009"]
    assert [one.published[:4] for one in entries[1:]] == ["2015", "2009"]
    assert [one.updated[:4] for one in entries[1:]] == ["2015", "2009"]


def test_a_new_paper_is_news(run):
    cast.paper("From 2009", when="2009")
    today = timezone.localdate()
    run(entry("New", today.year, f", month={today.month}"))
    newest = feedparser.parse(Client().get("/feed.xml").content).entries[0]
    assert newest.title == "New"
    assert newest.updated[:10] == f"{timezone.now():%Y-%m-%d}"
