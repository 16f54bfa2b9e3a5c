"""Copying the BibTeX of a paper."""

import re

import pytest


def test_the_bibtex_is_copied_and_the_button_says_so(context, page, site):
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)
    page.goto("/publications/raft/")
    page.get_by_role("button", name=re.compile("Copy BibTeX.*RAFT")).click()
    page.get_by_role("status").get_by_text("Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#bibtex").text_content()
    assert copied.startswith("@article{dong2023raft,")


def test_if_copying_is_not_allowed_the_text_is_selected(page):
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto("/publications/raft/")
    page.get_by_role("button", name="Copy BibTeX").click()
    page.get_by_role("status").get_by_text("Selected").wait_for()
    assert page.evaluate("getSelection().toString()").startswith("@article{dong2023raft,")


@pytest.mark.parametrize("width", [320, 1280])
def test_a_long_entry_does_not_widen_the_page(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/publications/alignment-tax/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_javascript_there_is_no_copy_button(browser, site):
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/publications/raft/")
    assert page.locator("#bibtex").is_visible()
    assert not page.locator("[data-copy]").is_visible()
    context.close()
