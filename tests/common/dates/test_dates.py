"""Dates as a CV has them: kept as EDTF, shown in one style."""

from datetime import date

import pytest

from common.dates.cv_date import CVDate, DateError

DISPLAYED = [
    ("2018", "2018"),
    ("2023-08", "Aug 2023"),
    ("2024-03-05", "5 Mar 2024"),
    ("2021-21", "Spring 2021"),
    ("2021-23", "Fall 2021"),
    ("2021-27", "Autumn 2021"),
    ("{2021-27,2022-23}", "Autumn 2021, Fall 2022"),
    ("2019-24", "Winter 2019"),
    ("2019-28", "Winter 2019/20"),
    ("1999-28", "Winter 1999/00"),
    ("2019-23/2019-28", "Fall – Winter 2019/20"),
    ("2023-35", "Q3 2023"),
    ("2024-40", "H1 2024"),
    ("2023-33/2023-35", "Q1 – Q3 2023"),
    ("2019~", "c. 2019"),
    ("2019-05?", "May 2019?"),
    ("2919-05?", "May 2919 (expected)"),
    ("2919%", "c. 2919 (expected)"),
    ("2019/2919?", "2019 – 2919 (expected)"),
    ("../2919?", "until 2919 (expected)"),
    ("{2019,2919?}", "2019, 2919 (expected)"),
    ("2019%", "c. 2019?"),
    ("2023-08/..", "Aug 2023 – present"),
    ("2019/..", "2019–present"),
    ("../2020", "until 2020"),
    ("2018/2021", "2018–2021"),
    ("2019~/2021", "c. 2019 – 2021"),
    ("2019-12/2020-03", "Dec 2019 – Mar 2020"),
    ("2020-01/2020-03", "Jan – Mar 2020"),
    ("2020-01~/2020-03", "c. Jan 2020 – Mar 2020"),
    ("2020-01/2020", "Jan 2020 – 2020"),
    ("2021-21/2021-23", "Spring – Fall 2021"),
    ("2023-06-10/2023-06-12", "10–12 Jun 2023"),
    ("2023-06-28/2023-07-02", "28 Jun – 2 Jul 2023"),
    ("2022-12-28/2023-01-02", "28 Dec 2022 – 2 Jan 2023"),
    ("{2022-06,2023-06}", "Jun 2022, Jun 2023"),
    ("{2018,2020..2022}", "2018, 2020–2022"),
    ("{2022-06,2023}", "Jun 2022; 2023"),
    ("{2021-21,2022-06}", "Spring 2021, Jun 2022"),
]

MARKED_UP = [
    ("2023-08", '<time datetime="2023-08">Aug 2023</time>'),
    ("2023-08/..", '<time datetime="2023-08">Aug 2023</time> – present'),
    ("../2020", 'until <time datetime="2020">2020</time>'),
    (
        "2020-01/2020-03",
        '<time datetime="2020-01">Jan</time> – <time datetime="2020-03">Mar 2020</time>',
    ),
    (
        "2023-06-10/2023-06-12",
        '<time datetime="2023-06-10">10</time>–<time datetime="2023-06-12">12 Jun 2023</time>',
    ),
    ("{2021-21,2022-06}", 'Spring 2021, <time datetime="2022-06">Jun 2022</time>'),
    ("2021-21", "Spring 2021"),
    ("2019~", "c. 2019"),
]


@pytest.mark.parametrize(("stored", "shown"), DISPLAYED)
def test_dates_are_shown_in_one_style(stored, shown):
    assert CVDate.from_edtf(stored).display() == shown


@pytest.mark.parametrize(("stored", "html"), MARKED_UP)
def test_dates_that_html_supports_are_time_elements(stored, html):
    assert CVDate.from_edtf(stored).html() == html


@pytest.mark.parametrize(
    ("stored", "iso"),
    [
        ("2023", "2023"),
        ("2023-08", "2023-08"),
        ("2023-08-15", "2023-08-15"),
        ("2023-21", None),
        ("2023~", None),
        ("2022/2023", None),
        ("2023/..", None),
        ("{2022,2023}", None),
    ],
)
def test_only_a_plain_date_has_a_value_for_html(stored, iso):
    assert CVDate.from_edtf(stored).iso == iso


@pytest.mark.parametrize(
    ("stored", "start", "end", "year"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31), 2023),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), 2024),
        ("2021-22", date(2021, 6, 1), date(2021, 8, 31), 2021),
        ("2021-27", date(2021, 9, 1), date(2021, 11, 30), 2021),
        ("2021-24", date(2021, 12, 1), date(2021, 12, 31), 2021),
        ("2021-28", date(2021, 12, 1), date(2021, 12, 31), 2021),
        ("2021-35", date(2021, 7, 1), date(2021, 9, 30), 2021),
        ("2021-40", date(2021, 1, 1), date(2021, 6, 30), 2021),
        ("2018/2020-06", date(2018, 1, 1), date(2020, 6, 30), 2018),
        ("2018/..", date(2018, 1, 1), None, 2018),
        ("../2020", None, date(2020, 12, 31), 2020),
        ("{2018,2020..2021}", date(2018, 1, 1), date(2021, 12, 31), 2018),
        ("{2018,2020..}", date(2018, 1, 1), None, 2018),
    ],
)
def test_a_date_covers_whole_periods(stored, start, end, year):
    value = CVDate.from_edtf(stored)
    assert (value.start, value.end, value.year) == (start, end, year)
    assert value.is_ongoing == (end is None)


def test_the_order_is_ongoing_then_by_end_then_by_beginning():
    oldest_first = ["../2019", "2018/2020", "2020", "2020-24", "2021-03", "2018/..", "2020-02/.."]
    values = [CVDate.from_edtf(text) for text in oldest_first]
    assert sorted(values, key=str) != values
    assert sorted(values) == values


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2023-8",
        "2023/08",
        "2023/",
        "Aug 2023",
        "{2019, 2020}",
        "{}",
        "2021-25",
        "../..",
        "٢٠٢٣",
    ],
)
def test_stored_texts_are_strictly_edtf(text):
    with pytest.raises(DateError):
        CVDate.from_edtf(text)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [("{2023,2022,2023}", "{2022,2023}"), ("{2022}", "2022"), ("2022/2022", "2022")],
)
def test_equal_dates_have_one_edtf(text, canonical):
    assert CVDate.from_edtf(text).edtf == canonical
