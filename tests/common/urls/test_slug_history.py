"""A URL that was once public leads to its page for ever."""

import pytest
from django.test import Client
from reversion.models import Version

from common.history import recording
from publications.models import Publication
from tests import cast
from tests.admin_forms import admin_url, submitted
from tests.page import Page
from website import content_file

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("make", [cast.paper, cast.talk])]


def moved(row, *slugs: str):
    """Give the row these slugs, one after another."""
    for slug in slugs:
        row.slug = slug
        row.save()
    return row


def at(row, slug: str) -> str:
    """Return the URL that the row has under a slug."""
    return row.get_absolute_url().replace(row.slug, slug)


def leads_to(path: str) -> tuple[int, str]:
    response = Client().get(path)
    return response.status_code, response.headers.get("Location", "")


def test_a_new_title_keeps_the_slug(make):
    row = make("Old title")
    row.title = "New title"
    row.save()
    assert leads_to(at(row, "old-title")) == (200, "")


def test_a_changed_slug_redirects(make):
    row = moved(make(slug="old"), "new")
    assert leads_to(at(row, "old")) == (301, row.get_absolute_url())
    assert leads_to(at(row, "old") + "?a=b") == (301, row.get_absolute_url() + "?a=b")


def test_every_former_slug_redirects_to_the_present_one(make):
    row = moved(make(slug="first"), "second", "third")
    for slug in ("first", "second"):
        assert leads_to(at(row, slug)) == (301, row.get_absolute_url())


def test_a_slug_that_is_changed_back_is_a_page_again(make):
    row = moved(make(slug="old"), "new", "old")
    assert leads_to(at(row, "old")) == (200, "")
    assert leads_to(at(row, "new")) == (301, row.get_absolute_url())
    assert row.former_slugs == ["new"]


def test_the_row_that_has_the_slug_now_wins(make):
    moved(make("One", slug="shared"), "one")
    two = make("Two", slug="shared")
    assert Page(two.get_absolute_url()).texts("h1") == ["Two"]


def test_a_slug_redirects_to_the_row_that_had_it_last(make):
    moved(make("One", slug="shared"), "one")
    two = moved(make("Two", slug="shared"), "two")
    assert leads_to(at(two, "shared")) == (301, two.get_absolute_url())


def test_part_of_a_former_slug_does_not_redirect(make):
    row = moved(make(slug="old-one"), "new")
    assert leads_to(at(row, "old"))[0] == 404


def test_the_slugs_of_a_deleted_row_are_gone(make):
    row = moved(make(slug="old"), "new")
    row.delete()
    assert leads_to(at(row, "old"))[0] == 404


def test_a_former_slug_does_not_reveal_a_draft(make, desk):
    row = moved(make(slug="old"), "new")
    row.is_draft = True
    row.save()
    assert leads_to(at(row, "old"))[0] == 404
    assert desk.get(at(row, "old")).status_code == 301


def test_a_slug_that_was_never_public_does_not_redirect(make):
    assert moved(make(slug="old", is_draft=True), "new").former_slugs == []


def test_chinese_slugs_redirect(make):
    row = moved(make(slug="对齐"), "熊伟")
    assert leads_to(f"{row.get_absolute_url().rpartition('/%')[0]}/对齐/")[0] == 301


def test_the_owner_may_enter_slugs_of_an_earlier_site(make, desk):
    row = make(slug="new")
    form = admin_url(type(row), "change", row.pk)
    values = submitted(Page(form, desk)) | {"former_slugs": "paper_7\nnot an address"}
    assert '"not an address" cannot be the last part' in Page.of(desk.post(form, values)).text
    desk.post(form, values | {"former_slugs": "paper_7"})
    assert leads_to(at(row, "paper_7")) == (301, row.get_absolute_url())


def test_the_content_file_renames_a_row_and_keeps_its_former_slugs(make):
    row = moved(make("Nash", slug="first"), "second")
    text = content_file.dump()
    assert 'former_slugs = ["first"]' in text
    text = text.replace('slug = "second"', 'slug = "third"')
    content_file.load(text.replace('["first"]', '["first", "second"]'))
    row.refresh_from_db()
    assert (row.slug, row.former_slugs) == ("third", ["first", "second"])
    assert type(row).objects.count() == 1
    dumped = content_file.dump()
    row.delete()
    content_file.load(dumped)
    assert content_file.dump() == dumped
    assert leads_to(at(row, "second"))[0] == 301


