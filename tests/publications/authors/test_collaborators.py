"""Who is in the list of co-authors for conflict-of-interest forms, and what its files say."""

import csv
from datetime import date
from io import StringIO

import pytest

from bench.large_site import make_publications
from publications.authors.collaborators import (
    FORMATS,
    Collaborators,
    list_collaborators,
    months_before,
)
from publications.models import Author
from tests import cast

pytestmark = pytest.mark.django_db

CSV, TSV = FORMATS["csv"], FORMATS["tsv"]


@pytest.fixture(autouse=True)
def today(monkeypatch) -> None:
    """The list is made on 15 November 2026, so that 48 months begin on 15 November 2022."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2026, 11, 15))


def names(collaborators: Collaborators) -> list[str]:
    return [person.name for person in collaborators.people]


def last_days(collaborators: Collaborators) -> dict[str, str]:
    return {person.name: f"{person.last_paper.day}" for person in collaborators.people}


def last_dates(collaborators: Collaborators) -> dict[str, str]:
    whens = {person.name: person.last_paper.when for person in collaborators.people}
    return {name: when.display() if when else "" for name, when in whens.items()}


def rows(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(StringIO(text), delimiter=delimiter))


class TestThePeriod:
    @pytest.mark.parametrize(
        ("when", "is_listed"),
        [
            *(("2026-11", True), ("2022-11-15", True), ("2022-11-14", False), ("2021", False)),
            *(("2022-11", True), ("2022-10", False), ("2022", True)),  # counted to the last day
            *(("Fall 2022", True), ("Summer 2022", False), ("c. 2022", True)),
            *(("2019 - 2023", True), ("2019 - 2021", False), ("2019, 2024", True)),
            *(("2019 - present", True), ("", True), ("2027", True)),  # not finished yet
        ],
    )
    def test_of_48_months_has_what_may_have_ended_in_it(self, when, is_listed):
        cast.paper("GEC", "Han Zhong, Wei Xiong", when=when)
        assert names(list_collaborators(48, drafts=True)) == ["Zhong, Han"] * is_listed

    def test_may_have_any_length_or_none(self):
        cast.paper("New", "Han Zhong", when="2026-06")
        cast.paper("Old", "Nan Jiang", when="1999")
        assert names(list_collaborators(1, drafts=True)) == []
        assert names(list_collaborators(6, drafts=True)) == ["Zhong, Han"]
        assert names(list_collaborators(1200, drafts=True)) == ["Jiang, Nan", "Zhong, Han"]
        assert names(list_collaborators(None, drafts=True)) == ["Jiang, Nan", "Zhong, Han"]

    @pytest.mark.parametrize(
        ("day", "months", "earlier"),
        [
            (date(2026, 11, 15), 48, date(2022, 11, 15)),
            (date(2026, 1, 31), 2, date(2025, 11, 30)),
            (date(2024, 2, 29), 48, date(2020, 2, 29)),
            (date(2024, 2, 29), 12, date(2023, 2, 28)),
            (date(2026, 12, 31), 12, date(2025, 12, 31)),
        ],
    )
    def test_begins_on_the_same_day_of_the_month(self, day, months, earlier):
        assert months_before(day, months) == earlier


class TestThePeople:
    def test_are_sorted_by_family_name_whatever_the_accents(self):
        cast.paper("A", "Nan Jiang, Tong Zhang, Zoë Éder, Ada Dub, 熊伟, Ludwig van Beethoven")
        cast.paper("B", "Sammy Davis Jr., Wei Xiong")
        assert names(list_collaborators()) == [
            *("Davis Jr., Sammy", "Dub, Ada", "Éder, Zoë", "Jiang, Nan"),
            *("van Beethoven, Ludwig", "Zhang, Tong", "熊伟"),
        ]

    def test_are_there_once_with_the_last_paper(self):
        cast.paper("Old", "Han Zhong, Wei Xiong, Nan Jiang", when="2023")
        cast.paper("New", "Han Zhong, Wei Xiong", when="Mar 2025")
        cast.paper("Older", "Han Zhong, Wei Xiong", when="2020")
        assert last_dates(list_collaborators()) == {"Jiang, Nan": "2023", "Zhong, Han": "Mar 2025"}
        assert last_days(list_collaborators()) == {
            "Jiang, Nan": "2023-12-31",
            "Zhong, Han": "2025-03-31",
        }

    @pytest.mark.parametrize("when", ["", "2026", "2026-11", "2027", "2019 - present"])
    def test_were_never_active_after_today(self, when):
        cast.paper("GEC", "Han Zhong, Wei Xiong", when=when)
        assert last_days(list_collaborators()) == {"Zhong, Han": "2026-11-15"}

    @pytest.mark.parametrize(
        ("dates", "last"),
        [
            (("2026", "", "Nov 2026"), "Nov 2026"),
            (("2019 – present", "2026"), "2026"),
            (("", "2024"), ""),  # without a date it is current, and so the later one
        ],
    )
    def test_of_two_current_papers_have_the_date_that_says_more(self, dates, last):
        for when in dates:
            cast.paper(f"Paper {when}", "Han Zhong, Wei Xiong", when=when)
        assert last_dates(list_collaborators()) == {"Zhong, Han": last}

    def test_of_drafts_count_if_wanted(self):
        cast.paper("Secret", "Nan Jiang, Wei Xiong", is_draft=True)
        cast.paper("Public", "Han Zhong, Wei Xiong")
        assert names(list_collaborators(drafts=True)) == ["Jiang, Nan", "Zhong, Han"]
        assert names(list_collaborators(drafts=False)) == ["Zhong, Han"]

    def test_are_not_the_owner_nor_anybody_without_a_paper(self):
        cast.author("Nan Jiang")
        cast.paper("Alone", "Wei Xiong")
        found = list_collaborators()
        assert (found.people, found.knows_owner) == ([], True)

    def test_have_the_owner_among_them_if_nobody_is_marked(self):
        cast.paper("GEC", "Wei Xiong")
        Author.objects.update(is_owner=False)
        found = list_collaborators()
        assert (names(found), found.knows_owner) == (["Xiong, Wei"], False)


class TestWhatNeedsCare:
    def test_are_groups_of_the_period(self):
        cast.paper("New", "{ATLAS Collaboration}, Wei Xiong, Han Zhong")
        cast.paper("Old", "{CMS Collaboration}, Wei Xiong", when="2010")
        found = list_collaborators()
        assert names(found) == ["Zhong, Han"]
        assert [str(group) for group in found.groups] == ["ATLAS Collaboration"]

    def test_are_papers_of_the_period_that_do_not_name_all(self):
        cast.paper("New", "Han Zhong, Wei Xiong, et al.", when="2025")
        cast.paper("Old", "Han Zhong, Wei Xiong, et al.", when="2010")
        cast.paper("Whole", "Han Zhong, Wei Xiong", when="2025")
        cast.paper("Secret", "Han Zhong, Wei Xiong, et al.", is_draft=True)
        told = [[p.title for p in list_collaborators(drafts=d).unnamed] for d in (True, False)]
        assert [sorted(titles) for titles in told] == [["New", "Secret"], ["New"]]

    def test_are_people_without_an_affiliation(self):
        cast.author("Han Zhong", affiliation="Peking University")
        cast.paper("GEC", "Han Zhong, Wei Xiong, Nan Jiang")
        assert list_collaborators().without_affiliation == 1


class TestTheFiles:
    @pytest.fixture
    def people(self):
        cast.author("Zoë Éder", affiliation='ETH Zürich, "D-INFK"')
        cast.paper("GEC", "Zoë Éder, Wei Xiong", when="May 2024")
        cast.paper("RAFT", "Nan Jiang, Wei Xiong")
        return list_collaborators().people

    def test_for_spreadsheets_have_a_byte_order_mark_and_the_headings_of_the_form(self, people):
        text = CSV.write(people)
        assert text.encode().startswith(b"\xef\xbb\xbf")
        assert rows(text.removeprefix("\ufeff")) == [
            [
                *("4", "Name:", "Organizational Affiliation"),
                *("Optional (email, Department)", "Last Active"),
            ],
            ["A:", "Éder, Zoë", 'ETH Zürich, "D-INFK"', "", "05/31/2024"],
            ["A:", "Jiang, Nan", "", "", "11/15/2026"],
        ]

    def test_for_pasting_have_the_same_rows_and_nothing_else(self, people):
        text = TSV.write(people)
        assert text.splitlines()[1] == "A:\tJiang, Nan\t\t\t11/15/2026"
        assert rows(text, "\t") == rows(CSV.write(people))[1:]

    @pytest.mark.parametrize("form", [CSV, TSV])
    @pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
    def test_have_no_formulas(self, form, sign):
        author = cast.author("Han Zhong")
        author.affiliation = author.family_name = f"{sign}HYPERLINK(A1)"
        author.save()
        cast.paper("GEC").authorships.create(author=author)
        [row] = rows(form.write(list_collaborators().people), form.delimiter)[-1:]
        assert row[1] == f"'{sign}HYPERLINK(A1), Han"
        assert row[2] == f"'{sign}HYPERLINK(A1)"
        assert row[0] == "A:"


@pytest.mark.parametrize("papers", [3, 30])
def test_the_number_of_queries_does_not_depend_on_the_number_of_papers(
    papers, django_assert_num_queries
):
    make_publications(papers)
    with django_assert_num_queries(4):
        found = list_collaborators(None)
        for person in found.people:
            assert person.name
    assert len(found.people) > 5
