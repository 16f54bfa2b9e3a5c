"""No page has a fault that axe-core finds, in light and dark, on a desk and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = [
    *("/", "/publications/", "/publications/?year=2023&by=year", "/publications/alignment-tax/"),
    *("/publications/with/", "/publications/with/tong-zhang/", "/talks/", "/cv/", "/nothing/"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_has_a_fault(browser, site, scheme, width):
    viewport = {"width": width, "height": 900}
    context = browser.new_context(base_url=site, color_scheme=scheme, viewport=viewport)
    page = context.new_page()
    faults = {}
    for path in PAGES:
        page.goto(path)
        found = Axe().run(page).response["violations"]
        if found:
            faults[path] = [(fault["id"], fault["nodes"][0]["html"]) for fault in found]
    context.close()
    assert faults == {}
