"""The database itself holds the rules about authors."""

import pytest
from django.db import IntegrityError, models

from publications.models import Author, Authorship
from tests import cast

pytestmark = pytest.mark.django_db


def test_at_most_one_author_is_the_owner():
    cast.owner()
    Author.objects.create(family_name="Zhong")
    with pytest.raises(IntegrityError):
        Author.objects.update(is_owner=True)


def test_each_position_of_a_paper_is_taken_once():
    paper = cast.paper("A", "Han Zhong, Wei Xiong")
    with pytest.raises(IntegrityError):
        paper.authorships.update(position=1)


def test_an_author_is_on_a_paper_once():
    paper = cast.paper("A", "Wei Xiong")
    with pytest.raises(IntegrityError):
        Authorship.objects.create(publication=paper, author=cast.owner(), position=2)


def test_an_author_with_papers_is_protected():
    cast.paper("A", "Wei Xiong")
    with pytest.raises(models.ProtectedError):
        cast.owner().delete()


def test_a_venue_with_papers_is_protected():
    paper = cast.paper(venue=cast.venue("ICLR"))
    with pytest.raises(models.ProtectedError):
        paper.venue.delete()


@pytest.mark.parametrize(
    ("when", "year"),
    [
        ("2023", 2023),
        ("Aug 2023 – present", 2023),
        ("until 2020", 2020),
        ("Jun 2022, Jun 2023", 2022),
        ("c. 2019", 2019),
        ("", None),
    ],
)
def test_the_year_of_a_paper_follows_its_date(when, year):
    paper = cast.paper(when=when)
    paper.refresh_from_db()
    assert paper.year == year


def test_new_papers_go_first_and_new_authors_last():
    first, second = cast.paper("First", "A B, C D"), cast.paper("Second")
    assert second.position < first.position
    row = Authorship.objects.create(publication=first, author=cast.owner())
    assert row.position == 3


def test_two_papers_of_one_title_have_two_slugs():
    assert [cast.paper("Nash").slug, cast.paper("Nash").slug] == ["nash", "nash-2"]


def test_a_name_that_no_author_line_could_hold_is_refused():
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match="cannot be in a list of authors"):
        Author(given_name="Wei", family_name="Xiong1").full_clean()
