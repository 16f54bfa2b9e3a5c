"""Preview cards are cached for a year, as the URL changes with the picture."""

import pytest
from django.test import Client

from profile.models import Profile
from publications.models import Publication
from tests import cast
from tests.page import Page
from website.pages import preview_cards

pytestmark = pytest.mark.django_db
FOR_GOOD = "public, max-age=31536000, immutable"


def card_of(path: str, client: Client | None = None) -> str:
    """The path of the card that a page links to."""
    [image] = Page(path, client).all("meta", property="og:image")
    return image.get("content").removeprefix("http://testserver")


@pytest.mark.parametrize("page", ["/", "/publications/nash-learning/", "/talks/alignment/"])
def test_the_card_of_a_page_is_cached_for_a_year(page):
    cast.paper("Nash Learning")
    cast.talk("Alignment")
    for _ in range(2):  # made, and as it was kept
        response = Client().get(card_of(page))
        assert response["Content-Type"] == "image/png"
        assert response["Cache-Control"] == FOR_GOOD


def test_a_changed_card_has_another_url():
    paper = cast.paper("Nash Learning")
    before = card_of(paper.get_absolute_url())
    Publication.objects.update(title="Nash Learning from Feedback")
    assert card_of(paper.get_absolute_url()) != before
    assert Client().get(before)["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("query", ["", "?v=", "?v=00000000", "?v=x&v=y"])
def test_under_any_other_url_it_is_revalidated_each_time(query):
    assert Client().get(f"/card.png{query}")["Cache-Control"] == "no-cache"


def test_the_card_of_a_draft_is_not_cached(desk):
    paper = cast.paper("Secret", is_draft=True)
    path = preview_cards.build_card_url(
        paper, preview_cards.make_card(paper, Profile.objects.current())
    )
    assert desk.get(path)["Cache-Control"] == "private, no-store"
    assert Client().get(path).status_code == 404
