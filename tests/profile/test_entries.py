"""The lists of the profile come in one query, and as the rows they are."""

import pytest

from profile import entries
from profile.models import Award, Education

pytestmark = pytest.mark.django_db


def test_all_lists_come_in_one_query(sample, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = entries.fetch()
    assert {name: len(rows) for name, rows in found.items()} == {
        "links": 3,
        "education": 4,
        "experience": 4,
        "awards": 4,
        "teaching": 2,
        "service": 6,
        "sections": 0,
    }


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("name", entries.LISTS)
def test_a_row_is_what_its_own_query_gives(name):
    model = entries.LISTS[name]
    fetched = entries.fetch([name])[name]
    assert fetched == list(model.objects.all())
    for one, other in zip(fetched, model.objects.all(), strict=True):
        for field in model._meta.concrete_fields:
            assert getattr(one, field.name) == getattr(other, field.name)


def test_rows_stand_in_the_owners_order():
    Award.objects.create(title="Second", position=2)
    Award.objects.create(title="First", position=1)
    assert [award.title for award in entries.fetch(["awards"])["awards"]] == ["First", "Second"]


def test_an_empty_site_has_empty_lists():
    assert all(rows == [] for rows in entries.fetch().values())


def test_several_lines_are_a_list():
    Education.objects.create(institution="USTC", departments=["Mathematics", "Engineering"])
    assert entries.fetch()["education"][0].departments == ["Mathematics", "Engineering"]
