"""The owner pastes an author line into the form of a paper."""

import pytest

from publications.models import Author, Publication
from tests import cast
from tests.admin_forms import admin_url, errors_in, submitted
from tests.page import Page

pytestmark = pytest.mark.django_db

LINE = "(α, β) Chenlu Ye*, Wei Xiong*, Yuheng Zhang*, Nan Jiang, Tong Zhang"


@pytest.fixture
def paste(desk):
    """Paste a line into the form of a paper (a new one by default) and save it."""

    def save(line: str, paper: Publication | None = None):
        form = (
            admin_url(Publication, "change", paper.pk) if paper else admin_url(Publication, "add")
        )
        values = {"title": "Nash Learning"} | submitted(Page(form, desk))
        values |= {"title": "Nash Learning", "author_line": line}
        return desk.post(form, values, follow=True)

    return save


def authors() -> list[str]:
    return [str(row) for row in Publication.objects.get().authorships.all()]


def messages_of(response) -> str:
    return " ".join(Page.of(response).texts("li", class_="info"))


def test_ordered_and_flagged_rows_appear(paste):
    cast.owner()
    paste(LINE)
    assert authors() == ["Chenlu Ye*", "Wei Xiong*", "Yuheng Zhang*", "Nan Jiang", "Tong Zhang"]
    assert Publication.objects.get().is_alphabetical
    assert Author.objects.get(is_owner=True).authorships.count() == 1


def test_new_authors_are_named_in_the_message(paste):
    cast.owner()
    said = messages_of(paste("Wei Xiong, Nan Jiang, Tong Zhang"))
    assert "Nan Jiang is new among your authors." in said
    assert "Tong Zhang is new among your authors." in said
    assert "Wei Xiong is new" not in said


def test_a_variant_of_a_name_is_the_same_person(paste):
    cast.author("KaShun Shum", variants=["KaShun Shen"])
    paste("KaShun Shen")
    assert Author.objects.get().authorships.get().printed_name == "KaShun Shen"


@pytest.mark.parametrize("name", ["W. Xiong", "Wei X. Xiong", "WEI XIONG Jr.", "Weí Xiong"])
def test_a_name_that_looks_alike_is_suggested_and_never_merged(paste, name):
    cast.owner()
    said = messages_of(paste(name))
    assert "Is it the same person as Wei Xiong?" in said
    assert Author.objects.count() == 2


@pytest.mark.parametrize("name", ["Wen Xiong", "H. Xiong", "Wei Xing"])
def test_a_name_that_cannot_be_the_same_is_not_suggested(paste, name):
    cast.owner()
    assert "same person" not in messages_of(paste(name))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Wei Xiong, , Tong Zhang", "At character 12: an author is missing between two commas."),
        ("Wei Xiong1", "cannot contain"),
        ("Wei Xiong, Wei Xiong", "named twice"),
        ("Wei Wang [nobody]", "[nobody] after &quot;Wei Wang&quot; is no author"),
    ],
)
def test_a_line_that_cannot_be_read_is_refused_and_kept(paste, line, reason):
    response = paste(line)
    assert reason in response.content.decode()
    assert errors_in(response)
    assert f">\n{line}</textarea>" in response.content.decode()
    assert not Publication.objects.exists()
    assert not Author.objects.exists()


def test_one_person_under_two_names_is_refused(paste):
    cast.author("KaShun Shum", variants=["KaShun Shen"])
    assert "named twice" in paste("KaShun Shum, KaShun Shen").content.decode()


def test_a_new_line_replaces_the_rows_of_a_paper(paste):
    paper = cast.paper("Nash Learning", "Han Zhong, Wei Xiong*")
    paste("Wei Xiong†, Tong Zhang, Han Zhong", paper)
    assert authors() == ["Wei Xiong†", "Tong Zhang", "Han Zhong"]


def test_without_a_line_the_rows_stay(paste):
    paper = cast.paper("Nash Learning", "Han Zhong, Wei Xiong*")
    paste("", paper)
    assert authors() == ["Han Zhong", "Wei Xiong*"]
