"""Two-step sign-in in a real browser, by keyboard and without a script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.sign_in import PASSWORD, Phone
from website.models import User


@pytest.fixture
def phone(monkeypatch) -> Phone:
    phone = Phone()
    monkeypatch.setattr("django_otp.plugins.otp_totp.models.time", phone)
    return phone


def enter(page: Page, *lines: str) -> None:
    """Type into the field that has the focus, go on to the next, and send the form."""
    page.locator("input:focus").wait_for()
    for number, line in enumerate(lines):
        if number:
            page.keyboard.press("Tab")
        page.keyboard.type(line)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def faults(page: Page) -> list[str]:
    """What axe finds on the page; of the admin's own frame it is Django's to mend."""
    found = Axe().run(page, context="#content").response["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_it_is_switched_on_and_asked_for(browser, site, phone, scheme, width):
    User.objects.create_superuser("owner", password=PASSWORD)
    context = browser.new_context(
        base_url=site, color_scheme=scheme, viewport={"width": width, "height": 800}
    )
    page = context.new_page()
    page.goto("/admin/two-step/")
    enter(page, "owner", PASSWORD)
    assert faults(page) == []
    page.get_by_role("button", name="Switch on").press("Enter")
    key = page.locator(".two-step-scan code")
    phone.read(key.inner_text())
    assert page.get_by_role("img", name="QR code with the key for the app").is_visible()
    assert faults(page) == []
    enter(page, PASSWORD, phone.code())
    recovery_code = page.locator(".recovery-codes code").first.inner_text()
    assert faults(page) == []

    page.get_by_role("button", name="Log out").press("Enter")
    page.goto("/admin/talks/talk/")
    enter(page, "owner", PASSWORD)
    assert faults(page) == []
    phone.wait()
    enter(page, "000000")
    assert "This code is not right" in page.locator(".errorlist").inner_text()
    assert faults(page) == []
    enter(page, phone.code())
    assert page.url == f"{site}/admin/talks/talk/"

    other = browser.new_context(base_url=site, java_script_enabled=False).new_page()
    other.goto("/admin/")
    enter(other, "owner", PASSWORD)
    other.get_by_role("link", name="Use a recovery code").click()
    enter(other, recovery_code)
    assert "9 recovery codes left" in other.locator(".messagelist").inner_text()
    other.context.close()
    context.close()


def test_a_lock_is_told_calmly(browser, site):
    page = browser.new_context(base_url=site).new_page()
    for _ in range(6):
        page.goto("/admin/")
        enter(page, "owner", "wrong")
    assert page.get_by_role("heading", name="Too many attempts").is_visible()
    assert faults(page) == []
    page.context.close()
