"""The admin in a real browser."""


def test_the_preview_shows_markdown_and_formulas_while_they_are_typed(desk):
    desk.goto("/admin/publications/publication/add/")
    desk.locator("#id_summary").press_sequentially("a *bound* of $x^2$ <b>")
    preview = desk.locator(".field-summary .markdownx-preview")
    preview.locator("math msup").wait_for()
    assert preview.locator("em").inner_text() == "bound"
    assert "<b>" in preview.inner_text()


def test_the_tab_key_leaves_the_markdown_editor(desk):
    desk.goto("/admin/publications/publication/add/")
    desk.locator("#id_summary").focus()
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.id") != "id_summary"
    assert desk.locator("#id_summary").input_value() == ""


def test_an_author_is_added_by_searching_for_the_name(desk):
    desk.goto("/publications/gec/")
    desk.goto("/admin/publications/publication/?q=gec+framework")
    desk.locator("#result_list tbody th a").first.click()
    desk.get_by_text("Authors, editors and translators").click()
    desk.get_by_text("Add another Author").click()
    desk.locator("#authorships-group .dynamic-authorships .select2-container").last.click()
    desk.locator(".select2-dropdown .select2-search__field").press_sequentially("chenlu")
    desk.get_by_role("option", name="Chenlu Ye").click()
    desk.get_by_role("button", name="Save", exact=True).first.click()
    desk.goto("/publications/gec/")
    assert "Zhuoran Yang, Tong Zhang, and Chenlu Ye" in desk.locator(
        ".byline"
    ).inner_text().replace("↗", "")


def test_an_import_says_that_it_is_at_work(desk):
    desk.goto("/admin/publications/publication/import/")
    desk.get_by_label("Type a DOI").fill("@misc{a, title={A Paper}, author={Wei Xiong}}")
    status = desk.locator("[data-busy]")
    # The page stays, so that it can be looked at while it waits.
    desk.evaluate("addEventListener('submit', event => event.preventDefault())")
    desk.get_by_role("button", name="Show what would change").click()
    assert status.inner_text().startswith("Looking it up.")
    # A moment later, when the form has been read.
    desk.get_by_role("button", name="Show what would change", disabled=True).wait_for()


def test_on_a_wide_screen_the_page_is_drawn_while_the_paper_is_typed(desk):
    desk.set_viewport_size({"width": 1600, "height": 900})
    desk.goto("/admin/publications/publication/add/")
    page = desk.frame_locator(".live-preview iframe")
    desk.locator("#id_title").fill("A Bound of $x^2$")
    page.locator("h1 math msup").wait_for()
    desk.locator("#id_title").fill("")
    desk.get_by_text("The preview goes on when the form can be saved.").wait_for()
    assert page.locator("h1").inner_text().startswith("A Bound")  # the last one stays
    desk.set_viewport_size({"width": 1280, "height": 900})
    desk.locator(".live-preview").wait_for(state="hidden")
