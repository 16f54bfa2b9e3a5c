"""Two-step sign-in and passkeys in a real browser."""

import pytest
from allauth.mfa.totp.internal import auth
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.sign_in import PASSWORD, Phone
from website.models import User


@pytest.fixture
def phone(monkeypatch) -> Phone:
    phone = Phone()
    monkeypatch.setattr(auth, "time", phone)
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


def fill(page: Page, label: str, text: str) -> None:
    """Type into the field of that label, and send the form."""
    page.get_by_role("textbox", name=label).fill(text)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def faults(page: Page) -> list[str]:
    """Return what axe finds on the page, without the admin's own frame, which is Django's."""
    found = Axe().run(page, context="#content").response["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_it_is_switched_on_and_asked_for(browser, site, phone, scheme, width):
    User.objects.create_superuser("owner", password=PASSWORD)
    context = browser.new_context(
        base_url=site, color_scheme=scheme, viewport={"width": width, "height": 800}
    )
    page = context.new_page()
    page.goto("/admin/account/two-step/")
    assert faults(page) == []
    enter(page, "owner", PASSWORD)
    assert faults(page) == []
    page.get_by_role("link", name="Switch on").click()
    assert faults(page) == []
    fill(page, "Password", PASSWORD)
    phone.read(page.locator(".two-step-scan code").inner_text())
    assert page.get_by_role("img", name="QR code with the key for the app").is_visible()
    assert faults(page) == []
    fill(page, "Authenticator code", phone.code())
    recovery_code = page.locator("textarea").input_value().split()[0]
    assert faults(page) == []

    page.goto("/admin/account/sessions/")
    assert faults(page) == []
    page.get_by_role("button", name="Log out").press("Enter")
    page.goto("/admin/talks/talk/")
    enter(page, "owner", PASSWORD)
    assert faults(page) == []
    phone.wait()
    fill(page, "Code", "000000")
    assert "Incorrect code" in page.locator(".errorlist").inner_text()
    assert faults(page) == []
    fill(page, "Code", phone.code())
    assert page.url == f"{site}/admin/talks/talk/"

    other = browser.new_context(base_url=site, java_script_enabled=False).new_page()
    other.goto("/admin/")
    enter(other, "owner", PASSWORD)
    fill(other, "Code", recovery_code)
    assert other.url == f"{site}/admin/"
    other.context.close()
    context.close()


def test_a_passkey_is_registered_and_signs_in_alone(browser, site):
    User.objects.create_superuser("owner", password=PASSWORD)
    page = browser.new_context(base_url=site).new_page()
    page.on("pageerror", lambda error: pytest.fail(f"a script failed: {error}"))
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    options |= {"hasUserVerification": True, "isUserVerified": True}
    options |= {"automaticPresenceSimulation": True}
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    page.goto("/admin/account/two-step/webauthn/add/")
    enter(page, "owner", PASSWORD)
    fill(page, "Password", PASSWORD)
    page.get_by_label("Passwordless").check()
    assert faults(page) == []
    with page.expect_navigation():
        page.get_by_role("button", name="Add").click()
    page.goto("/admin/account/two-step/webauthn/")
    assert page.get_by_text("(passkey)").is_visible()
    assert faults(page) == []

    page.get_by_role("button", name="Log out").click()
    page.goto("/admin/talks/talk/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/admin/talks/talk/")
    page.context.close()


def test_the_page_of_a_lock_explains_it(browser, site):
    page = browser.new_context(base_url=site).new_page()
    for _ in range(6):
        page.goto("/admin/")
        enter(page, "owner", "wrong")
    assert page.get_by_role("heading", name="Too many attempts").is_visible()
    assert faults(page) == []
    page.context.close()
