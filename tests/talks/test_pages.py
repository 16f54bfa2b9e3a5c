"""The pages about talks."""

import datetime

import pytest

from talks.models import TalkLink
from tests import cast
from tests.page import Page, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("sample")
def test_a_talk_given_at_three_places_is_listed_once():
    page = Page("/talks/")
    assert page.texts("h2", class_="title") == [
        "Alignment for Foundation Language Models: Mathematical Principle and Algorithmic Designs",
        "Reinforcement Learning From Human Feedback with Rejection Sampling: A RL-free Approach",
    ]
    for place in ("Yale University, host: Zhuoran Yang", "Stanford University, host: Mert Pilanci"):
        assert place in page.text


def test_talks_and_their_presentations_are_newest_first():
    cast.talk("Old", ("Yale", "2020.5"), ("MIT", "2021.1"))
    cast.talk("No date", ("Rome", ""))
    cast.talk("New", ("Oslo", "Spring 2022"))
    cast.talk("Nowhere")
    page = Page("/talks/")
    assert page.texts("h2", class_="title") == ["New", "Old", "No date", "Nowhere"]
    assert page.text.index("MIT") < page.text.index("Yale")


def test_an_upcoming_presentation_comes_first_and_says_so():
    coming = datetime.date.today() + datetime.timedelta(days=40)
    cast.talk("Old", ("Yale", "2020.5"))
    cast.talk("Coming", ("Oslo", coming.isoformat()))
    page = Page("/talks/")
    assert page.texts("h2", class_="title") == ["Coming", "Old"]
    assert page.texts("span", class_="to-come") == ["upcoming"]


def test_a_presentation_that_may_be_over_is_not_upcoming():
    cast.talk("This year", ("Oslo", str(datetime.date.today().year)))
    assert Page("/talks/").texts("span", class_="to-come") == []


def test_a_talk_has_a_page_with_its_links_and_presentations():
    talk = cast.talk("On $\\ell_2$", ("Yale", "2024.3"), slug="l2", abstract="*Why* it works.")
    TalkLink.objects.create(talk=talk, kind="slides", url="https://example.org/slides.pdf")
    page = Page("/talks/l2/")
    assert page.links()["Slides: On ℓ₂"] == "https://example.org/slides.pdf"
    assert page.texts("time", datetime="2024-03") == ["Mar 2024"]
    assert "Why it works." in page.text


def test_only_the_signed_in_owner_sees_a_draft(desk):
    cast.talk("Secret", ("Yale", "2024"), slug="secret", is_draft=True)
    assert "Secret" not in Page("/talks/", desk).text
    Page("/talks/secret/", status=404)
    assert "This is a draft" in Page("/talks/secret/", desk).text


def test_an_empty_list_tells_the_owner_what_to_do(desk):
    assert "No talks are listed here yet." in Page("/talks/").text
    assert "Add your first talk" in Page("/talks/", desk).links()


def test_the_list_begins_with_the_places_each_once_the_latest_first():
    cast.talk("Alignment", ("Yale University", "2024.3"), ("Stanford University", "2023.5"))
    cast.talk("Bandits", ("Stanford University", "2022.1"))
    (places,) = Page("/talks/").all("nav", class_="places")
    assert [text_of(item) for item in places.iter("li")] == [
        "Yale University",
        "Stanford University 2 times",
    ]
    assert [a.get("href") for a in places.iter("a")] == ["/talks/alignment/"] * 2
