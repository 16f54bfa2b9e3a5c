"""Dates as a CV has them: read as people write them, kept as EDTF, shown in one style."""

from datetime import date

import pytest

from common.dates.cv_date import CVDate, DateError, read

ON_THE_OWNERS_CV = {
    "2023.8 - present": "Aug 2023 – present",
    "2023.8": "Aug 2023",
    "2021.6": "Jun 2021",
    "2018": "2018",
    "2023.1-present": "Jan 2023 – present",
    "2022 Spring": "Spring 2022",
    "Spring 2021": "Spring 2021",
    "2019.8 - 2019.11": "Aug – Nov 2019",
    "2021-2023": "2021–2023",
    "June 2022,2023": "Jun 2022, Jun 2023",
    "June 2021": "Jun 2021",
    "November 2020": "Nov 2020",
    "2021.9-2023.6": "Sep 2021 – Jun 2023",
    "2018-2021": "2018–2021",
    "2022, 2023": "2022, 2023",
    "2023, 2024": "2023, 2024",
    "2024.3": "Mar 2024",
}

# What is stored, and the ways of writing it.
READ = {
    "2023-08": "2023/08 | 08/2023 | 8/2023 | 2023-8 | 8.2023 | Aug. 2023 | aug 2023"
    " | Aug-2023 | 2023 August | 2023, Aug | August, 2023 | August of 2023 | Aug 2023. | 2023.8,",
    "2021-09": "Sept 2021 | sep 2021 | SEPTEMBER 2021",
    "2009-10": "2009-10 | 2009.10 | 10/2009",
    # Days
    "2023-08-15": "15 August 2023 | August 15, 2023 | Aug 15 2023 | 15th August 2023 | 15-Aug-2023"
    " | the 15th of August, 2023 | 2023-08-15 | 2023.08.15 | 15.8.2023 | 8/15/2023 | 15/8/2023",
    "2023-08-05": "5.8.2023 | 2023-8-5 | Aug. 5th, 2023",
    "2023-05-05": "5/5/2023",
    # Seasons
    "2021-21": "SPRING 2021 | Spring semester, 2021 | 2021-21",
    "2019-23": "Fall 2019 | fall quarter 2019 | 2019 Fall",
    "2019-27": "Autumn 2019 | AUTUMN 2019 | autumn term, 2019 | 2019 Autumn",
    "2019-24": "Winter 2019 | Winter 2019/20 | Winter 2019-20 | Winter 2019–2020",
    # Ranges
    "2018/2020": "2018 – 2020 | 2018—2020 | 2018--2020 | 2018 to 2020 | 2018 through 2020"
    " | 2018 until 2020 | from 2018 to 2020 | 2018 ~ 2020 | 2018~2020 | (2018-2020) | 2018 - 20",
    "2020-01/2020-03": "Jan-Mar 2020 | Jan 2020 - Mar 2020 | 2020 Jan - Mar | 1/2020-3/2020",
    "2021-06/2021-08": "June–August 2021 | June through August, 2021",
    "2022-21/2022-23": "2022 Spring - Fall | Spring to Fall 2022",
    "2022-21/2022-27": "2022 Spring - Autumn | Spring to Autumn 2022",
    "2021/2027": "2021-27",
    "2023-06-10/2023-06-12": "10-12 June 2023 | June 10–12, 2023 | June 10, 2023 – June 12, 2023"
    " | 2023-06-10 - 2023-06-12 | 2023.6.10-12",
    "2023-06-28/2023-07-02": "28 June - 2 July 2023 | June 28 – July 2, 2023",
    "2019-24/2020": "Winter 2019 – 2020",
    "2020": "2020 - 2020",
    # Open ranges
    "2019/..": "since 2019 | from 2019 onwards | 2019 - | 2019– | 2019 onwards | 2019 - present"
    " | 2019-now | 2019 – current | 2019–Ongoing | 2019 - today | 2019 to date",
    "../2020": "until 2020 | till 2020 | up to 2020",
    # Years of which the second is short
    "2021/2022": "2021/22 | 2021–22 | 2021 - 22",
    "2019/2020": "2019-20 | 2019/20 | 2019–20",
    "2015/2019": "2015-19 | 2015–19",
    "2009/2010": "2009–10",
    "1999/2000": "1999-00 | 1999/00",
    "{2018..2019,2019..2020}": "2018-19, 2019/20",
    # Lists
    "{2019-22,2020-22}": "Summer 2019 and 2020 | Summer 2019, 2020 | Summer 2019 & Summer 2020",
    "{2018-22,2019-23}": "Summer 2018, Fall 2019 | Fall 2019; Summer 2018",
    "{2021-21,2021-23}": "Spring and Fall 2021 | Spring, Fall 2021 | 2021 Spring, Fall",
    "{2018,2019,2021..2023}": "2018, 2019, 2021-2023 | 2018, 2019, and 2021–2023",
    "{2018,2021..}": "2018, 2021 – present | 2018, since 2021",
    "{2022-06,2023}": "June 2022; 2023 | 2022.6, 2023 | 2022 June, 2023",
    "{2023-06-10,2023-06-12}": "10 June, 12 June 2023",
    "{2022,2023}": "2023, 2022, 2022",
    # About, and perhaps
    "2019~": "c. 2019 | ca 2019 | ca. 2019 | circa 2019 | about 2019 | ~2019 | ~ 2019 | 2019~",
    "2019?": "2019? | 2019 ?",
    "2019%": "c. 2019? | 2019%",
    "2018~/2020?": "c. 2018 - 2020?",
    "{2019~,2020}": "c. 2019, 2020",
}

