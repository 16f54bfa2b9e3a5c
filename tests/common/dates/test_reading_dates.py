"""Dates are read as people write them on a CV."""

import pytest

from common.dates.cv_date import DateError, read

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
    "2019-24": "Winter 2019 | WS 2019 | winter term 2019",
    "2019-28": "Winter 2019/20 | Winter 2019-20 | Winter 2019–2020 | WS 2019/20 | WiSe 2019/2020"
    " | Wintersemester 2019/20 | Winter term 2019 / 20",
    "2024-22": "Summer 2024 | SS 2024 | SoSe 2024 | Sommersemester 2024",
    "2022-28/2024-22": "WS 2022/23 - SS 2024",
    "{2022-28,2023-28}": "WS 2022/23, 2023/24 | Winter 2022/23 and Winter 2023/24",
    # Quarters and halves
    "2023-35": "Q3 2023 | 2023 Q3 | q3, 2023 | 2023-Q3",
    "2023-33/2023-35": "Q1 - Q3 2023 | Q1 2023 to Q3 2023",
    "2024-40": "H1 2024 | 2024 H1",
    "{2023-41,2024-40}": "H2 2023, H1 2024",
    # Terms, which are spans of months
    "2023-10/2023-12": "Michaelmas 2023 | Michaelmas term, 2023 | 2023 Michaelmas",
    "2024-01/2024-03": "Hilary 2024 | Hilary Term 2024 | Lent 2024 | Lent term 2024",
    "2024-04/2024-06": "Trinity 2024 | Easter term 2024",
    "2023-10/2024-06": "Michaelmas 2023 – Trinity 2024 | Michaelmas 2023 to Easter term 2024",
    "2023-10/..": "since Michaelmas 2023",
    "../2024-03": "until Hilary 2024",
    "{2023-10..2023-12,2024-01..2024-03}": "Michaelmas 2023, Hilary 2024",
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
    " | 2019-now | 2019 – current | 2019–Ongoing | 2019 - today | 2019 to date | 2019 - to date"
    " | since 2019, in progress | 2019 - in progress | 2019 (in progress) | 2019, ongoing",
    "2023-21/..": "Spring 2023 - in progress",
    "../2020": "until 2020 | till 2020 | up to 2020",
    # Years of which the second is short
    "2021/2022": "2021/22 | 2021–22 | 2021 - 22",
    "2019/2020": "2019-20 | 2019/20 | 2019–20 | 2019/2020 | AY 2019-20 | Academic year 2019/2020"
    " | 2019–20 academic year | the academic year 2019/20",
    "2015/2019": "2015-19 | 2015–19",
    "2009/2010": "2009–10 | AY 2009/10",
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
    # Expected: EDTF says uncertain
    "2027?": "Expected 2027 | 2027 (expected) | 2027, expected | 2027 (anticipated) | exp. 2027",
    "2027-05?": "May 2027 (expected) | expected May 2027 | Expected: May, 2027"
    " | (expected May 2027) | May 2027 (exp.)",
    "2027-22?": "expected Summer 2027",
    "2027%": "expected c. 2027 | c. 2027 (expected)",
    "2023/2027?": "2023 - expected 2027 | 2023 – 2027 (expected) | 2023 – (expected) 2027",
    "{2026,2027?}": "2026, 2027 (expected) | 2026 and expected 2027",
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
    "no year of four digits": ", | forthcoming | present | Aug '23 | 8/15/23 | Spring 21 | 99"
    " | in progress | to date | WS 23/24",
    "13 is not a month. Write for example": "2023.13 | 2023-13 | 13/2023 | 2023.8 - 2023.13",
    "22 is not a month": "2023.22 | 2023/22 | 2023-22-01",
    '"agust" is not a month or a season': "Agust 2023",
    '"until" is not a month or a season': "until 2018 - 2020",
    "February 2023 has no day 30": "2023-02-30 | 30 Feb 2023 | February 28-30, 2023",
    "only a month has days": "15 Spring 2023 | 15 Q3 2023 | 15 Michaelmas 2023",
    '"easter" is not a month or a season': "Easter 2024",
    "neither 31 nor 32 is a month": "31/32/2023",
    "the year 999 is not from 1000 to 2999": "0999",
    "the year 3000 is not from 1000 to 2999": "3000 | 2999 - 3000",
    "ends before it starts. Write the earlier date first.": "2023 - 2021 | Dec - Jan 2021",
    "in two ways: 2023-08-05 or 2023-05-08. Write the one you mean.": "5/8/2023 | 05-08-2023",
    "in two ways: 2021-2022 or Summer 2021": "2021-22 | 2021-22, 2023 | 2020 - 2021-22"
    " | c. 2021-22",
    "in two ways: 2018-2021 or Spring 2018": "2018-21",
    "in two ways: 2009-2010 or October 2009": "2009/10",
    "not an academic year: its second year is not the next one": "AY 2021-24",
    "in two ways: 2022-2023 or 2023-2024": "AY 2023 | Academic year 2023",
    "only the last can go on to the present": "2018 - present, 2020",
    "must be equally exact and certain": "2018, Jan 2020 - 2021 | 2018, c. 2020 - 2021",
    "is not a date that can be read": "Aug – 2023 | Winter 2019/21 | {2019"
    " | 10, 12 June 2023 | 2018–9 | 2018 - 2020 - | WS 2023/25 | 2023 - expected"
    " | 2019 - 2023, in progress",
}


def each_way(table):
    return [(way, key) for key, ways in table.items() for way in ways.split(" | ")]


@pytest.mark.parametrize(("text", "shown"), ON_THE_OWNERS_CV.items())
def test_the_dates_of_the_owners_cv_are_read_as_written(text, shown):
    assert read(text).display() == shown


@pytest.mark.parametrize(("text", "stored"), [*each_way(READ), *PASTED.items()])
def test_many_ways_of_writing_a_date_are_read(text, stored):
    assert read(text).edtf == stored


@pytest.mark.parametrize(("text", "message"), each_way(REFUSED))
def test_anything_but_one_date_is_refused_with_a_sentence(text, message):
    with pytest.raises(DateError) as refusal:
        read(text)
    assert message in str(refusal.value)


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
