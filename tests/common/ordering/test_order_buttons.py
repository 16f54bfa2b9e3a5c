"""The buttons above an ordered list: sort by date, and back to the order before."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from profile.models import Award, Section
from tests.admin_forms import admin_url, submitted
from tests.page import Page
from website.models import User

pytestmark = pytest.mark.django_db

SORT, UNSORT = admin_url(Award, "sort"), admin_url(Award, "unsort")


@pytest.fixture
def awards():
    for when in ("2021", "2024", "2019", ""):
        Award.objects.create(title=when or "undated", when=when)


def order() -> list[str]:
    return [award.title for award in Award.objects.all()]


@pytest.mark.usefixtures("awards")
class TestTheButtons:
    def test_sort_the_whole_list_newest_first(self, desk):
        page = Page.of(desk.post(SORT, follow=True))
        assert order() == ["2024", "2021", "2019", "undated"]
        assert "Sorted by date: 2 of 4 rows moved." in page.text

    def test_go_back_to_the_order_before(self, desk):
        before = order()
        desk.post(SORT)
        page = Page.of(desk.post(UNSORT, follow=True))
        assert order() == before
        assert "The order is as it was before." in page.text

    def test_go_back_twice_to_where_one_was(self, desk):
        for url in (SORT, UNSORT, UNSORT):
            desk.post(url)
        assert order() == ["2024", "2021", "2019", "undated"]

    def test_bring_back_an_order_that_numbers_changed(self, desk):
        before = order()
        listing = admin_url(Award, "changelist")
        values = submitted(Page(listing, desk)) | {"form-3-position": "1", "_save": "Save"}
        desk.post(listing, values)
        assert order() != before
        desk.post(UNSORT)
        assert order() == before

    def test_leave_new_rows_where_they_are(self, desk):
        desk.post(SORT)
        Award.objects.create(title="new", position=0)
        Award.objects.filter(title="2019").delete()
        desk.post(UNSORT)
        assert order() == ["new", "2021", "2024", "undated"]

    def test_are_offered_when_there_is_something_to_do(self, desk):
        page = Page(admin_url(Award, "changelist"), desk)
        assert "Sort by date" in page.texts("button")
        assert "Back to the order before" not in page.texts("button")
        desk.post(SORT)
        page = Page(admin_url(Award, "changelist"), desk)
        assert "Back to the order before" in page.texts("button")
        assert "Sort by date" not in Page(admin_url(Section, "changelist"), desk).texts("button")

    def test_are_noted_among_the_recent_changes(self, desk):
        desk.post(SORT)
        desk.post(SORT)  # nothing moves
        desk.post(UNSORT)
        comments = [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")]
        assert comments == ["Sorted by date.", "Went back to the order before."]
        assert "Sorted by date." in Page("/admin/", desk).text

    def test_do_nothing_for_a_link_or_for_those_who_may_not_change_the_list(self, desk):
        before = order()
        assert desk.get(SORT).status_code == 403
        helper = Client()
        helper.force_login(User.objects.create_user("helper", is_staff=True))
        assert helper.post(SORT).status_code == 403
        assert order() == before
