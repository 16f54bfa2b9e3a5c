"""A real browser, the system's chromium, and the sample site."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.sign_in import sign_in
from tests.conftest import SAMPLE
from website import content_file

CHROMIUM = shutil.which("chromium")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark these tests. Skip them without chromium, unless all tests have to run."""
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None and not os.environ.get("VITA_TEST_ALL"):
                item.add_marker(pytest.mark.skip(reason="chromium is not installed"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # The browser's driver runs an event loop in this thread; Django would refuse to work there.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-background-networking", "--disable-quic"],
        )
        yield browser
        browser.close()


@pytest.fixture
def site(live_server) -> str:
    """The URL of a running site with the owner's CV on it."""
    content_file.load(SAMPLE.read_text(encoding="utf-8"))
    return live_server.url


@pytest.fixture
def context(browser, site) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=site)
    yield context
    context.close()


@pytest.fixture
def page(context) -> Page:
    """A tab in which an error in a script fails the test."""
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"a script failed: {error}"))
    return page


@pytest.fixture
def desk(page) -> Page:
    """A tab in which the owner has signed in."""
    sign_in(page)
    return page
