"""Long author lines are folded in lists, and complete on the paper's page and in the CV."""

import pytest

from tests import cast
from tests.page import Page, text_of
from website import content_file

pytestmark = pytest.mark.django_db

OTHERS = [f"Ann {chr(65 + n)}ly" for n in range(24)]  # Ann Aly, Ann Bly, ... Ann Xly


def line_with_owner_at(place: int | None) -> str:
    names = list(OTHERS)
    if place is None:
        names.append("Ann Zly")
    else:
        names.insert(place - 1, "Wei Xiong")
    return ", ".join(names)


def folds(page: Page) -> list[str]:
    bylines = page.all("div", class_="byline")
    return [text_of(summary) for byline in bylines for summary in byline.iter("summary")]


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (1, ["Show 19 more authors of RAFT"]),
        (14, ["Show 8 more authors of RAFT", "Show 10 more authors of RAFT"]),
        (25, ["Show 19 more authors of RAFT"]),
        (None, ["Show 19 more authors of RAFT"]),
    ],
)
def test_all_but_the_first_the_owner_and_the_last_are_folded(place, shown):
    cast.paper("RAFT", line_with_owner_at(place))
    page = Page("/publications/")
    assert folds(page) == shown
    hidden = " ".join(page.texts("details"))
    assert "Wei Xiong" not in hidden
    assert "Ann Aly" not in hidden
    last = line_with_owner_at(place).rpartition(", ")[2]
    assert last not in hidden
    assert page.texts("div", class_="byline")[0].endswith(f", and {last}")
    assert page.errors == []


@pytest.mark.parametrize("place", [1, 14, 25, None])
def test_unfolded_it_is_the_line_as_it_was(place):
    line = line_with_owner_at(place)
    cast.paper("RAFT", line)
    (byline,) = Page("/publications/").all("div", class_="byline")
    for details in byline.iter("details"):
        summary = details[0]
        details.text = summary.tail
        details.remove(summary)
    first, _, last = line.rpartition(", ")
    names = [name.strip() for name in text_of(byline).replace(" and ", " ").split(",")]
    assert names == [*first.split(", "), last]


def test_one_or_two_authors_are_not_worth_a_fold():
    names = list(OTHERS[:13])
    names[7] = "Wei Xiong"
    cast.paper("RAFT", ", ".join(names))
    page = Page("/publications/")
    assert folds(page) == ["Show 4 more authors of RAFT"]
    assert "Ann Fly" not in " ".join(page.texts("details"))


def test_twelve_authors_are_not_folded():
    cast.paper("RAFT", ", ".join(["Wei Xiong", *OTHERS[:11]]))
    assert folds(Page("/publications/")) == []


def test_the_legend_explains_marks_inside_a_fold_too():
    cast.paper("RAFT", line_with_owner_at(1).replace("Ann Kly", "Ann Kly†"))
    page = Page("/publications/")
    assert page.texts("sup") == ["†"]
    assert page.texts("p", class_="legend") == ["† denotes the corresponding author."]


def test_the_papers_own_page_and_the_cv_show_every_author():
    content_file.load("[profile]\nname = 'Wei Xiong'")
    cast.paper("RAFT", line_with_owner_at(14), slug="raft")
    for path in ("/publications/raft/", "/cv/"):
        page = Page(path)
        assert folds(page) == []
        assert page.texts("p", class_="byline")[0].endswith("Ann Wly, and Ann Xly")


def test_a_title_cannot_become_markup_in_the_name_of_a_fold():
    cast.paper('<b>"A" & $\\ell_2$', line_with_owner_at(1))
    assert folds(Page("/publications/")) == ['Show 19 more authors of <b>"A" & ℓ₂']
