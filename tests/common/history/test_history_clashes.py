"""Going back to a version that is no longer possible is refused, and changes nothing."""

import pytest
from django.db import connection
from reversion.models import Version

from common.history import recording
from profile.models import Award
from publications.models import Author, Publication, Topic, Venue
from tests import cast
from tests.admin_forms import admin_url, submitted
from tests.page import Page
from website import content_file

pytestmark = pytest.mark.django_db


def saved(desk, row, **values) -> None:
    form = admin_url(type(row), "change", row.pk)
    answer = desk.post(form, submitted(Page(form, desk)) | values)
    assert answer.status_code == 302, answer.context["errors"]


def deleted(desk, row) -> None:
    answer = desk.post(admin_url(type(row), "delete", row.pk), {"post": "yes"})
    assert answer.status_code == 302


def gone_back(desk, row, to: int = -1) -> str:
    """Go back to the first version, the last in the list, and return the message."""
    versions = Version.objects.get_for_object_reference(type(row), row.pk)
    version = list(versions.order_by("-pk"))[to]
    revision = admin_url(type(row), "revision", row.pk, version.pk)
    return Page.of(desk.post(revision, follow=True)).text


def brought_back(desk, model) -> str:
    version = Version.objects.get_deleted(model).first()
    return Page.of(desk.post(admin_url(model, "recover", version.pk), follow=True)).text


def test_to_a_slug_that_another_paper_has(desk):
    paper = cast.paper("One", slug="one")
    saved(desk, paper, note="A")
    saved(desk, paper, slug="two", former_slugs="")
    cast.paper("Other", slug="one")
    before = content_file.dump()
    assert "Nothing was changed." in gone_back(desk, paper)
    assert content_file.dump() == before


def test_to_a_citation_key_that_another_paper_has_in_other_letters(desk):
    paper = cast.paper("One", citation_key="one2023")
    saved(desk, paper, note="A")
    saved(desk, paper, citation_key="two2023")
    cast.paper("Other", citation_key="ONE2023")
    assert "Another paper has this citation key." in gone_back(desk, paper)


def test_to_a_second_owner(desk):
    author = cast.author("Ada Rossi", is_owner=True)
    saved(desk, author, homepage="https://a.example/")
    values = {"homepage": "https://b.example/"}
    form = admin_url(Author, "change", author.pk)
    fields = submitted(Page(form, desk)) | values
    del fields["is_owner"]
    assert desk.post(form, fields).status_code == 302
    cast.author("Ugo Bianchi", is_owner=True)
    gone_back(desk, author)
    assert str(Author.objects.get(is_owner=True)) == "Ugo Bianchi"


@pytest.mark.parametrize(
    ("model", "values"), [(Topic, {"name": "Heaps"}), (Venue, {"short_name": "Heaps"})]
)
def test_to_a_deleted_row_whose_name_another_has(desk, model, values):
    row = model.objects.create(**values)
    saved(desk, row)
    deleted(desk, row)
    model.objects.create(**values)
    assert "Nothing was changed." in brought_back(desk, model)


def test_to_an_author_of_a_paper_whose_slug_another_has(desk):
    paper = cast.paper("One", "Ada Rossi")
    saved(desk, paper, note="A")
    author = Author.objects.get(family_name="Rossi")
    saved(desk, author)
    deleted(desk, paper)
    deleted(desk, author)
    cast.author("Ada Rossi")
    assert "Nothing was changed." in brought_back(desk, Publication)


def test_to_a_date_that_nobody_can_read(desk):
    award = Award.objects.create(title="Prize", when="2023")
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {Award._meta.db_table} SET \"when\" = 'soon'")
    form = admin_url(Award, "change", award.pk)
    award = Award.objects.get()
    with recording.record_revision("Kept."):
        recording.note([award])
    saved(desk, award, when="2024")
    assert desk.get(admin_url(Award, "history", award.pk)).status_code == 200
    assert "Nothing was changed." in gone_back(desk, award)
    assert Page(form, desk).all("input", name="when")[0].get("value") == "2024"


def test_to_a_text_that_is_refused_today(desk):
    award = Award.objects.create(title="Pri\x07ze\t1")
    with recording.record_revision("Kept."):
        recording.note([award])
    saved(desk, award, title="Prize 2")
    assert "Nothing was changed. Title: The character U+0007 after “Pri”" in gone_back(desk, award)


def test_to_a_text_that_is_tidied_today(desk):
    award = Award.objects.create(title="Prize\t1")
    with recording.record_revision("Kept."):
        recording.note([award])
    saved(desk, award, title="Prize 2")
    gone_back(desk, award)
    assert Award.objects.get().title == "Prize 1"
