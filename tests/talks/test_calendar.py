"""Talks as calendar programs read them."""

import re
from datetime import UTC, date, datetime

import icalendar
import pytest
from django.db import IntegrityError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from talks import calendar
from talks.models import Presentation, Talk
from tests import cast
from tests.admin_forms import admin_url, submitted
from tests.page import Page
from website import content_file

pytestmark = pytest.mark.django_db


def events(path: str = "/talks.ics", client: Client | None = None) -> list[icalendar.Event]:
    """Return the events that a calendar program finds at a path."""
    response = (client or Client()).get(path)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return list(icalendar.Calendar.from_ical(response.content).walk("VEVENT"))


def url_for_slug(presentation: Presentation) -> str:
    return f"{presentation.talk.get_absolute_url()}{presentation.uid}.ics"


def test_an_event_says_what_where_and_when():
    talk = cast.talk("On $\\ell_2$", kind="keynote", slug="l2", abstract="*Why* it works.")
    cast.presentation(
        talk=talk,
        when="5 March 2030",
        start_time="14:00",
        end_time="15:30",
        time_zone="America/New_York",
        host="Zhuoran Yang",
        location="New Haven, USA",
        url="https://example.org/event",
    )
    (event,) = events()
    assert event["SUMMARY"] == "On ℓ₂"
    assert event["LOCATION"] == "Yale University, New Haven, USA"
    assert event["URL"] == "http://testserver/talks/l2/"
    assert event.start == datetime(2030, 3, 5, 19, 0, tzinfo=UTC)
    assert event.end == datetime(2030, 3, 5, 20, 30, tzinfo=UTC)
    assert event["DESCRIPTION"] == (
        "Keynote\nHost: Zhuoran Yang\nhttps://example.org/event\nWhy it works."
    )


@pytest.mark.parametrize(
    ("when", "days"),
    [
        ("5 March 2030", [(date(2030, 3, 5), date(2030, 3, 6))]),
        ("30 December 2030 - 2 January 2031", [(date(2030, 12, 30), date(2031, 1, 3))]),
        (
            "5 March 2030, 7 March 2030",
            [(date(2030, 3, 5), date(2030, 3, 6)), (date(2030, 3, 7), date(2030, 3, 8))],
        ),
    ],
)
def test_without_a_time_an_event_has_whole_days(when, days):
    cast.presentation(when=when)
    found = events()
    assert [(event.start, event.end) for event in found] == days
    assert len({event["UID"] for event in found}) == len(days)


@pytest.mark.parametrize("when", ["", "March 2030", "2030", "Spring 2030", "c. 5 March 2030"])
def test_a_date_without_a_day_is_not_in_the_calendar(when):
    cast.presentation(when=when)
    assert events() == []


def test_a_time_without_a_zone_is_in_the_sites_zone(settings):
    settings.TIME_ZONE = "Asia/Hong_Kong"
    cast.presentation(when="5 March 2030", start_time="14:00")
    (event,) = events()
    assert event["DTSTART"].dt == datetime(2030, 3, 5, 6, 0, tzinfo=UTC)
    assert "DTEND" not in event


def test_an_event_stays_the_same_one_and_says_when_it_changed():
    presentation = cast.presentation(when="5 March 2030")
    (before,) = events()
    presentation.when = "6 March 2030"
    presentation.save()
    (after,) = events()
    assert after["UID"] == before["UID"] == str(presentation.uid)
    assert after["DTSTAMP"].dt >= before["DTSTAMP"].dt
    Talk.objects.update(changed_at=datetime(2040, 1, 1, tzinfo=UTC))
    assert events()[0]["DTSTAMP"].dt == datetime(2040, 1, 1, tzinfo=UTC)


def test_an_event_stays_the_same_one_when_the_content_file_moves_it():
    presentation = cast.presentation(when="5 March 2030")
    cast.presentation("Oslo", talk=presentation.talk, when="1 May 2030")
    content_file.load(content_file.dump().replace("5 Mar 2030", "6 Mar 2030"))
    moved = Presentation.objects.get(place="Yale University")
    assert moved.when.display() == "6 Mar 2030"
    assert (moved.uid, moved.created_at) == (presentation.uid, presentation.created_at)


def test_lines_are_folded_between_characters_and_end_as_the_standard_says():
    talk = cast.talk("熊" * 100 + "; a, b\\n")
    cast.presentation("Place, with a comma; and\\more", talk=talk, when="5 March 2030")
    data = Client().get("/talks.ics").content
    assert data.endswith(b"END:VCALENDAR\r\n")
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)
    assert [line.decode() for line in lines]
    (event,) = events()
    assert event["SUMMARY"] == talk.title
    assert event["LOCATION"] == "Place, with a comma; and\\more"


