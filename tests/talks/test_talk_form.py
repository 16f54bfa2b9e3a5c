"""The form of a talk: times and time zones as people write them."""

import pytest

from talks.models import Presentation, Talk
from tests import cast
from tests.admin_forms import admin_url, submitted
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def save(desk):
    """Save a talk's only presentation with these values; return the page that follows."""

    def type_and_save(**typed: str) -> Page:
        talk = Talk.objects.first() or cast.presentation("Yale University", when="").talk
        form = admin_url(Talk, "change", talk.pk)
        values = submitted(Page(form, desk))
        values |= {f"presentations-0-{name}": value for name, value in typed.items()}
        return Page.of(desk.post(form, values, follow=True))

    return type_and_save


@pytest.mark.parametrize("typed", ["3pm", "15.00", "3 p.m.", "15:00", "15h"])
def test_a_time_is_read_as_people_write_it(save, typed):
    save(when="5 March 2024", start_time=typed)
    assert f"{Presentation.objects.get().start_time:%H:%M}" == "15:00"


@pytest.mark.parametrize(
    ("typed", "zone"), [("JST", "Asia/Tokyo"), ("CEST", "Europe/Berlin"), ("GMT+9", "UTC+09:00")]
)
def test_a_zone_is_read_as_people_write_it(save, typed, zone):
    save(when="5 March 2024", start_time="3pm", time_zone=typed)
    assert Presentation.objects.get().time_zone == zone


def test_the_zone_is_that_of_the_place_and_the_owner_is_told(save):
    page = save(when="5 March 2024", start_time="3pm", location="New Haven, USA")
    assert Presentation.objects.get().time_zone == "America/New_York"
    assert "Yale University: the time zone is America/New_York." in page.text


@pytest.mark.parametrize(
    "typed",
    [
        {"when": "5 March 2024", "location": "New Haven, USA"},
        {"when": "5 March 2024", "start_time": "3pm", "location": "Online"},
    ],
)
def test_no_zone_is_guessed_without_a_time_or_for_an_unknown_place(save, typed):
    page = save(**typed)
    assert Presentation.objects.get().time_zone == ""
    assert "the time zone is" not in page.text


def test_a_zone_that_is_given_is_kept(save):
    save(when="5 March 2024", start_time="3pm", location="Tokyo", time_zone="CET")
    assert Presentation.objects.get().time_zone == "Europe/Berlin"


def test_an_earlier_talk_gets_no_zone_when_something_else_is_changed(save):
    talk = cast.presentation("Yale University", when="5 March 2024").talk
    talk.presentations.update(start_time="15:00", location="New Haven, USA")
    save(host="Zhuoran Yang")
    assert talk.presentations.get().time_zone == ""


def test_zones_are_offered_by_city(desk):
    page = Page(admin_url(Talk, "add"), desk)
    options = {option.get("value"): option.text for option in page.all("option")}
    assert options["Asia/Tokyo"] == "Tokyo (UTC+9)"
    [template] = page.all("input", name="presentations-__prefix__-time_zone")
    assert template.get("list") == "time-zones"
    assert page.all("datalist", id="time-zones")
