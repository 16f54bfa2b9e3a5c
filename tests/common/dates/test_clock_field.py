"""Times are understood as people write them."""

from contextlib import suppress
from datetime import time

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from common.dates.clock_field import ClockField, read_clock

READ = {
    time(
        15
    ): "15:00 | 3pm | 3 pm | 3 PM | 3 p.m. | 3:00 p. m. | 15.00 | 15h | 15h00 | 15 Uhr | 1500"
    " | 15 | 15:00:00 | 15:00 h | ３ｐｍ",
    time(15, 30): "15:30 | 3:30 p.m. | 3.30pm | 15h30 | 1530 | 15:30 Uhr | 330pm | 15:30 pm",
    time(9, 5): "9:05 | 09:05 | 9:05 am | 9h05 | 0905 | 9.05 a.m.",
    time(9): "9 o'clock | 9am | 9h",
    time(12): "noon | 12 noon | 12pm | 12:00",
    time(0): "midnight | 12am | 0:00 | 00:00 | 0h",
    time(0, 30): "12:30 am | 0:30 | 0h30",
}


@pytest.mark.parametrize(
    ("text", "clock"), [(way, clock) for clock, ways in READ.items() for way in ways.split(" | ")]
)
def test_a_time_is_understood(text, clock):
    assert read_clock(text) == clock


@pytest.mark.parametrize(
    "text",
    ["25:00", "12:60", "13 am", "930", "14:00-15:00", "14:00 JST", "soon", "14:0", "1" * 5000],
)
def test_any_other_text_is_refused_with_examples(text):
    with pytest.raises(ValidationError, match="not a time that can be read") as refused:
        read_clock(text)
    assert 'Write for example "14:00", "2 pm" or "15h30".' in refused.value.messages[0]
    assert len(refused.value.messages[0]) < 200


def test_an_ambiguous_hour_is_asked_about():
    with pytest.raises(ValidationError, match="Say whether it is morning or afternoon"):
        read_clock("3")


def test_the_end_of_the_day_is_written_as_its_beginning():
    with pytest.raises(ValidationError, match="Write 00:00 for midnight"):
        read_clock("24:00")


@given(st.times().map(lambda clock: clock.replace(microsecond=0, tzinfo=None)))
def test_each_way_of_writing_a_time_says_the_same(clock):
    assert read_clock(clock.isoformat()) == clock
    minute = clock.replace(second=0)
    for pattern in ("%H:%M", "%H.%M", "%Hh%M", "%H%M", "%I:%M %p", "%I.%M%p"):
        assert read_clock(minute.strftime(pattern)) == minute


@given(st.text() | st.text("0123456789:.h apm", max_size=12))
def test_any_text_is_a_time_or_gets_a_sentence(text):
    with suppress(ValidationError):
        assert isinstance(read_clock(text), time)


def test_fractions_of_a_second_are_left_out():
    assert ClockField().to_python(time(14, 0, 30, 500)) == time(14, 0, 30)
