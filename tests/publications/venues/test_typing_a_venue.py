"""The venue of a paper is typed in its form: one that the site has, or a new one."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from publications.models import Publication, Venue
from publications.venues.kinds import guess_kind
from tests import cast
from tests.admin_forms import admin_url, submitted
from tests.page import Page
from website.models import User

pytestmark = pytest.mark.django_db

ADD = admin_url(Publication, "add")


def add_paper_at(desk, venue: str, **typed: str) -> Page:
    values = submitted(Page(ADD, desk)) | {"title": "Nash", "venue": venue, **typed}
    return Page.of(desk.post(ADD, values, follow=True))


def test_a_new_name_becomes_a_venue_and_is_named_with_a_link(desk):
    page = add_paper_at(desk, "  TMLR ")
    venue = Venue.objects.get()
    assert (venue.short_name, venue.kind) == ("TMLR", Venue.Kind.JOURNAL)
    assert Publication.objects.get().venue == venue
    assert "TMLR is new among your venues. It is taken for: Journal." in page.text
    assert f"href='{admin_url(Venue, 'change', venue.pk)}'" in page.html.replace('"', "'")


def test_a_well_known_conference_gets_its_full_name(desk):
    add_paper_at(desk, "ICLR")
    venue = Venue.objects.get()
    assert venue.name == "International Conference on Learning Representations"


@pytest.mark.parametrize("typed", ["TMLR", "tmlr", "Transactions on Machine Learning Research"])
def test_a_venue_of_the_site_is_found_by_any_of_its_names(desk, typed):
    name = "Transactions on Machine Learning Research"
    venue = cast.venue("TMLR", Venue.Kind.JOURNAL, name=name)
    page = add_paper_at(desk, typed)
    assert Publication.objects.get().venue == venue
    assert Venue.objects.count() == 1
    assert ("is read as the venue TMLR" in page.text) == (typed == name)


@pytest.mark.parametrize("typed", ["TML", "T", "ICML Workshop on Games"])
def test_a_name_that_only_begins_like_another_is_not_that_one(desk, typed):
    others = [cast.venue("TMLR", Venue.Kind.JOURNAL), cast.venue("ICML")]
    add_paper_at(desk, typed)
    assert Publication.objects.get().venue not in others


def test_a_form_that_is_refused_makes_no_venue_and_keeps_the_name(desk):
    page = add_paper_at(desk, "TMLR", doi="nonsense")
    assert submitted(page)["venue"] == "TMLR"
    assert not Venue.objects.exists()


def test_the_form_shows_the_venue_and_saved_again_it_changes_nothing(desk):
    paper = cast.paper(venue=cast.venue("ICLR"), status="published")
    form = admin_url(Publication, "change", paper.pk)
    values = submitted(Page(form, desk))
    assert values["venue"] == "ICLR"
    page = Page.of(desk.post(form, values, follow=True))
    assert "venue" not in page.texts("ul", class_="messagelist")[0]
    desk.post(form, submitted(Page(form, desk)) | {"venue": ""})
    paper.refresh_from_db()
    assert paper.venue is None


def test_those_who_may_not_add_venues_are_told_to_choose_one():
    cast.venue("ICLR")
    user = User.objects.create_user("helper", is_staff=True)
    rights = Permission.objects.filter(codename__in=["add_publication", "view_publication"])
    user.user_permissions.set(rights)
    helper = Client()
    helper.force_login(user)
    page = add_paper_at(helper, "TMLR")
    assert "There is no venue “TMLR”. Choose one from the list." in page.text
    assert not Venue.objects.filter(short_name="TMLR").exists()
    add_paper_at(helper, "ICLR")
    assert Publication.objects.get().venue.short_name == "ICLR"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("JMLR", "journal"),
        ("IEEE Transactions on Information Theory", "journal"),
        ("Nature", "journal"),
        ("NeurIPS", "conference"),
        ("CoRL", "conference"),
        ("TACAS", "conference"),
        ("Proceedings of the National Academy of Sciences", "journal"),
        ("Workshop on Games", "workshop"),
        ("Lecture Notes in Computer Science", "book"),
    ],
)
def test_the_kind_of_a_new_venue_is_guessed_from_its_name(name, kind):
    assert guess_kind(name) == kind
