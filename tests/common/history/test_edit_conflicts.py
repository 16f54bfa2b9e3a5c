"""The same row open in two windows: what was saved in one is not lost by saving the other."""

import pytest

from publications.models import Publication
from tests import cast
from tests.admin_forms import address, errors_in, submitted
from tests.page import Page


@pytest.fixture
def form(desk) -> str:
    """The form of a paper that was saved once."""
    paper = cast.paper("Nash Learning")
    form = address(Publication, "change", paper.pk)
    desk.post(form, submitted(Page(form, desk)))
    return form


def test_the_second_is_refused_once_with_what_was_typed_in_it(desk, form):
    one, other = submitted(Page(form, desk)), submitted(Page(form, desk))
    desk.post(form, one | {"summary": "From the first window"})
    response = desk.post(form, other | {"note": "Oral"})
    assert "This was changed by owner at" in " ".join(errors_in(response))
    assert Publication.objects.get().summary == "From the first window"
    again = submitted(Page.of(response))
    assert again["note"] == "Oral"
    assert desk.post(form, again).status_code == 302
    assert Publication.objects.get().note == "Oral"


def test_one_window_saves_again_and_again(desk, form):
    for note in ("Oral", "Spotlight"):
        assert desk.post(form, submitted(Page(form, desk)) | {"note": note}).status_code == 302
    assert Publication.objects.get().note == "Spotlight"
