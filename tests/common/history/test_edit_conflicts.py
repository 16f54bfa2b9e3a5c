"""Saving a row in one window does not undo what was saved in another."""

import pytest

from publications.models import Publication
from tests import cast
from tests.admin_forms import admin_url, errors_in, submitted
from tests.page import Page


@pytest.fixture
def form(desk) -> str:
    """The form of a paper that has been saved before."""
    paper = cast.paper("Nash Learning")
    form = admin_url(Publication, "change", paper.pk)
    desk.post(form, submitted(Page(form, desk)))
    return form


def test_the_second_save_is_refused_once_and_keeps_what_was_typed(desk, form):
    one, other = submitted(Page(form, desk)), submitted(Page(form, desk))
    desk.post(form, one | {"summary": "From the first window"})
    response = desk.post(form, other | {"note": "Oral"})
    assert "This was changed by owner at" in " ".join(errors_in(response))
    assert Publication.objects.get().summary == "From the first window"
    again = submitted(Page.of(response))
    assert again["note"] == "Oral"
    assert desk.post(form, again).status_code == 302
    assert Publication.objects.get().note == "Oral"


def test_one_window_can_save_repeatedly(desk, form):
    for note in ("Oral", "Spotlight"):
        assert desk.post(form, submitted(Page(form, desk)) | {"note": note}).status_code == 302
    assert Publication.objects.get().note == "Spotlight"
