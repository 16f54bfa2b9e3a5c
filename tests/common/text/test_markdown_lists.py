"""Lists, numbers and lines are shown as the owner wrote them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.text.markdown import render, render_plain, render_plain_lines
from tests.page import parse


def items(html: str) -> list[str]:
    """Return the text of each item of a list."""
    found = parse(f"<main>{html}</main>").iter("li")
    return [" ".join("".join(item.itertext()).split()) for item in found]


def numbers(html: str) -> list[int]:
    """Return the numbers that a browser puts in front of the items of the numbered lists."""
    found: list[int] = []
    for ordered in parse(f"<main>{html}</main>").iter("ol"):
        number = int(ordered.get("start", "1"))
        for item in ordered:
            number = int(item.get("value", number))
            found.append(number)
            number += 1
    return found


@pytest.mark.parametrize("marker", ["-", "*", "+"])
def test_a_list_may_follow_right_under_its_paragraph(marker):
    html = render(f"Supported by:\n{marker} the Oak Fund\n{marker} the Elm Trust")
    assert html.startswith("<p>Supported by:</p>")
    assert items(html) == ["the Oak Fund", "the Elm Trust"]


def test_a_numbered_list_may_follow_right_under_its_paragraph():
    assert items(render("Two steps:\n1. read\n2. write")) == ["read", "write"]


def test_a_list_may_follow_right_under_a_heading():
    assert items(render("# Grants\n- Oak\n- Elm")) == ["Oak", "Elm"]


@pytest.mark.parametrize("outer", ["-", "1.", "10."])
@pytest.mark.parametrize("spaces", [2, 3, 4])
def test_two_spaces_or_more_put_a_list_into_an_item(outer, spaces):
    html = render(f"{outer} tree\n{' ' * spaces}- oak\n{' ' * spaces}- elm")
    assert items(html) == ["tree oak elm", "oak", "elm"]


def test_lists_nest_in_three_levels():
    html = render("1. tree\n  - oak\n    - red oak\n  - elm\n2. herb")
    assert items(html) == ["tree oak red oak elm", "oak red oak", "red oak", "elm", "herb"]


def test_a_list_goes_on_after_a_paragraph_with_the_number_that_was_typed():
    assert numbers(render("1. one\n2. two\n\nMeanwhile:\n\n3. three")) == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("7. Seventh", [7]),
        ("0. Nothing\n1. One", [0, 1]),
        ("1. a\n2. b\n5. c\n6. d", [1, 2, 5, 6]),
        ("3. newest\n2. older\n1. oldest", [3, 2, 1]),
        ("1. a\n1. b\n1. c", [1, 2, 3]),
        ("1) a\n2) b", [1, 2]),
    ],
)
def test_typed_numbers_stay_unless_all_are_the_same(text, shown):
    assert numbers(render(text)) == shown


@given(st.lists(st.integers(0, 999), min_size=1, max_size=8))
def test_any_numbers_are_shown_as_typed(typed):
    html = render("\n".join(f"{number}. item" for number in typed))
    counted = list(range(typed[0], typed[0] + len(typed)))
    assert numbers(html) == (typed if len(set(typed)) > 1 else counted)


@pytest.mark.parametrize("text", ["2021. Oak Medal", "1999) Elm Prize", "12021. far away"])
def test_a_year_that_begins_a_paragraph_is_no_number_of_a_list(text):
    assert render(text) == f"<p>{text}</p>"


def test_years_that_begin_lines_keep_their_lines():
    text = "2021. Oak Medal\n2017. Elm Prize\n2004. Ash Grant"
    assert render_plain_lines(text).split("\n") == text.split("\n")
    assert render_plain_lines(text.replace("\n", "\n\n")).split("\n") == text.split("\n")


def test_a_sentence_that_ends_with_a_year_after_a_line_break_goes_on():
    assert render_plain_lines("It was begun in\n2019. Then it grew.") == (
        "It was begun in 2019. Then it grew."
    )


def test_plain_text_has_the_numbers_of_a_list():
    assert render_plain("Steps:\n3. read\n4. write") == "Steps: 3. read 4. write"


def test_a_backslash_or_two_spaces_at_the_end_of_a_line_break_it():
    assert render("Oak Street 5\\\nElmton  \nAshland") == (
        "<p>Oak Street 5<br>\nElmton<br>\nAshland</p>"
    )


def test_fenced_code_is_left_as_it_is():
    code = "1. a\n  - *b* $c$\n2019. d"
    assert render(f"```\n{code}\n```") == f"<pre><code>{code}\n</code></pre>"


@pytest.mark.parametrize("text", [">" * 300 + " oak", "- " * 300 + "oak"])
def test_no_depth_loses_text(text):
    assert "oak" in render(text)


class TestAFormulaOverSeveralLines:
    @pytest.mark.parametrize(("before", "after"), [("$$", "$$"), (r"\[", r"\]"), (r"\(", r"\)")])
    @pytest.mark.parametrize("line", ["+ b", "- b", "= b", "=", "-", "> b", "1. b", "# b"])
    def test_is_one_formula_whatever_its_lines_begin_with(self, before, after, line):
        html = render(f"We have\n{before}\na\n{line}\nc\n{after}\nas shown.")
        assert html.count("<math") == 1 or html.count('class="tex"') == 1
        assert html.startswith("<p>We have")
        assert html.endswith("as shown.</p>")

    def test_may_be_within_a_line(self):
        assert render("where $x_1\n- x_2$ holds").count("<math>") == 1

    def test_amounts_of_money_in_a_list_are_not_formulas(self):
        assert items(render("In dollars:\n- lunch $5\n- dinner $10")) == ["lunch $5", "dinner $10"]
