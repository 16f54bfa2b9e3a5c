"""Drafts are published and withdrawn in the list; saved drafts can be previewed."""

import pytest

from publications.models import Publication
from talks.models import Talk
from tests import cast
from tests.admin_forms import admin_url, submitted
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("make", [cast.paper, cast.talk])
def test_a_draft_is_published_and_withdrawn_in_the_list(desk, make):
    row = make("Nash", is_draft=True)
    choice = {"_selected_action": [row.pk]}
    listing = admin_url(type(row), "changelist")
    for action, status in (("publish", 200), ("withdraw", 404)):
        desk.post(listing, choice | {"action": action})
        Page(row.get_absolute_url(), status=status)


@pytest.mark.parametrize("model", [Publication, Talk])
def test_a_saved_draft_can_be_viewed_on_the_site(desk, model):
    form = admin_url(model, "add")
    values = submitted(Page(form, desk)) | {"title": "Nash", "is_draft": "on", "_view": "yes"}
    page = Page.of(desk.post(form, values, follow=True))
    assert page.texts("h1") == ["Nash"]
    assert "This is a draft" in page.text
    assert "was added successfully" in page.text