def test_a_space_of_any_kind_stays_a_space_between_words():
    cast.presentation("Université\u00a0de\u3000Montréal\t1\r", when="5 March 2030")
    (event,) = events()
    assert event["LOCATION"] == "Université de Montréal 1"


@given(st.text())
def test_no_text_breaks_the_calendar(text):
    talk = Talk(title=text, slug="x", abstract=text)
    talk.changed_at = cast.LONG_AGO
    presentation = Presentation(talk=talk, place=text, when=None)
    presentation.when = Presentation._meta.get_field("when").to_python("5 March 2030")
    presentation.changed_at = cast.LONG_AGO
    data = calendar.write([presentation], "https://example.org{}".format, name=text)
    read = icalendar.Calendar.from_ical(data)
    (event,) = read.walk("VEVENT")
    assert event["LOCATION"].split() == [
        word
        for part in text.replace("\r", "").split()
        if (word := "".join(filter(str.isprintable, part)))
    ]


class TestOnThePage:
    def test_an_upcoming_presentation_can_be_added_to_a_calendar(self):
        presentation = cast.presentation(when="5 March 2999")
        link = Page("/talks/").links()["Add to calendar: Alignment, Yale University"]
        assert link == url_for_slug(presentation)
        assert [event["UID"] for event in events(link)] == [str(presentation.uid)]

    @pytest.mark.parametrize("when", ["5 March 2020", "March 2999"])
    def test_other_presentations_cannot(self, when):
        cast.presentation(when=when)
        assert not any(text.startswith("Add to") for text in Page("/talks/").links())

    def test_it_says_the_time_with_its_zone(self):
        cast.presentation(
            when="5 March 2030", start_time="14:00", end_time="15:00", time_zone="America/Chicago"
        )
        page = Page("/talks/alignment/")
        assert "5 Mar 2030 14:00–15:00 CST" in page.text
        assert page.texts("time", datetime="2030-03-05T14:00:00-06:00") == ["14:00"]

    def test_a_zone_without_a_name_is_shown_as_an_offset(self):
        cast.presentation(when="5 March 2030", start_time="14:00", time_zone="Asia/Singapore")
        assert "14:00 UTC+08" in Page("/talks/").text


class TestATimeIsRefused:
    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"when": "March 2030", "start_time": "14:00"}, "A time needs a day"),
            ({"when": "5-6 March 2030", "start_time": "14:00"}, "A time needs a day"),
            ({"when": "5 March 2030", "end_time": "14:00"}, "This needs an earlier start."),
            (
                {"when": "5 March 2030", "start_time": "14:00", "end_time": "13:00"},
                "This needs an earlier start.",
            ),
            (
                {"when": "5 March 2030", "start_time": "14:00", "end_time": "14:00"},
                "It cannot end when it starts.",
            ),
            (
                {"when": "5 March 2030", "start_time": "14:00", "end_time": "2:30"},
                "If it ends on the next day, it can last up to 12 hours.",
            ),
            (
                {"when": "5 March 2030", "start_time": "half past nine"},
                'Write for example "14:00", "2 pm" or "15h30".',
            ),
            (
                {"when": "5 March 2030", "start_time": "14:00", "time_zone": "IST"},
                "Write the one you mean: Asia/Kolkata or Europe/Dublin or Asia/Jerusalem.",
            ),
            (
                {"when": "5 March 2030", "start_time": "14:00", "time_zone": "America/NewYork"},
                'did you mean "America/New_York"?',
            ),
        ],
    )
    def test_in_the_content_file(self, fields, sentence):
        keys = ", ".join(f'{key} = "{value}"' for key, value in fields.items())
        file = f'[[talks]]\ntitle = "A"\npresentations = [{{place = "Yale", {keys}}}]'
        with pytest.raises(content_file.ContentError, match=re.escape(sentence[:20])) as refused:
            content_file.load(file)
        assert sentence in str(refused.value)


