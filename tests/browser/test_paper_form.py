"""The form of a paper in a real browser: its errors, its venue, and drafts of what is not saved."""

from playwright.sync_api import expect

from publications.models import Publication

ADD = "/admin/publications/publication/add/"
FOUND = "This browser has kept what was typed here"


def test_the_first_field_with_an_error_has_the_focus_and_each_has_a_link(desk):
    desk.goto(ADD)
    desk.locator("#id_title").fill("Mirrors")
    desk.locator("#id_doi").fill("nonsense")
    desk.get_by_text("Order of the authors, URL, citation key, licence").click()
    desk.locator("#id_slug").fill("a slug")
    desk.get_by_role("button", name="Save and view").click()
    links = desk.locator(".field-errors a")
    expect(links.first).to_have_text("DOI")
    expect(desk.locator("#id_doi")).to_be_focused()
    links.last.click()
    expect(desk.locator("#id_slug")).to_be_focused()


def test_enter_takes_a_new_venue_and_goes_on_and_save_and_view_shows_the_paper(desk):
    desk.goto(ADD)
    desk.locator("#id_title").fill("Mirrors")
    desk.locator("#id_venue").press_sequentially("Journal of Mirrors")
    desk.keyboard.press("Enter")
    expect(desk.locator("#id_when")).to_be_focused()
    desk.keyboard.type("2024")
    desk.get_by_role("button", name="Save and view").click()
    desk.wait_for_url("**/publications/mirrors/")
    expect(desk.get_by_text("Journal of Mirrors").first).to_be_visible()


def test_what_was_typed_before_a_crash_is_offered_until_it_is_saved(desk, context):
    desk.goto(ADD)
    desk.locator("#id_title").fill("Mirrors of Regret")
    desk.get_by_text("Links", exact=True).last.click()
    desk.get_by_text("Add another Link").click()
    desk.locator("#id_links-0-label").fill("Tutorial")
    desk.wait_for_timeout(700)
    after = context.new_page()  # as after a crash: the first tab has saved nothing
    desk.close(run_before_unload=False)
    after.goto(ADD)
    expect(after.get_by_text(FOUND)).to_be_visible()
    expect(after.locator("#id_title")).to_have_value("")
    after.get_by_role("button", name="Put it back").click()
    expect(after.locator("#id_title")).to_have_value("Mirrors of Regret")
    expect(after.locator("#id_links-0-label")).to_have_value("Tutorial")
    after.get_by_role("button", name="Save and view").click()
    after.wait_for_url("**/publications/mirrors-of-regret/")
    after.goto(ADD)
    expect(after.locator("#id_title")).to_be_visible()
    expect(after.get_by_text(FOUND)).to_be_hidden()
    assert Publication.objects.get(slug="mirrors-of-regret").links.get().label == "Tutorial"


def test_on_a_phone_delete_comes_after_the_buttons_that_save(desk):
    desk.set_viewport_size({"width": 390, "height": 844})
    desk.goto(f"/admin/publications/publication/{Publication.objects.first().pk}/change/")
    boxes = desk.locator(".save-bar").locator("input, a.deletelink")
    tops = [boxes.nth(number).bounding_box()["y"] for number in range(boxes.count())]
    delete = desk.locator(".save-bar .deletelink").bounding_box()["y"]
    assert delete == max(tops)
    assert tops.count(delete) == 1
    expect(desk.get_by_role("button", name="Save and view")).to_be_in_viewport()


def test_the_form_is_short_before_folds_are_opened(desk):
    desk.set_viewport_size({"width": 1280, "height": 900})
    desk.goto(ADD)
    assert desk.evaluate("document.documentElement.scrollHeight") < 1600
