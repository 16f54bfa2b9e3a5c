"""An export in a real browser, served as static files."""

import functools
import threading
from http.server import ThreadingHTTPServer

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.conftest import SAMPLE
from tests.website.export.copies import make_copy
from tests.website.export.test_export_served import Quiet
from website import content_file


@pytest.fixture
def site(transactional_db, tmp_path):
    """The URL of an export of the sample site, in a folder of its host."""
    content_file.load(SAMPLE.read_text(encoding="utf-8"))
    make_copy(tmp_path / "html" / "~wxiong", "/~wxiong")
    handler = functools.partial(Quiet, directory=tmp_path / "html")
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/~wxiong/"
        server.shutdown()


def test_the_export_works_like_the_site(page, site):
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda r: complaints.append(r.url) if r.status >= 400 else None)
    page.on("console", lambda said: complaints.append(said.text))

    page.goto("./")
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.size)") > 0
    page.get_by_role("button", name="Dark colours").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(22, 23, 26)"

    page.get_by_role("link", name="All publications").click()
    field = page.get_by_label("Search")
    field.fill("ZHÓNG minimax")
    page.get_by_text("papers", exact=False).first.wait_for()
    found = page.locator("#results .title")
    page.wait_for_function("document.querySelectorAll('#results .title').length < 12")
    assert 0 < found.count() < 12
    field.fill("nothing of the kind")
    page.get_by_text("0 papers").first.wait_for()
    assert found.count() == 0
    field.fill("")
    page.wait_for_function("document.querySelectorAll('#results .title').length === 12")

    page.get_by_role("link", name="papers in 2022").click()
    page.wait_for_url("**/~wxiong/publications/year/2022/")  # to the end of the page
    assert found.count() == int(page.locator("[data-count]").inner_text().split()[0])
    found.first.get_by_role("link").click()
    page.get_by_role("button", name="Copy BibTeX").click()
    page.get_by_text("Copied").or_(page.get_by_text("Selected")).wait_for()

    assert complaints == []
    assert [url for url in asked if not url.startswith(site)] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_of_the_export_has_accessibility_problems(browser, site, scheme, width):
    viewport = {"width": width, "height": 900}
    context = browser.new_context(
        base_url=site, color_scheme=scheme, viewport=viewport, bypass_csp=True
    )
    page = context.new_page()
    faults = {}
    for path in (
        "",
        "publications/",
        "publications/year/2023/",
        "publications/kind/article/",
        "publications/gec/",
        "talks/",
        "cv/",
        "404.html",
    ):
        page.goto(site + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        if found := Axe().run(page).response["violations"]:
            faults[path] = [(fault["id"], fault["nodes"][0]["html"]) for fault in found]
    context.close()
    assert faults == {}


def test_without_javascript_there_is_no_search(browser, site):
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("publications/")
    assert not page.get_by_label("Search").is_visible()
    page.get_by_role("link", name="papers in 2022").click()
    page.get_by_role("link", name="Show all", exact=True).click()
    assert page.locator("[data-count]").inner_text() == "12 papers"
    context.close()
