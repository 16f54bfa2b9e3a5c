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


def test_new_authors_are_named_in_one_message(paste):
    cast.owner()
    said = messages_of(paste("Wei Xiong, Nan Jiang, Tong Zhang"))
    assert said == "Nan Jiang and Tong Zhang are new among your authors."


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
        ("Wei Xiong%", "cannot contain"),
        ("Wei Xiong, University of Virginia, Tong Zhang", "this is an affiliation, not a name"),
        ("(UIUC)", "the notice in front must be"),
        ("1*", "a name is missing"),
        ("1", "No author is named here."),
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


# Lines that are copied from elsewhere


class Form:
    """The form of a new paper, which keeps what is typed."""

    def __init__(self, desk) -> None:
        self.desk = desk
        self.url = admin_url(Publication, "add")
        self.page = Page(self.url, desk)

    def save(self, **values) -> None:
        values = {"title": "Nash Learning"} | values
        sent = submitted(self.page) | values
        self.page = Page.of(self.desk.post(self.url, sent, follow=True))

    @property
    def rows(self) -> list[str]:
        (read,) = self.page.all("div", class_="authors-read")
        return [" ".join("".join(row.itertext()).split()) for row in read.iter("li")]

    @property
    def line(self) -> str:
        return submitted(self.page)["author_line"]


@pytest.fixture
def form(desk) -> Form:
    cast.owner()
    return Form(desk)


def test_a_line_that_was_rearranged_is_shown_as_rows_before_it_is_saved(form):
    form.save(author_line="Dong, Hanze and Xiong, Wei and others", note="Typed")
    assert form.rows == ["Hanze Dong · new", "Wei Xiong · you", "and others"]
    assert form.line == "Hanze Dong, Wei Xiong, et al."
    assert "Nothing is saved yet." in form.page.text
    assert not Publication.objects.exists()


def test_an_author_who_looks_like_the_owner_may_be_the_owner(form):
    cast.author("W. Xiong")
    form.save(author_line="Xiong, W., & Zhang, T.")
    hint = "or you? Then write W. Xiong [wei-xiong]"
    assert form.rows == [f"W. Xiong · is among your authors – {hint}", "T. Zhang · new"]
    form.save(author_line="W. Xiong [w-xiong], T. Zhang", _read_authors="1")
    assert "W. Xiong · is among your authors" in form.rows


def test_it_is_saved_when_it_is_saved_again(form):
    form.save(author_line="Dong, Hanze and Xiong, Wei and others", note="Typed")
    form.save()
    assert authors() == ["Hanze Dong", "Wei Xiong"]
    paper = Publication.objects.get()
    assert paper.has_more_authors
    assert paper.note == "Typed"


def test_what_was_left_out_is_said(form):
    form.save(author_line="Hanze Dong1*, Wei Xiong¹† (UIUC), and Dr. Tong Zhang, PhD")
    assert form.rows[0] == "Hanze Dong · equal contribution · new"
    assert form.rows[1] == "Wei Xiong · corresponding · you"
    assert "Left out: (UIUC) · 1 · ¹ · Dr. · PhD" in form.page.text
    form.save()
    assert authors() == ["Hanze Dong*", "Wei Xiong†", "Tong Zhang"]


def test_a_line_that_was_changed_after_it_was_shown_is_read_again(form):
    form.save(author_line="Dong, Hanze and Xiong, Wei")
    form.save(author_line="Hanze Dong1 and Wei Xiong")
    assert "Left out: 1" in form.page.text
    assert not Publication.objects.exists()


def test_what_is_not_sure_is_asked_once(form):
    form.save(author_line="Madonna, Wei Xiong, Jo Li")
    assert "“Madonna” has only one word. Is it a whole name?" in form.page.text
    form.save()
    assert authors() == ["Madonna", "Wei Xiong", "Jo Li"]
    later = Form(form.desk)
    later.save(author_line="Madonna, Wei Xiong, Jo Li", title="Another")
    assert Publication.objects.count() == 2


def test_the_button_shows_the_rows_of_any_line_and_saves_nothing(form):
    form.save(author_line="W. Xiong, Nan Jiang", _read_authors="yes")
    first = "W. Xiong · new – or you? Then write W. Xiong [wei-xiong]"
    assert form.rows == [first, "Nan Jiang · new"]
    assert not Publication.objects.exists()
    form.save(author_line="", _read_authors="yes")
    assert "Paste the authors here first." in form.page.text


def test_a_name_that_was_given_a_key_is_known_from_then_on(form):
    form.save(author_line="W. Xiong [wei-xiong], Nan Jiang")
    assert Author.objects.get(is_owner=True).variants == ["W. Xiong"]
    later = Form(form.desk)
    later.save(author_line="W. Xiong", title="Another")
    assert Author.objects.count() == 2


def test_who_is_new_on_a_site_without_an_owner_may_be_the_owner(paste):
    assert "If one of them is you, mark that one as the owner." in messages_of(paste("Jane Roe"))