class TestATalkPastMidnight:
    FIELDS = {"when": "5 March 2030", "start_time": "23:00", "end_time": "0:30"}

    def test_ends_on_the_next_day_in_the_calendar(self):
        cast.presentation(**self.FIELDS, time_zone="Tokyo")
        (event,) = events()
        assert event.start == datetime(2030, 3, 5, 14, 0, tzinfo=UTC)
        assert event.end == datetime(2030, 3, 5, 15, 30, tzinfo=UTC)

    def test_ends_on_the_next_day_on_the_page(self):
        cast.presentation(**self.FIELDS, time_zone="Tokyo")
        page = Page("/talks/alignment/")
        assert "5 Mar 2030 23:00–00:30 JST" in page.text
        assert page.texts("time", datetime="2030-03-06T00:30:00+09:00") == ["00:30"]

    def test_may_end_at_midnight_and_on_new_year_s_day(self):
        cast.presentation(when="31 Dec 2030", start_time="22:00", end_time="midnight")
        (event,) = events()
        assert event.end == datetime(2031, 1, 1, tzinfo=UTC)

    def test_comes_back_from_the_content_file(self):
        cast.presentation(**self.FIELDS)
        dumped = content_file.dump()
        Talk.objects.all().delete()
        content_file.load(dumped)
        assert content_file.dump() == dumped


WRITTEN = [  # in winter: time, zone, moment in UTC, what the page says
    ("3pm", "JST", 6, "15:00 JST"),
    ("3:00 p.m.", "GMT+9", 6, "15:00 UTC+09"),
    ("15.00", "asia/tokyo", 6, "15:00 JST"),
    ("15h", "Tokyo", 6, "15:00 JST"),
    ("1500", "CEST", 14, "15:00 CET"),
    ("15:00", "new york", 20, "15:00 EST"),
    ("15 Uhr", "UTC-3", 18, "15:00 UTC-03"),
]


class TestTimesAndZonesAsPeopleWriteThem:
    @pytest.mark.parametrize(("clock", "zone", "hour", "shown"), WRITTEN)
    def test_in_the_content_file(self, clock, zone, hour, shown):
        content_file.load(
            '[[talks]]\ntitle = "A"\npresentations = [{place = "Yale", when = "5 March 2030", '
            f'start_time = "{clock}", time_zone = "{zone}"}}]'
        )
        (event,) = events()
        assert event.start == datetime(2030, 3, 5, hour, tzinfo=UTC)
        assert f"5 Mar 2030 {shown}" in Page("/talks/").text
        dumped = content_file.dump()
        assert content_file.load(dumped).updates == []
        assert content_file.dump() == dumped

    @pytest.mark.parametrize(("clock", "zone", "hour", "shown"), WRITTEN)
    def test_in_the_form(self, desk, clock, zone, hour, shown):
        presentation = cast.presentation(when="5 March 2030")
        form = admin_url(Talk, "change", presentation.talk.pk)
        values = {"presentations-0-start_time": clock, "presentations-0-time_zone": zone}
        response = desk.post(form, submitted(Page(form, desk)) | values)
        assert response.status_code == 302, Page.of(response).texts("ul", class_="errorlist")
        (event,) = events()
        assert event.start == datetime(2030, 3, 5, hour, tzinfo=UTC)
        assert f"5 Mar 2030 {shown}" in Page("/talks/").text


@pytest.mark.parametrize("start", [None, "14:00"])
def test_the_database_refuses_an_end_without_a_start_or_at_the_start(start):
    with pytest.raises(IntegrityError):
        Presentation.objects.create(talk=cast.talk(), place="A", start_time=start, end_time="14:00")


def test_times_come_back_from_the_content_file():
    cast.presentation(
        when="5 March 2030", start_time="09:00", end_time="15:30", time_zone="Europe/Oslo"
    )
    dumped = content_file.dump()
    assert 'start_time = "09:00", end_time = "15:30", time_zone = "Europe/Oslo"' in dumped
    Talk.objects.all().delete()
    content_file.load(dumped)
    assert content_file.dump() == dumped


def test_drafts_are_in_no_calendar(desk):
    talk = cast.talk("Secret", is_draft=True)
    link = url_for_slug(cast.presentation(talk=talk, when="5 March 2030"))
    assert events() == []
    assert events(client=desk) == []
    assert Client().get(link).status_code == 404
    assert len(events(link, desk)) == 1


def test_the_old_url_of_a_calendar_redirects_to_the_new_one():
    presentation = cast.presentation(when="5 March 2030")
    old = url_for_slug(presentation)
    presentation.talk.slug = "new"
    presentation.talk.save()
    assert Client().get(old).headers["Location"] == url_for_slug(presentation)


def test_the_calendar_is_named_for_the_person():
    content_file.load('[profile]\nname = "Wei Xiong"')
    read = icalendar.Calendar.from_ical(Client().get("/talks.ics").content)
    assert read["X-WR-CALNAME"] == "Talks by Wei Xiong"


def test_the_page_of_all_talks_leads_to_the_calendar_of_all():
    cast.talk()
    assert Page("/talks/").links()["The talks as a calendar"] == "/talks.ics"
