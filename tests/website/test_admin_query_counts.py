"""The number of queries in the admin does not grow with the site."""

import re

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.large_site import make_publications, make_talks
from profile.models import Award, Education, Experience, ProfileLink, Section, Service, Teaching
from publications.models import Author, Publication, Topic, Venue
from talks.models import Talk
from tests import cast
from tests.admin_forms import admin_url, errors_in, submitted
from tests.page import Page
from website.models import CVVariant

pytestmark = pytest.mark.django_db

UNCOUNTED = {"user", "group", "profile", "cvsection"}  # few rows, whatever the site
LISTS = [model for model in admin.site._registry if model._meta.model_name not in UNCOUNTED]
NAMED = {Section: "title", Award: "title", Topic: "name", Venue: "short_name", Service: "venue"}
NAMED |= {Education: "institution", Experience: "organisation", Teaching: "institution"}
NAMED |= {ProfileLink: "label", CVVariant: "name"}


def make_rows(model, count: int) -> None:
    model.objects.all().delete()
    if model is Talk:
        make_talks(count)
    elif model is Publication:
        Author.objects.all().delete()
        make_publications(count)
    elif model is Author:
        Author.objects.bulk_create(Author(family_name=f"A{n}", slug=f"a{n}") for n in range(count))
    else:
        for number in range(count):
            model.objects.create(**{NAMED[model]: f"Row {number}"})


# What keeps changes together reads nothing; PostgreSQL's lock comes by itself on SQLite.
TRANSACTION = re.compile("SAVEPOINT|pg_advisory_xact_lock")


def asked(client, page: str, values: dict[str, str] | None = None) -> int:
    """Return how many queries it takes to open a page, or to save its form."""
    client.get(page)  # what is asked only once in the life of the server
    with CaptureQueriesContext(connection) as captured:
        response = client.get(page) if values is None else client.post(page, values)
    assert response.status_code == (200 if values is None else 302), errors_in(response)
    return sum(not TRANSACTION.search(query["sql"]) for query in captured)


@pytest.mark.parametrize("model", LISTS)
def test_a_list_makes_as_many_queries_for_many_rows(model, desk):
    counts = []
    for rows in (3, 30):
        make_rows(model, rows)
        counts.append(asked(desk, admin_url(model, "changelist")))
    few, many = counts
    assert many == few <= 11


def test_saving_a_list_makes_as_many_queries_when_all_rows_move(desk):
    listing = admin_url(Section, "changelist")
    ContentType.objects.get_for_model(Section)  # asked only once in the life of the server
    counts = []
    for rows in (3, 30):
        make_rows(Section, rows)
        values = submitted(Page(listing, desk)) | {"_save": "Save"}
        # The last row goes to the top, and all others move on by one.
        for number in range(rows):
            values[f"form-{number}-position"] = str((number + 1) % rows + 1)
        counts.append(asked(desk, listing, values))
        assert Section.objects.first().title == f"Row {rows - 1}"
    few, many = counts
    assert many == few <= 12


class TestTheFormOfAPaper:
    AUTHORS = 30

    @pytest.fixture
    def form(self) -> str:
        """The form of a paper with 30 authors and a venue."""
        names = [f"{given} {sign}el" for given in ("Ada", "Bea") for sign in "ABCDEFGHIJKLMNO"]
        paper = cast.paper(authors=", ".join(names), venue=cast.venue("ICLR"))
        return admin_url(Publication, "change", paper.pk)

    def test_opens_in_few_queries(self, form, desk):
        assert asked(desk, form) <= 11  # one for the venues that are suggested

    def test_is_saved_in_few_queries(self, form, desk):
        assert asked(desk, form, submitted(Page(form, desk))) <= 42

    def test_is_saved_in_few_queries_when_all_authors_move(self, form, desk):
        values = submitted(Page(form, desk))
        for row in range(self.AUTHORS):
            values[f"authorships-{row}-position"] = str(self.AUTHORS - row)
        assert asked(desk, form, values) <= 42

    def test_fetches_all_new_authors_at_once(self, form, desk):
        values = submitted(Page(form, desk))
        new = [cast.author(f"Cleo {sign}el") for sign in "ABCDE"]
        for row, author in enumerate(new, start=self.AUTHORS):
            values[f"authorships-{row}-author"] = str(author.pk)
            values[f"authorships-{row}-role"] = "author"
        values["authorships-TOTAL_FORMS"] = str(self.AUTHORS + len(new))
        assert asked(desk, form, values) <= 43 + len(new)


def test_the_form_of_an_author_fetches_all_papers_at_once(desk):
    owner = cast.owner()
    form = admin_url(Author, "change", owner.pk)
    none = asked(desk, form)
    make_publications(90)
    assert asked(desk, form) == none
    (papers,) = Page(form, desk).all("section", class_="papers")
    assert len(list(papers.iter("tr"))) == 1 + 90
