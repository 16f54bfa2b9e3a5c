"""Two rows for one person are merged into one author, and nothing is lost."""

import pytest
from django.test import Client
from reversion.models import Revision, Version

from publications.authors.merging import NotOnePersonError, merge
from publications.models import Author
from tests import cast
from tests.admin_forms import admin_url, submitted
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def shum():
    return cast.author("KaShun Shum")


@pytest.fixture
def shen():
    return cast.author("KaShun Shen", variants=["K. Shen"], homepage="https://example.org/shen")


def test_papers_move_and_keep_the_printed_names(shum, shen):
    one = cast.paper("One", "Wei Xiong, KaShun Shum*")
    two = cast.paper("Two", "KaShun Shen†, Wei Xiong")
    merge(shum, [shen])
    assert [row.author for row in two.authorships.all()] == [shum, cast.owner()]
    assert [str(row) for row in one.authorships.all()] == ["Wei Xiong", "KaShun Shum*"]
    assert [str(row) for row in two.authorships.all()] == ["KaShun Shen†", "Wei Xiong"]


def test_names_and_slugs_move(shum, shen):
    merge(shum, [shen])
    shum.refresh_from_db()
    assert shum.variants == ["KaShun Shen", "K. Shen"]
    assert shum.homepage == "https://example.org/shen"
    assert not Author.objects.filter(pk=shen.pk).exists()


@pytest.mark.parametrize(
    ("kept", "other", "then"),
    [("Yale", "Oxford", "Yale"), ("", "Oxford", "Oxford"), ("Yale", "", "Yale"), ("", "", "")],
)
def test_the_affiliation_of_the_one_that_stays_wins(shum, shen, kept, other, then):
    shum.affiliation, shen.affiliation = kept, other
    shen.save()
    merge(shum, [shen])
    assert Author.objects.get(pk=shum.pk).affiliation == then


def test_the_page_of_each_leads_to_the_one_that_stays(shum, shen):
    shen.slug = "k-shen"
    shen.save()
    cast.paper("Two", "KaShun Shen, Wei Xiong")
    merge(shum, [shen])
    for slug in ("k-shen", "kashun-shen"):
        response = Client().get(f"/publications/with/{slug}/")
        assert (response.status_code, response["Location"]) == (301, shum.get_absolute_url())


def test_a_paper_is_still_found_by_the_old_name(shum, shen):
    cast.paper("Two", "KaShun Shen, Wei Xiong")
    merge(shum, [shen])
    for query in ("shen", "shum"):
        assert "Two" in Page(f"/publications/?q={query}").text


def test_the_owner_stays_the_owner(shum):
    merge(shum, [cast.owner()])
    assert Author.objects.get().is_owner


def test_a_paper_that_names_both_is_reported_and_nothing_changes(shum, shen):
    cast.paper("Both", "KaShun Shum, KaShun Shen")
    cast.paper("Two", "KaShun Shen, Wei Xiong")
    with pytest.raises(NotOnePersonError, match="“Both”"):
        merge(shum, [shen])
    assert shen.authorships.count() == 2


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("orcid", "0000-0002-1825-0097", "0000-0001-5109-3700"),
        ("homepage", "https://example.org/a", "https://example.org/b"),
    ],
)
def test_what_would_be_lost_is_reported_and_nothing_changes(shum, shen, field, one, other):
    for author, value in ((shum, one), (shen, other)):
        setattr(author, field, value)
        author.save()
    with pytest.raises(NotOnePersonError, match=f"{one} and {other}|{other} and {one}"):
        merge(shum, [shen])
    assert Author.objects.count() == 2


def test_the_owner_chooses_the_name_in_the_admin(desk, shum, shen):
    listing = admin_url(Author, "changelist")
    choice = {"action": "merge_authors", "_selected_action": [shum.pk, shen.pk]}
    page = Page.of(desk.post(listing, choice))
    assert "Which name is the right one?" in page.text
    said = Page.of(desk.post(listing, choice | {"kept": shum.pk}, follow=True)).text
    assert "KaShun Shen merged into KaShun Shum." in said
    assert Author.objects.get() == shum


def test_one_author_alone_is_not_merged(desk, shum):
    choice = {"action": "merge_authors", "_selected_action": [shum.pk]}
    response = desk.post(admin_url(Author, "changelist"), choice, follow=True)
    assert "Select two or more authors" in Page.of(response).text


def test_a_refused_merge_leaves_history_and_open_forms_as_they_were(desk, shum, shen):
    cast.paper("Both", "KaShun Shum, KaShun Shen")
    forms = [admin_url(Author, "change", author.pk) for author in (shum, shen)]
    for form in forms:
        desk.post(form, submitted(Page(form, desk)) | {"homepage": ""})
    opened = [submitted(Page(form, desk)) for form in forms]
    before = set(Version.objects.values_list("pk")), set(Revision.objects.values_list("pk"))
    choice = {"action": "merge_authors", "_selected_action": [shum.pk, shen.pk], "kept": shum.pk}
    said = Page.of(desk.post(admin_url(Author, "changelist"), choice, follow=True)).text
    assert "Nothing was merged. More than one of them is an author of “Both”." in said
    after = set(Version.objects.values_list("pk")), set(Revision.objects.values_list("pk"))
    assert after == before
    for form, fields in zip(forms, opened, strict=True):
        assert desk.post(form, fields).status_code == 302
