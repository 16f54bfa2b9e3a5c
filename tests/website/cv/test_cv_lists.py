"""The lists of the profile, as the CV reads them."""

import pytest

from profile.models import Award, Education
from website.cv.document import CV

pytestmark = pytest.mark.django_db


def test_the_cv_has_every_list_of_the_profile(sample):
    assert {name: len(rows) for name, rows in CV.fetch().lists.items()} == {
        "links": 3,
        "education": 4,
        "experience": 4,
        "awards": 4,
        "teaching": 2,
        "service": 6,
        "sections": 0,
    }


def test_rows_are_in_the_owners_order():
    Award.objects.create(title="Second", position=2)
    Award.objects.create(title="First", position=1)
    assert [award.title for award in CV.fetch().lists["awards"]] == ["First", "Second"]


def test_an_empty_site_has_empty_lists():
    assert all(rows == [] for rows in CV.fetch().lists.values())


def test_several_lines_are_a_list():
    Education.objects.create(institution="USTC", departments=["Mathematics", "Engineering"])
    assert CV.fetch().lists["education"][0].departments == ["Mathematics", "Engineering"]