PASTED = {
    "２０２３．８": "2023-08",
    "2018\N{NO-BREAK SPACE}–\N{THIN SPACE}2020": "2018/2020",
    "\N{ZERO WIDTH SPACE}June  2021\n": "2021-06",
    "{2022-06, 2023-06}": "{2022-06,2023-06}",
}

# What is refused, and what the sentence says.
REFUSED = {
    "is not a date. Write for example": " | ()",
    "no year of four digits": ", | forthcoming | present | Aug '23 | 8/15/23 | Spring 21 | 99",
    "13 is not a month. Write for example": "2023.13 | 2023-13 | 13/2023 | 2023.8 - 2023.13",
    "22 is not a month": "2023.22 | 2023/22 | 2023-22-01",
    '"agust" is not a month or a season': "Agust 2023",
    '"until" is not a month or a season': "until 2018 - 2020",
    "February 2023 has no day 30": "2023-02-30 | 30 Feb 2023 | February 28-30, 2023",
    "a season has no days": "15 Spring 2023",
    "neither 31 nor 32 is a month": "31/32/2023",
    "the year 999 is not from 1000 to 2999": "0999",
    "the year 3000 is not from 1000 to 2999": "3000 | 2999 - 3000",
    "ends before it starts. Write the earlier date first.": "2023 - 2021 | Dec - Jan 2021",
    "in two ways: 2023-08-05 or 2023-05-08. Write the one you mean.": "5/8/2023 | 05-08-2023",
    "in two ways: 2021-2022 or Summer 2021": "2021-22 | 2021-22, 2023 | 2020 - 2021-22"
    " | c. 2021-22",
    "in two ways: 2018-2021 or Spring 2018": "2018-21",
    "in two ways: 2009-2010 or October 2009": "2009/10",
    "only the last can go on to the present": "2018 - present, 2020",
    "must be equally exact and certain": "2018, Jan 2020 - 2021 | 2018, c. 2020 - 2021",
    "is not a date that can be read": "Aug – 2023 | Winter 2019/21 | {2019"
    " | 10, 12 June 2023 | 2018–9 | 2018 - 2020 -",
}


def each_way(table):
    return [(way, key) for key, ways in table.items() for way in ways.split(" | ")]


DISPLAYED = [
    ("2018", "2018"),
    ("2023-08", "Aug 2023"),
    ("2024-03-05", "5 Mar 2024"),
    ("2021-21", "Spring 2021"),
    ("2021-23", "Fall 2021"),
    ("2021-27", "Autumn 2021"),
    ("{2021-27,2022-23}", "Autumn 2021, Fall 2022"),
    ("2019~", "c. 2019"),
    ("2019-05?", "May 2019?"),
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


@pytest.mark.parametrize(("text", "shown"), ON_THE_OWNERS_CV.items())
def test_the_dates_of_the_owners_cv_are_read_as_written(text, shown):
    assert read(text).display() == shown


@pytest.mark.parametrize(("text", "stored"), [*each_way(READ), *PASTED.items()])
def test_the_ways_of_writing_are_read(text, stored):
    assert read(text).edtf == stored


@pytest.mark.parametrize(("text", "message"), each_way(REFUSED))
def test_what_is_no_date_or_two_is_refused_with_a_sentence(text, message):
    with pytest.raises(DateError) as refusal:
        read(text)
    assert message in str(refusal.value)


@pytest.mark.parametrize(("stored", "shown"), DISPLAYED)
def test_dates_are_shown_in_one_style(stored, shown):
    assert CVDate.from_edtf(stored).display() == shown


@pytest.mark.parametrize(("stored", "html"), MARKED_UP)
def test_the_points_that_html_knows_are_time_elements(stored, html):
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
def test_only_a_plain_point_has_a_value_for_html(stored, iso):
    assert CVDate.from_edtf(stored).iso == iso


@pytest.mark.parametrize(
    ("stored", "start", "end", "year"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31), 2023),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), 2024),
        ("2021-22", date(2021, 6, 1), date(2021, 8, 31), 2021),
        ("2021-27", date(2021, 9, 1), date(2021, 11, 30), 2021),
        ("2021-24", date(2021, 12, 1), date(2021, 12, 31), 2021),
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


def test_the_ongoing_is_newest_then_what_ended_last_then_what_began_last():
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


@pytest.mark.parametrize(
    "piece",
    [
        "2020 - ",
        "2020-",
        ",",
        "{",
        "{2020,",
        "1",
        "2020",
        "Aug ",
        "c. ",
        "2019/20 ",
        " and ",
        "\ufdfa",
    ],
)
def test_a_text_that_is_far_too_long_is_refused_before_it_is_read(piece, monkeypatch):
    monkeypatch.setattr("common.dates.reading._normalise", None)
    with pytest.raises(DateError, match="is too long for a date, which has at most 300 characters"):
        read((piece * 20_000)[:20_000])


def test_a_long_list_of_dates_is_read():
    text = ", ".join(f"September {year}" for year in range(2005, 2019))
    assert len(read(text).spans) == 14
