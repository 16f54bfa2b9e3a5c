"""The pages in a real browser."""

import pytest

PAGES = [
    *("/", "/publications/", "/publications/alignment-tax/", "/publications/with/"),
    *("/publications/with/han-zhong/", "/talks/", "/cv/", "/nothing/"),
]


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_no_page_scrolls_sideways(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    for path in PAGES:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_no_page_makes_third_party_requests(page, site):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in PAGES:
        page.goto(path)
    assert asked
    assert [url for url in asked if not url.startswith(site)] == []


def test_every_request_succeeds(page):
    missing: list[str] = []
    page.on("response", lambda r: missing.append(r.url) if r.status >= 400 else None)
    for path in PAGES[:-1]:
        page.goto(path)
    assert missing == []


def test_the_keyboard_skips_to_the_content(page):
    page.goto("/publications/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_page_follows_the_system_into_dark_mode(browser, site):
    colours = []
    for scheme in ("light", "dark"):
        page = browser.new_page(base_url=site, color_scheme=scheme)
        page.goto("/")
        colours.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        page.close()
    assert colours == ["rgb(255, 253, 249)", "rgb(22, 23, 26)"]


def test_the_switch_to_dark_mode_is_remembered(page):
    page.goto("/")
    page.get_by_role("button", name="Dark colours").click()
    page.goto("/cv/")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.get_by_role("button", name="Light colours").is_visible()


class TestWithoutJavaScript:
    @pytest.fixture
    def page(self, browser, site):
        context = browser.new_context(base_url=site, java_script_enabled=False)
        yield context.new_page()
        context.close()

    def test_papers_are_filtered(self, page):
        page.goto("/publications/")
        page.get_by_label("Search").fill("zhong")
        page.get_by_role("button", name="Show").click()
        page.get_by_role("link", name="3 papers in 2022").click()
        assert page.url.endswith("/publications/?q=zhong&year=2022")
        assert page.locator("[data-count]").inner_text() == "3 papers"
        page.get_by_role("link", name="show all years").click()
        page.get_by_role("link", name="Show all", exact=True).click()
        assert page.locator("[data-count]").inner_text() == "12 papers"

    def test_there_is_no_colour_switch(self, page):
        page.goto("/")
        assert not page.locator("[data-theme-switch]").is_visible()
