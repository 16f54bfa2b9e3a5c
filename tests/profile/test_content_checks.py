"""The dashboard says what is missing from the profile."""

import pytest

from profile.content_checks import find_findings
from profile.models import Profile
from tests.findings import sentences

pytestmark = pytest.mark.django_db


def test_a_site_without_a_profile_does_not_say_whose_it_is():
    assert sentences(find_findings()) == [
        "Your profile is empty: the site does not say whose it is",
    ]


def test_what_a_reader_looks_for_is_hinted_at():
    Profile.objects.create(name="Wei Xiong", interests="Learning.")
    assert sentences(find_findings()) == [
        "Your email address is still missing from your profile",
        "Your photo is still missing from your profile",
    ]
    assert all(finding.is_hint for finding in find_findings())


def test_a_full_profile_lacks_nothing():
    Profile.objects.create(name="W", interests="I", email="w@example.org", photo="photos/w.jpg")
    assert sentences(find_findings()) == []
