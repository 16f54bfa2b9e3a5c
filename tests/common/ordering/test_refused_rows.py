"""Rows of a refused form come back in the order in which they were numbered."""

import re

import pytest

from publications.models import Author, Publication
from tests import cast
from tests.admin_forms import admin_url, submitted
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(desk) -> str:
    paper = cast.paper(authors="Wei Xiong, Hanze Dong, Nan Jiang, Tong Zhang")
    return admin_url(Publication, "change", paper.pk)


def drawn(page: Page) -> list[tuple[str, str]]:
    """Return the number and author of each row on the page."""
    names = {str(author.pk): author.family_name for author in Author.objects.all()}
    values = submitted(page)
    rows = re.findall(r'name="(authorships-\d+)-position"', page.html)
    return [(values[f"{r}-position"], names.get(values[f"{r}-author"], "")) for r in rows]


def refuse(desk, form: str, numbers: str, **others: str) -> Page:
    """Send the form with these numbers for its authors, and a mistake elsewhere in it."""
    typed = {f"authorships-{n}-position": number for n, number in enumerate(numbers.split())}
    sent = submitted(Page(form, desk)) | typed | others | {"doi": "nonsense"}
    return Page.of(desk.post(form, sent))


def test_rows_that_were_moved(desk, form):
    page = refuse(desk, form, "2 3 4 1")
    assert drawn(page) == [("1", "Zhang"), ("2", "Xiong"), ("3", "Dong"), ("4", "Jiang")]


def test_a_row_that_took_the_number_of_another_comes_before_it(desk, form):
    assert [name for _, name in drawn(refuse(desk, form, "1 2 3 2"))] == [
        *("Xiong", "Zhang", "Dong", "Jiang")
    ]


def test_a_new_row_among_the_others(desk, form):
    new = {"authorships-TOTAL_FORMS": "5", "authorships-4-author": str(cast.author("Chi Jin").pk)}
    page = refuse(desk, form, "1 3 4 5 2", **new)
    assert [name for _, name in drawn(page)] == ["Xiong", "Jin", "Dong", "Jiang", "Zhang"]


def test_a_row_without_a_valid_number_comes_last(desk, form):
    typed = {"authorships-0-position": "", "authorships-1-position": "soon"}
    page = refuse(desk, form, "", **typed)
    assert [name for _, name in drawn(page)] == ["Jiang", "Zhang", "Xiong", "Dong"]


def test_the_corrected_form_is_saved_in_that_order(desk, form):
    page = refuse(desk, form, "2 3 4 1")
    assert desk.post(form, submitted(page) | {"doi": ""}).status_code == 302
    authors = Publication.objects.get().authorships.order_by("position")
    assert [row.author.family_name for row in authors] == ["Zhang", "Xiong", "Dong", "Jiang"]


def test_a_form_that_is_just_opened_has_the_stored_order(desk, form):
    assert [name for _, name in drawn(Page(form, desk))] == ["Xiong", "Dong", "Jiang", "Zhang"]
