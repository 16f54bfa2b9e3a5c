"""Rows are put in order in the admin by dragging, by keyboard and by typing a number."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from publications.models import Publication
from tests.browser.sign_in import sign_in

PAPER = "nash-learning-theory"
CHENLU, WEI, YUHENG, NAN, TONG = "Chenlu Ye", "Wei Xiong", "Yuheng Zhang", "Nan Jiang", "Tong Zhang"
RAFT = (
    "(α, β) Hanze Dong*, Wei Xiong*, Deepanshu Goyal, Rui Pan, Shizhe Diao, Jipeng Zhang, "
    "Kashun Shum and Tong Zhang"
)


def open_form(page: Page) -> Page:
    """Open the form of a paper with five authors."""
    sign_in(page)
    paper = Publication.objects.get(slug=PAPER)
    page.goto(f"/admin/publications/publication/{paper.pk}/change/")
    page.get_by_text("Authors, editors and translators").click()
    return page


@pytest.fixture
def form(page) -> Page:
    return open_form(page)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def byline(page: Page, slug: str = PAPER) -> str:
    """The authors on the public page of a paper."""
    page.goto(f"/publications/{slug}/")
    text = page.locator(".byline").first.inner_text().replace("↗", "")
    return " ".join(text.split()).removeprefix("(α, β) ")


def rows(page: Page) -> list[str]:
    """The authors in the form, each with the number of the row: "1 Chenlu Ye"."""
    return page.locator("tr.dynamic-authorships").evaluate_all(
        """rows => rows.map((row) => [
            row.querySelector("[name$='-position']").value,
            row.querySelector("select").selectedOptions[0]?.text ?? "",
        ].join(" "))"""
    )


def handle(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=f"Move {name}", exact=True)


def numbered(*names: str) -> list[str]:
    return [f"{number} {name}" for number, name in enumerate(names, start=1)]


def drag(page: Page, name: str, to: str) -> None:
    """Drag a row by its handle to just above that of another, and hold it there."""
    handle(page, to).evaluate("handle => handle.scrollIntoView({block: 'center'})")
    start, end = handle(page, name).bounding_box(), handle(page, to).bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 9, start["y"] + 9)
    page.mouse.down()
    page.mouse.move(start["x"] + 9, end["y"] - 2, steps=5)
    expect(page.locator("tr.is-dragged")).to_have_count(1)


def test_a_paper_of_eight_authors_is_added_by_pasting_them(page):
    sign_in(page)
    page.goto("/admin/publications/publication/add/")
    page.get_by_label("Title:").fill("Reward rAnked FineTuning")
    page.get_by_label("Authors:", exact=True).fill(RAFT)
    page.get_by_label("ArXiv id:").fill("https://arxiv.org/abs/2304.99999v4")
    save(page)
    assert byline(page, "reward-ranked-finetuning") == (
        "Hanze Dong*, Wei Xiong*, Deepanshu Goyal, Rui Pan, Shizhe Diao, Jipeng Zhang, "
        "Kashun Shum, and Tong Zhang"
    )
    assert Publication.objects.get(slug="reward-ranked-finetuning").arxiv_id == "2304.99999v4"


class TestTheAuthorsOfAPaper:
    def test_are_dragged(self, form):
        drag(form, TONG, CHENLU)
        form.mouse.up()
        expect(form.locator("body > [role=status]")).to_have_text("Tong Zhang is now 1 of 5")
        assert rows(form) == numbered(TONG, CHENLU, WEI, YUHENG, NAN)
        save(form)
        assert byline(form).startswith("Tong Zhang, Chenlu Ye*, Wei Xiong*, Yuheng Zhang*")

    def test_stay_where_they_were_when_escape_is_pressed_during_a_drag(self, form):
        drag(form, TONG, CHENLU)
        form.keyboard.press("Escape")
        form.mouse.up()
        expect(form.locator("tr.is-dragged")).to_have_count(0)
        assert rows(form) == numbered(CHENLU, WEI, YUHENG, NAN, TONG)

    def test_are_dragged_by_touch(self, form):
        # A finger gives the same pointer events, but for their type.
        form.evaluate(
            """([name, above]) => {
                const of = (name) => document.querySelector(`[aria-label="Move ${name}"]`);
                const handle = of(name), to = of(above).getBoundingClientRect();
                handle.setPointerCapture = () => {};
                const send = (type, clientY) => handle.dispatchEvent(
                    new PointerEvent(type, { pointerId: 7, pointerType: "touch", clientY }));
                send("pointerdown", handle.getBoundingClientRect().top);
                send("pointermove", to.top - 2);
                send("pointerup", to.top - 2);
            }""",
            [NAN, WEI],
        )
        assert rows(form) == numbered(CHENLU, NAN, WEI, YUHENG, TONG)
        assert handle(form, NAN).evaluate("h => getComputedStyle(h).touchAction") == "none"

    def test_are_moved_by_keyboard_alone(self, form):
        handle(form, TONG).focus()
        for key in ("ArrowUp", "ArrowUp", "ArrowDown"):
            form.keyboard.press(key)
        expect(form.locator("body > [role=status]")).to_have_text("Tong Zhang is now 4 of 5")
        expect(handle(form, TONG)).to_be_focused()
        form.keyboard.press("Home")
        form.keyboard.press("ArrowUp")
        expect(form.locator("body > [role=status]")).to_have_text("Tong Zhang is now 1 of 5")
        handle(form, CHENLU).focus()
        form.keyboard.press("End")
        assert rows(form) == numbered(TONG, WEI, YUHENG, NAN, CHENLU)
        expect(handle(form, CHENLU)).to_be_focused()
        save(form)
        assert byline(form) == "Tong Zhang, Wei Xiong*, Yuheng Zhang*, Nan Jiang, and Chenlu Ye*"

    def test_go_where_their_typed_number_says_at_once(self, form):
        field = form.locator("tr.dynamic-authorships [name$='-position']").nth(4)
        field.fill("2")
        field.press("Tab")
        assert rows(form) == numbered(CHENLU, TONG, WEI, YUHENG, NAN)

    def test_that_are_deleted_have_no_number(self, form):
        form.locator("tr.dynamic-authorships [name$='-DELETE']").nth(1).check()
        drag(form, TONG, CHENLU)
        form.mouse.up()
        expect(form.locator("body > [role=status]")).to_have_text("Tong Zhang is now 1 of 4")
        save(form)
        assert byline(form) == "Tong Zhang, Chenlu Ye*, Yuheng Zhang*, and Nan Jiang"

    def test_that_are_new_come_last_and_move_like_the_others(self, form):
        form.get_by_text("Add another Author").click()
        form.locator("tr.dynamic-authorships .select2-container").last.click()
        form.locator(".select2-search__field").last.press_sequentially("hanze")
        form.get_by_role("option", name="Hanze Dong").click()
        assert rows(form)[-1] == "6 Hanze Dong"
        form.locator("tr.dynamic-authorships .order-handle").last.focus()
        form.keyboard.press("Home")
        expect(form.locator("body > [role=status]")).to_have_text("Hanze Dong is now 1 of 6")
        save(form)
        assert byline(form).startswith("Hanze Dong, Chenlu Ye*, Wei Xiong*")

    def test_survive_the_removal_of_a_new_row_after_others_moved(self, form):
        for _ in range(2):
            form.get_by_text("Add another Author").click()
            form.locator("tr.dynamic-authorships .order-handle").last.focus()
            form.keyboard.press("Home")
        form.locator("tr.dynamic-authorships .inline-deletelink").first.click()
        assert rows(form) == numbered("", CHENLU, WEI, YUHENG, NAN, TONG)
        save(form)
        assert byline(form) == "Chenlu Ye*, Wei Xiong*, Yuheng Zhang*, Nan Jiang, and Tong Zhang"


class TestTheListOfPapers:
    @pytest.fixture
    def papers(self, page) -> Page:
        sign_in(page)
        page.goto("/admin/publications/publication/")
        return page

    def titles(self, page: Page) -> list[str]:
        page.goto("/cv/")
        return page.locator(".paper .title").all_inner_texts()

    def test_is_dragged_and_saved(self, papers):
        before = [paper.title for paper in Publication.objects.all()]
        drag(papers, before[2], before[0])
        papers.mouse.up()
        save(papers)
        assert self.titles(papers) == [before[2], before[0], before[1], *before[3:]]
        places = Publication.objects.values_list("position", flat=True)
        assert list(places) == list(range(1, len(before) + 1))

    def test_is_ordered_by_keyboard_among_the_rows_that_a_search_found(self, papers):
        before = [paper.title for paper in Publication.objects.all()]
        papers.goto("/admin/publications/publication/?q=chengshuai")
        found = papers.locator("#result_list th").all_inner_texts()[-3:]
        handle(papers, found[-1]).press("Home")
        save(papers)
        moved = iter([found[-1], *found[:-1]])
        assert self.titles(papers) == [next(moved) if t in found else t for t in before]

    def test_is_saved_when_enter_is_pressed_in_a_number(self, papers):
        before = [paper.title for paper in Publication.objects.all()]
        papers.locator("#id_form-4-position").fill("1")
        papers.locator("#id_form-4-position").press("Enter")
        expect(papers.locator(".messagelist .success")).to_be_visible()
        assert self.titles(papers)[:2] == [before[4], before[0]]

    def test_asks_before_a_new_order_that_was_not_saved_is_left(self, papers):
        asked = []
        papers.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
        papers.locator(".order-handle").nth(2).press("Home")
        with papers.expect_event("dialog"):
            papers.evaluate("setTimeout(() => location.assign('/'))")
        assert asked == ["beforeunload"]
        expect(papers).to_have_url(re.compile("/admin/publications/publication/$"))

    def test_has_handles_only_if_it_is_sorted_by_number(self, papers):
        handles = papers.locator(".order-handle")
        expect(handles).to_have_count(Publication.objects.count())
        papers.get_by_role("link", name="Year", exact=True).click()
        expect(papers.locator("th.column-year.sorted")).to_be_visible()
        expect(handles).to_have_count(0)


def test_without_javascript_a_number_is_typed(browser, site):
    context = browser.new_context(base_url=site, java_script_enabled=False)
    form = open_form(context.new_page())
    expect(form.locator(".order-handle")).to_have_count(0)
    form.locator("#id_authorships-4-position").fill("1")
    save(form)
    assert byline(form).startswith("Tong Zhang, Chenlu Ye*, Wei Xiong*")
    context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_rows_of_authors_do_not_scroll_sideways(form, width):
    form.set_viewport_size({"width": width, "height": 900})
    group = form.locator("#authorships-group")
    assert group.evaluate("group => group.scrollWidth <= group.clientWidth")