def test_the_content_file_gives_a_former_slug_to_another_row(make):
    row = make("Nash", slug="old")
    section = {"publication": "publications", "talk": "talks"}[row._meta.model_name]
    content_file.load(f"""
        [[{section}]]
        title = "Nash"
        {'authors = ""' if section == "publications" else ""}
        slug = "new"
        former_slugs = ["old"]
        [[{section}]]
        title = "Another"
        {'authors = ""' if section == "publications" else ""}
        slug = "old"
        """)
    row.refresh_from_db()
    assert row.slug == "new"
    assert Page(at(row, "old")).texts("h1") == ["Another"]


@pytest.mark.usefixtures("uncached")
def test_a_404_costs_two_queries_more(make, django_assert_num_queries):
    path = at(make(slug="here"), "nowhere")
    with django_assert_num_queries(4):  # the page, the former address, suggestions, the person
        Client().get(path)


class TestADraftThatNeverWasPublic:
    """A number in a public URL must not reveal that there is a draft."""

    def test_gives_its_slug_to_a_public_row(self, make):
        draft = make("Nash", is_draft=True)
        public = make("Nash")
        draft.refresh_from_db()
        assert (public.slug, draft.slug) == ("nash", "nash-2")

    def test_gives_its_number_to_a_public_row_too(self, make):
        make("Nash")
        draft = make("Nash", is_draft=True)
        assert draft.slug == "nash-2"
        public = make("Nash")
        draft.refresh_from_db()
        assert (public.slug, draft.slug) == ("nash-2", "nash-3")

    @pytest.mark.parametrize("way", ["form", "action"])
    def test_loses_its_number_when_it_is_published(self, make, desk, way):
        other = make("Nash", is_draft=True)
        draft = make("Nash", is_draft=True)
        assert draft.slug == "nash-2"
        publish(draft, desk, way)
        other.refresh_from_db()
        assert (draft.slug, other.slug) == ("nash", "nash-3")
        assert leads_to(at(draft, "nash-2"))[0] == 404
        assert not draft.former_slugs

    @pytest.mark.parametrize("places", [[0, 1], [1, 0]])
    def test_is_published_together_with_one_of_the_same_name(self, make, desk, places):
        drafts = [make("Nash", is_draft=True) for _ in range(2)]
        model = type(drafts[0])
        if model is Publication:
            for draft, place in zip(drafts, places, strict=True):
                model.objects.filter(pk=draft.pk).update(position=place)
        choice = {"_selected_action": [draft.pk for draft in drafts], "action": "publish"}
        assert desk.post(admin_url(model, "changelist"), choice).status_code == 302
        assert set(model.objects.published().values_list("slug", flat=True)) == {"nash", "nash-2"}

    @pytest.mark.parametrize("way", ["form", "action"])
    def test_keeps_its_number_if_a_public_row_has_the_plain_slug(self, make, desk, way):
        make("Nash")
        draft = make("Nash", is_draft=True)
        publish(draft, desk, way)
        assert draft.slug == "nash-2"

    @pytest.mark.parametrize("way", ["form", "action"])
    @pytest.mark.parametrize("slug", ["games-2", "nash-2024"])
    def test_keeps_a_slug_of_the_owners(self, make, desk, way, slug):
        draft = make("Nash", slug=slug, is_draft=True)
        publish(draft, desk, way)
        assert draft.slug == slug

    def test_comes_back_from_the_history_with_another_slug(self, make):
        with recording.record_revision("first"):
            draft = make("Nash", is_draft=True)
            recording.note([draft])
        make("Nash")
        restored = recording.restore(Version.objects.get_for_object(draft).get())
        assert restored.slug == "nash-2"


@pytest.mark.parametrize("way", ["form", "action"])
def test_a_withdrawn_row_keeps_its_slug(make, desk, way):
    withdrawn = make("Nash")
    type(withdrawn).objects.withdraw()
    later = make("Nash")
    assert later.slug == "nash-2"
    publish(withdrawn, desk, way)
    assert withdrawn.slug == "nash"


def publish(row, desk, way: str) -> None:
    """Publish a draft in the admin."""
    if way == "action":
        listing = admin_url(type(row), "changelist")
        desk.post(listing, {"_selected_action": [row.pk], "action": "publish"})
    else:
        form = admin_url(type(row), "change", row.pk)
        values = submitted(Page(form, desk))
        del values["is_draft"]
        assert desk.post(form, values).status_code == 302
    row.refresh_from_db()
    assert not row.is_draft
