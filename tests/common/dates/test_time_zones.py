"""Time zones are understood as people write them, and kept by one name."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from common.dates.places import find_zone_of_place
from common.dates.time_zones import get_zone, list_zone_choices, list_zones, read_time_zone

READ = {
    "Asia/Tokyo": "JST | jst | Asia/Tokyo | asia/tokyo | ASIA/TOKYO | Tokyo | Tokyo, Japan "
    "| (JST) | Tokyo (UTC+9) | Asia/Tokyo (UTC+09:00) | Kyoto | Kyoto University, Kyoto",
    "America/New_York": "EST | EDT | ET | New York | new_york | America/New York | Eastern Time | "
    "EST/EDT | New Haven, CT | Princeton | New York (UTC-5, in summer UTC-4) | Connecticut",
    "America/Los_Angeles": "PST | PDT | Pacific Time | Los Angeles",
    "Europe/Berlin": "CET | CEST | Berlin | Central European Summer Time",
    "Europe/Zurich": "Zürich | zurich | Switzerland | ETH Zürich, Switzerland",
    "Europe/London": "UK | United Kingdom | Oxford | BST",
    "Europe/Vienna": "Wien | Vienna | Austria",
    "Asia/Shanghai": "Hangzhou | China | Beijing time",
    "America/Sao_Paulo": "São Paulo",
    "UTC+09:00": "GMT+9 | UTC+9 | utc +9 | UTC+09:00 | +09:00 | +0900 | GMT+09 | UTC + 9",
    "UTC-03:30": "UTC-3:30 | UTC−3:30 | GMT–03:30 | -0330",
    "UTC+05:30": "UTC+05:30 | UTC+5:30",
    "UTC": "UTC | utc | Z | UTC+0 | GMT-0 | utc+00:00",
    "Etc/GMT-9": "Etc/GMT-9",
}


@pytest.mark.parametrize(
    ("text", "name"), [(way, name) for name, ways in READ.items() for way in ways.split(" | ")]
)
def test_a_zone_is_understood(text, name):
    assert read_time_zone(text) == name


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("IST", "Write the one you mean: Asia/Kolkata or Europe/Dublin or Asia/Jerusalem."),
        ("cst", "Write the one you mean: America/Chicago or Asia/Shanghai or America/Havana."),
        ("Amercia/New_York", 'did you mean "America/New_York"?'),
        ("Middle of nowhere", "Write for example America/New_York, Tokyo, JST, CEST or UTC+05:30."),
        ("UTC+5.5", "Write for example America/New_York, Tokyo, JST, CEST or UTC+05:30."),
        ("GMT+15", "they go from UTC-12 to UTC+14."),
        ("UTC-13", "they go from UTC-12 to UTC+14."),
    ],
)
def test_an_unknown_zone_is_refused_with_a_sentence(text, sentence):
    with pytest.raises(ValidationError) as refused:
        read_time_zone(text)
    assert refused.value.messages[0].startswith(f'"{text}"')
    assert refused.value.messages[0].endswith(sentence)


@given(st.sampled_from(sorted(name for name in list_zones() if "/" in name)))
def test_every_zone_of_the_database_is_known_in_any_case(name):
    assert read_time_zone(name) == name
    assert read_time_zone(name.lower()) == name
    assert read_time_zone(name.upper().replace("_", " ")) == name


@given(st.integers(-12 * 60, 14 * 60))
def test_an_offset_is_kept_exactly_and_read_again(minutes):
    sign, distance = "-" if minutes < 0 else "+", abs(minutes)
    kept = read_time_zone(f"UTC{sign}{distance // 60}:{distance % 60:02}")
    assert get_zone(kept).utcoffset(datetime(2030, 7, 1)) == timedelta(minutes=minutes)
    assert read_time_zone(kept) == kept


@given(st.text())
def test_any_text_is_a_zone_or_gets_a_sentence(text):
    try:
        kept = read_time_zone(text)
    except ValidationError:
        return
    assert read_time_zone(kept) == kept


@pytest.mark.parametrize(
    "place", ["USA", "Online", "", "Yale University", "me, or you", "Brazil", "Springfield, IN"]
)
def test_the_zone_of_a_place_is_not_guessed_if_it_is_not_sure(place):
    assert find_zone_of_place(place) == ""


def test_the_first_place_that_is_known_gives_the_zone():
    assert find_zone_of_place("New Haven, USA", "Tokyo Workshop") == "America/New_York"
    assert find_zone_of_place("Portland, Maine") == "America/Los_Angeles"  # a city before a state
    assert find_zone_of_place("", "ICML, Vienna") == "Europe/Vienna"


def test_zones_are_listed_by_city_with_their_offsets():
    labels = dict(list_zone_choices(2026))
    assert labels["Asia/Tokyo"] == "Tokyo (UTC+9)"
    assert labels["Asia/Kolkata"] == "Kolkata (UTC+5:30)"
    assert labels["Europe/Berlin"] == "Berlin (UTC+1, in summer UTC+2)"
    assert labels["America/New_York"] == "New York (UTC-5, in summer UTC-4)"
    assert [label for _, label in list_zone_choices(2026)] == sorted(labels.values())


@pytest.mark.parametrize("choice", list_zone_choices(2026)[::7])
def test_every_line_of_the_list_is_read_back(choice):
    zone, label = choice
    assert read_time_zone(zone) == zone
    assert read_time_zone(label)
