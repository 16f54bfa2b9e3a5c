"""Papers and talks have dates of publication and change, for feeds and search engines."""

from datetime import timedelta

import pytest

from publications.models import Publication
from tests import cast
from tests.admin_forms import admin_url, submitted
from tests.page import Page
from website import content_file

pytestmark = pytest.mark.django_db
makers = pytest.mark.parametrize("make", [cast.paper, cast.talk])


def aged(row):
    """Return the row, published and last changed long ago."""
    type(row).objects.filter(pk=row.pk).update(published_at=cast.LONG_AGO, changed_at=cast.LONG_AGO)
    row.refresh_from_db()
    return row


@makers
def test_a_draft_has_not_been_published(make):
    row = make(is_draft=True)
    assert row.published_at is None
    row.is_draft = False
    row.save()
    assert row.published_at - row.changed_at < timedelta(seconds=5)


@makers
def test_the_first_publication_counts(make, desk):
    row = aged(make())
    choice = {"_selected_action": [row.pk]}
    for action in ("withdraw", "publish"):
        desk.post(admin_url(type(row), "changelist"), choice | {"action": action})
    row.refresh_from_db()
    assert row.published_at == cast.LONG_AGO
    assert row.changed_at > cast.LONG_AGO


@makers
def test_a_form_saved_as_it_was_changes_nothing(make, desk):
    row = aged(make())
    form = admin_url(type(row), "change", row.pk)
    desk.post(form, submitted(Page(form, desk)))
    row.refresh_from_db()
    assert row.changed_at == cast.LONG_AGO


def test_a_new_author_changes_a_paper(desk):
    row = aged(cast.paper(authors="Wei Xiong, Han Zhong"))
    form = admin_url(Publication, "change", row.pk)
    values = submitted(Page(form, desk)) | {"authorships-1-corresponding": "on"}
    assert desk.post(form, values).status_code == 302
    row.refresh_from_db()
    assert row.changed_at > cast.LONG_AGO


def test_loading_changes_the_date_of_what_it_changes():
    aged(cast.paper("Same"))
    aged(cast.paper("Other"))
    content_file.load(
        content_file.dump().replace('authors = "Wei Xiong"', 'authors = "Wei Xiong†"', 1)
    )
    changed = {row.title: row.changed_at > cast.LONG_AGO for row in Publication.objects.all()}
    assert changed == {"Other": True, "Same": False}
