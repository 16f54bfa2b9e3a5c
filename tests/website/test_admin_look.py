"""The admin wears the site's colours and type, and speaks of papers."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from publications.models import Publication, Topic
from tests import cast
from tests.admin_forms import admin_url
from tests.page import Page, text_of

pytestmark = pytest.mark.django_db

CSS = Path(settings.BASE_DIR) / "static" / "css"


def read_values(sheet: str) -> dict[str, str]:
    """Return the custom properties at the head of a style sheet."""
    head = (CSS / sheet).read_text(encoding="utf-8").partition("\n}")[0]
    return dict(re.findall(r"(--[a-z]+): ([^;]+);", head))


@pytest.mark.parametrize(
    "names",
    ["serif sans", "paper ink soft rule wash accent", "small tiny large", "quarter half one two"],
)
def test_the_colours_type_and_space_are_those_of_the_site(names):
    site, desk = read_values("site.css"), read_values("admin/theme.css")
    for name in names.split():
        assert desk[f"--{name}"] == site[f"--{name}"], name


def test_a_list_is_called_by_what_is_in_it(desk):
    page = Page(admin_url(Publication, "changelist"), desk)
    assert page.texts("h1") == ["Papers"]
    assert page.texts("title") == ["Papers | Vita"]


def test_a_form_is_headed_by_its_row(desk):
    paper = cast.paper("A bound of $x^2$")
    page = Page(admin_url(Publication, "change", paper.pk), desk)
    [heading] = page.all("h1")
    assert text_of(heading) == "A bound of x²"


def test_groups_are_reached_from_the_users_alone(desk):
    assert "Groups" not in Page("/admin/", desk).links()
    users = Page("/admin/website/user/", desk)
    assert users.links()["Groups, for the rights of helpers"] == "/admin/auth/group/"
    assert Page("/admin/auth/group/", desk).texts("h1") == ["Groups"]


def test_permissions_are_folded_in_the_form_of_an_account(desk, owner):
    page = Page(f"/admin/website/user/{owner.pk}/change/", desk)
    [folded] = [part for part in page.all("details") if "Permissions" in text_of(part)]
    assert folded.get("open") is None
    assert folded.find(".//input[@name='is_superuser']") is not None


def test_what_is_edited_every_week_is_in_front_and_the_rest_is_folded(desk):
    page = Page("/admin/", desk)
    [daily] = page.all("ul", class_="daily")
    assert [text_of(line.find("a")) for line in daily] == ["Papers", "Authors", "Talks", "Profile"]
    [rest] = page.all("details", class_="all-lists")
    assert rest.get("open") is None
    assert "Venues" in text_of(rest)


def test_a_filter_is_folded_unless_it_is_in_use(desk):
    cast.paper()
    page = Page(f"{admin_url(Publication, 'changelist')}?status__exact=published", desk)
    filters = {part.get("data-filter-title"): part.get("open") for part in page.all("details")}
    assert filters["status"] is not None
    assert filters["kind"] is None


def test_deleting_a_paper_names_only_what_an_owner_knows(desk):
    paper = cast.paper("Nash", "Han Zhong")
    paper.topics.add(Topic.objects.create(name="Games"))
    page = Page(admin_url(Publication, "delete", paper.pk), desk)
    assert "Papers: 1" in page.text
    assert "Han Zhong" in page.text
    assert "relationship" not in page.text
