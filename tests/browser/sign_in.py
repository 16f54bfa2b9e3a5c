"""Signing in as the owner does, by typing."""

from playwright.sync_api import Page

from tests.sign_in import PASSWORD
from website.models import User


def sign_in(page: Page) -> None:
    """Make the owner's account, and sign in with it."""
    User.objects.create_superuser("owner", password=PASSWORD)
    page.goto("/admin/")
    page.get_by_label("Username").fill("owner")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
