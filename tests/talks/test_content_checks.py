"""The dashboard says which talks lack a place or a date."""

import pytest

from talks.content_checks import find_findings
from tests import cast
from tests.findings import sentences

pytestmark = pytest.mark.django_db


def test_a_talk_that_was_given_with_a_date_lacks_nothing():
    cast.talk("Alignment", ("Yale University", "2024.3"))
    assert sentences(find_findings()) == []


def test_a_talk_without_a_presentation_is_found():
    cast.talk("Alignment")
    assert sentences(find_findings()) == ["Alignment does not say where it was given"]


def test_a_presentation_without_a_date_is_found():
    cast.talk("Alignment", ("Yale University", ""), ("MIT", "2024"))
    assert sentences(find_findings()) == ["Alignment (at Yale University) has no date"]


def test_a_draft_is_only_reported_as_a_draft():
    cast.talk("Alignment", ("Yale University", ""), is_draft=True)
    cast.talk("Nash Learning", is_draft=True)
    assert sentences(find_findings()) == [
        "Alignment is a draft of a talk: only editors see it",
        "Nash Learning is a draft of a talk: only editors see it",
    ]
