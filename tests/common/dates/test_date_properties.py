"""Rules that hold for every date, checked against the `edtf` package, which knows the standard."""

import re
from datetime import date
from math import inf

import edtf
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from common.dates.cv_date import CVDate, DateError, read
from tests.common.dates.date_strategies import cv_dates, edtf_like_texts


@given(cv_dates)
def test_what_is_shown_is_read_as_the_same_date(value):
    assert read(value.display()) == value


@given(cv_dates)
def test_what_is_stored_is_the_same_date_again(value):
    assert CVDate.from_edtf(value.edtf) == value
    assert hash(CVDate.from_edtf(value.edtf)) == hash(value)


ONLY_STORED = r"\d{4}-(27|28|3[3-6]|4[01])"


@given(cv_dates)
def test_edtf_is_read_except_seasons_that_could_be_years(value):
    if re.fullmatch(rf"{ONLY_STORED}[~?%]?", value.edtf):
        return  # "2021-27" is 2021 to 2027 for people, and Autumn only where it is stored
    if is_season_and_year(value):
        with pytest.raises(DateError, match="two ways"):
            read(value.edtf)
    else:
        assert read(value.edtf) == value


def is_season_and_year(value):
    """One season whose number is later than the year's last two digits: "2021-22", "2018-21~"."""
    match = re.fullmatch(r"\d\d(\d\d)-(2[1-4])[~?%]?", value.edtf)
    return match is not None and match[1] < match[2]


@given(cv_dates, cv_dates, cv_dates)
def test_the_order_is_total(one, two, three):
    assert (one < two) + (two < one) + (one == two) == 1
    assert not (one <= two <= three) or one <= three


WORDS = [
    *(
        " ",
        "-",
        "–",
        "/",
        ",",
        "(",
        ")",
        "2023",
        "2023/24",
        "May ",
        "15",
        "and",
        "since ",
        "to date",
    ),
    *("winter ", "WS ", "Q3 ", "lent ", "easter term ", "AY ", "academic year", "in progress"),
    *("expected ", " (expected)"),
]


@given(
    st.text()
    | st.lists(
        st.sampled_from([*"0123456789-–/.,;~?%{}() ", "2021", "2019-20", "Aug", "fall", "to", "c."])
    ).map("".join)
    | st.lists(st.sampled_from(WORDS)).map("".join)
)
@example("2023-00-00")
@example("0/0/2023")
@example("{2023\x00}")
def test_any_text_is_a_date_or_a_date_error(text):
    try:
        value = read(text)
    except DateError:
        return
    assert read(value.display()) == value


# The package `edtf` knows the whole standard and says whether we keep to it. It refuses seasons
# in sets, a season by itself with a qualifier, Autumn and quarters in an interval, and a set of
# one, on which the standard is silent.
SEASON = r"\d{4}-(?:2[1-478]|3[3-6]|4[01])\b"
OF_LEVEL_2 = r"\d{4}-(?:2[78]|3[3-6]|4[01])\b"
UNKNOWN_TO_THE_ORACLE = re.compile(
    rf"{{.*{SEASON}.*}}|{SEASON}[~?%]|{OF_LEVEL_2}.*/.*|.*/{OF_LEVEL_2}.*|{{[^,.]*}}"
)


def day_of(moment):
    return None if moment in (inf, -inf) else date(*moment[:3])


@given(cv_dates.filter(lambda value: not UNKNOWN_TO_THE_ORACLE.fullmatch(value.edtf)))
def test_our_edtf_is_edtf_and_covers_the_same_days(value):
    oracle = edtf.parse_edtf(value.edtf)
    if len(value.spans) > 1 and None in (value.start, value.end):
        return  # it compares infinities with days here, and raises TypeError
    assert day_of(oracle.lower_strict()) == value.start
    assert day_of(oracle.upper_strict()) == value.end


@given(edtf_like_texts)
def test_every_text_we_accept_as_edtf_is_edtf(text):
    try:
        CVDate.from_edtf(text)
    except DateError:
        return
    assert UNKNOWN_TO_THE_ORACLE.fullmatch(text) or edtf.parse_edtf(text)
