"""Lists that the owner orders in the admin: a number is a position in the whole list."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry

from profile.models import Award, ProfileLink, Section, Service
from publications.models import Publication
from tests import cast
from tests.admin_forms import admin_url, errors_in, submitted
from tests.page import Page

pytestmark = pytest.mark.django_db

ORDERED = [model for model, options in admin.site._registry.items() if options.list_editable]


@pytest.fixture
def sections():
    for title in "ABCDEF":
        Section.objects.create(title=title)


def order() -> str:
    return "".join(section.title for section in Section.objects.all())


def numbers() -> list[int]:
    return [section.position for section in Section.objects.all()]


@pytest.fixture
def save(desk):
    """Type numbers into the list of sections, each for a title, and save it."""

    def type_and_save(typed: dict[str, object], query: str = ""):
        listing = admin_url(Section, "changelist") + query
        values = submitted(Page(listing, desk))
        keys = {str(section.pk): section.title for section in Section.objects.all()}
        for name, key in list(values.items()):
            title = keys.get(key) if name.endswith("-id") else None
            if title in typed:
                values[name.removesuffix("id") + "position"] = str(typed[title])
        return desk.post(listing, values | {"_save": "Save"})

    return type_and_save


def test_every_ordered_list_can_be_moved_by_drag_and_by_number(desk):
    assert {m._meta.model_name for m in ORDERED} >= {"publication", "award", "profilelink"}
    for model in ORDERED:
        page = Page(admin_url(model, "changelist"), desk)
        assert [s.get("src") for s in page.all("script")].count("/static/js/ordering.js") == 1
        assert "position" in admin.site._registry[model].list_editable


@pytest.mark.usefixtures("sections")
def test_every_number_has_an_accessible_name(desk):
    page = Page(admin_url(Section, "changelist"), desk)
    fields = page.all("input", type="number")
    assert [field.get("aria-label") for field in fields] == [f"Order, {row}" for row in "ABCDEF"]


@pytest.mark.usefixtures("sections")
class TestTypedNumbers:
    @pytest.mark.parametrize(
        ("typed", "wanted"),
        [
            ({"F": 1}, "FABCDE"),
            ({"A": 6}, "BCDEFA"),
            ({"A": 99}, "BCDEFA"),
            ({"A": 2, "B": 1}, "BACDEF"),
            ({"A": 3}, "BCADEF"),
            ({"A": 1, "B": 1, "C": 1}, "BCADEF"),
            ({"A": 500, "B": 500}, "CDEFAB"),
            ({"A": ""}, "BCDEFA"),
            ({"D": -7}, "DABCEF"),
            ({}, "ABCDEF"),
        ],
    )
    def test_give_the_order_whatever_their_gaps_and_repeats(self, save, typed, wanted):
        save(typed)
        assert order() == wanted
        assert numbers() == [1, 2, 3, 4, 5, 6]

    def test_with_stored_gaps_and_ties_are_renumbered(self, save):
        for title, position in {"A": -3, "B": 4, "C": 4, "D": 4, "E": 80, "F": 81}.items():
            Section.objects.filter(title=title).update(position=position)
        save({"F": 80})
        assert order() == "ABCDFE"
        assert numbers() == [1, 2, 3, 4, 5, 6]

    def test_of_one_page_leave_the_others_in_their_order(self, save, monkeypatch):
        monkeypatch.setattr(admin.site._registry[Section], "list_per_page", 2)
        save({"C": 4, "D": 3}, "?p=2")
        assert order() == "ABDCEF"
        save({"C": 1}, "?p=2")
        assert order() == "CABDEF"

    def test_of_a_filtered_list_leave_the_other_rows_where_they_are(self, save):
        for title in "BDF":
            Section.objects.filter(title=title).update(text="found")
        # As a drag of F before B does: the three share out the numbers that they have.
        save({"F": 2, "B": 4, "D": 6}, "?q=found")
        assert order() == "AFCBED"

    def test_out_of_all_bounds_are_refused_and_nothing_moves(self, save):
        response = save({"F": 1, "A": 9_999_999_999})
        assert "less than or equal to 1000000" in response.content.decode()
        assert order() == "ABCDEF"

    def test_are_logged_once_for_the_whole_list(self, save):
        save({"F": 1, "A": 2, "B": 3})
        [entry] = LogEntry.objects.all()
        assert (entry.object_repr, entry.get_change_message()) == ("Sections", "Order changed.")


def test_a_paper_without_a_number_goes_first_as_new_papers_do(desk):
    for title in ("C", "B", "A"):
        cast.paper(title)
    listing = admin_url(Publication, "changelist")
    values = submitted(Page(listing, desk)) | {"form-2-position": ""}
    assert desk.post(listing, values | {"_save": "Save"}).status_code == 302
    assert [paper.title for paper in Publication.objects.all()] == ["C", "A", "B"]


class TestTheNumberInTheFormOfARow:
    def test_is_its_place_in_the_list(self, desk, sections):
        form = admin_url(Section, "change", Section.objects.get(title="E").pk)
        response = desk.post(form, submitted(Page(form, desk)) | {"position": "2"})
        assert response.status_code == 302, errors_in(response)
        assert order() == "AEBCDF"
        assert numbers() == [1, 2, 3, 4, 5, 6]

    def test_of_a_new_row_moves_the_others_on(self, desk, sections):
        form = admin_url(Section, "add")
        desk.post(form, submitted(Page(form, desk)) | {"title": "N", "position": "3"})
        assert order() == "ABNCDEF"

    def test_may_be_left_out(self, desk, sections):
        form = admin_url(Section, "add")
        desk.post(form, submitted(Page(form, desk)) | {"title": "N"})
        assert order() == "ABCDEFN"
        assert numbers() == [1, 2, 3, 4, 5, 6, 7]


class TestSortingByDate:
    @pytest.fixture
    def sort(self, desk):
        def act(model, rows) -> str:
            values = {"action": "sort_by_date", "_selected_action": [row.pk for row in rows]}
            response = desk.post(admin_url(model, "changelist"), values, follow=True)
            return " ".join(Page.of(response).texts("ul", class_="messagelist"))

        return act

    @pytest.fixture
    def awards(self):
        dates = {"a": "2019", "b": "", "c": "June 2022, 2023", "d": "2019", "e": "", "f": "2020"}
        return [Award.objects.create(title=title, when=when) for title, when in dates.items()]

    def order(self) -> str:
        return "".join(award.title for award in Award.objects.all())

    def test_puts_the_newest_first_and_the_undated_last_and_keeps_ties(self, sort, awards):
        assert "5 of 6 rows moved" in sort(Award, awards)
        assert self.order() == "cfadbe"

    def test_of_selected_rows_leaves_the_others_where_they_are(self, sort, awards):
        assert "2 of 3 rows moved" in sort(Award, [awards[0], awards[2], awards[4]])
        assert self.order() == "cbadef"

    def test_says_that_nothing_moved(self, sort, awards):
        sort(Award, awards)
        assert "They are already sorted by date" in sort(Award, awards)

    def test_is_there_for_papers_and_by_the_years_of_service(self, sort):
        papers = [
            cast.paper(title, when=when) for title, when in {"A": "2023", "B": "2024"}.items()
        ]
        assert "already" in sort(Publication, papers)
        rows = [Service.objects.create(venue=year, years=year) for year in ("2021", "2024", "2022")]
        sort(Service, rows)
        assert [row.venue for row in Service.objects.all()] == ["2024", "2022", "2021"]

    def test_what_goes_on_to_the_present_is_the_newest(self, sort):
        rows = [
            Award.objects.create(title=title, when=when)
            for title, when in {"past": "2020-2030", "present": "2015 - present"}.items()
        ]
        sort(Award, rows)
        assert Award.objects.first().title == "present"

    def test_is_not_offered_where_there_are_no_dates(self, desk):
        ProfileLink.objects.create(url="https://example.org")
        Section.objects.create(title="Grants")
        for model in (ProfileLink, Section):
            assert "Sort by date" not in Page(admin_url(model, "changelist"), desk).text
