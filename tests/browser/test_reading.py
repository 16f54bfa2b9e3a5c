"""Reading the list of papers: folds open, and the list follows what is typed."""

import re

import pytest
from playwright.sync_api import expect

from tests import cast


def shown(page):
    return page.locator("[data-count]")


@pytest.mark.parametrize("script", [True, False])
def test_a_fold_is_opened_by_keyboard(browser, site, script):
    names = ", ".join(["Wei Xiong", *(f"Ann {chr(65 + n)}ly" for n in range(24))])
    cast.paper("Large", names)
    context = browser.new_context(base_url=site, java_script_enabled=script)
    page = context.new_page()
    page.goto("/publications/")
    byline = page.locator("div.byline").first
    expect(byline).not_to_contain_text("Ann Kly", use_inner_text=True)
    byline.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(byline).to_contain_text("Ann Kly", use_inner_text=True)
    context.close()


def test_on_paper_a_fold_is_open(page):
    cast.paper("Large", ", ".join(["Wei Xiong", *(f"Ann {chr(65 + n)}ly" for n in range(24))]))
    page.goto("/publications/")
    page.emulate_media(media="print")
    byline = page.locator("div.byline").first
    expect(byline).to_contain_text("Ann Kly", use_inner_text=True)
    expect(byline.locator("summary").first).to_be_hidden()


def test_the_list_and_the_url_follow_what_is_typed(page):
    page.goto("/publications/?by=year")
    page.get_by_label("Search").press_sequentially("zhong")
    expect(shown(page)).to_have_text("5 papers")
    expect(page).to_have_url(re.compile(r"/publications/\?q=zhong&by=year$"))
    expect(page.get_by_role("status")).to_have_text("5 papers")
    expect(page.get_by_label("Search")).to_be_focused()
    page.get_by_label("Search").fill("")
    expect(shown(page)).to_have_text("12 papers")
    expect(page).to_have_url(re.compile(r"/publications/\?by=year$"))


def test_the_list_follows_a_menu_and_back_undoes_it(page):
    page.goto("/cv/")
    page.goto("/publications/")
    page.get_by_label("Kind").select_option("master-thesis")
    expect(page).to_have_url(re.compile("kind=master-thesis"))
    page.go_back()
    expect(page).to_have_url(re.compile("/cv/$"))


def test_enter_still_sends_the_form(page):
    page.goto("/publications/")
    page.get_by_label("Search").fill("zhong")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=zhong"))
    expect(shown(page)).to_have_text("5 papers")


def test_if_the_background_request_fails_the_form_is_sent(page):
    page.route(
        "**/publications/?*",
        lambda route: (
            route.abort() if route.request.resource_type == "fetch" else route.continue_()
        ),
    )
    page.goto("/publications/")
    page.get_by_label("Search").fill("zhong")
    expect(page).to_have_url(re.compile("q=zhong"))
    expect(shown(page)).to_have_text("5 papers")
