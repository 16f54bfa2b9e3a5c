"""Dates for property tests: every kind that `common.dates.cv_date` knows."""

from datetime import timedelta

from hypothesis import strategies as st

from common.dates.cv_date import CVDate, DateError
from common.dates.words import PART_MONTHS

# Mostly within a few years, so that the dates of one value meet and share years and months.
years = st.integers(2017, 2024) | st.integers(1000, 2999)
qualifiers = st.sampled_from(["", "", "", "~", "?", "%"])
days = st.builds(
    lambda year, day: (CVDate.from_edtf(f"{year}").start + timedelta(day)).isoformat(),
    years,
    st.integers(0, 364),
)
unqualified_points = st.one_of(
    st.builds(str, years),
    st.builds(lambda year, month: f"{year}-{month:02}", years, st.integers(1, 12)),
    st.builds(lambda year, part: f"{year}-{part}", years, st.sampled_from(sorted(PART_MONTHS))),
    days,
)
points = st.builds(str.__add__, unqualified_points, qualifiers)


def _spans(separator, open_end):
    ends = st.lists(points, min_size=2, max_size=2).map(_in_order)
    return st.one_of(
        ends.map(separator.join),
        ends.map(lambda pair: f"{pair[0]}{separator}{open_end}"),
        ends.map(lambda pair: f"{open_end}{separator}{pair[1]}"),
    )


def _in_order(pair):
    return sorted(pair, key=CVDate.from_edtf)


def _parsed(text):
    try:
        return CVDate.from_edtf(text)
    except DateError:
        return None


sets = st.lists(points | _spans("..", ""), min_size=1, max_size=4).map(
    lambda members: "{" + ",".join(members) + "}"
)
cv_dates = (points | _spans("/", "..") | sets).map(_parsed).filter(lambda value: value is not None)
"""Every kind of CVDate."""

edtf_like_texts = st.lists(
    points
    | st.sampled_from(["/", "..", ",", "{", "}", "~", "?", "-05", "-21", "-27", "-35", "2020"]),
    min_size=1,
    max_size=7,
).map("".join)
"""Pieces of EDTF in any order, some of which are EDTF."""
