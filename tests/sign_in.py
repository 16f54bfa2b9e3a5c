"""Signing in as a browser does, with the code of a phone if it is asked for."""

from typing import Any

from allauth.mfa.totp.internal import auth
from django.test import Client

from tests.page import Page

PASSWORD = "correct horse battery"
HOME = "203.0.113.1"


def sign_in(client: Client, password: str = PASSWORD, name: str = "owner", at: str = HOME) -> Any:
    """Send the first form of the sign-in from an IP address, and return the response."""
    values = {"login": name, "password": password, "next": "/admin/"}
    return client.post("/admin/login/", values, REMOTE_ADDR=at)


def confirm(client: Client) -> None:
    """Type the password again, as some pages require."""
    assert client.post("/admin/account/reauthenticate/", {"password": PASSWORD}).status_code == 302


def wrong_passwords(count: int, client: Client | None = None, **options: str) -> list[int]:
    """Send so many wrong passwords, and return the status of each response."""
    client = client or Client()
    return [sign_in(client, "wrong", **options).status_code for _ in range(count)]


def is_signed_in(client: Client) -> bool:
    """Return whether the admin opens."""
    return client.get("/admin/").status_code == 200


class Phone:
    """An authenticator app; its clock moves only in ``wait()``."""

    def __init__(self, now: int = 1_800_000_000) -> None:
        self.now = now
        self.key = ""

    def time(self) -> int:
        """Return the time, for the app and the site."""
        return self.now

    def wait(self, seconds: int = 30) -> None:
        """Move the clock on to the next code."""
        self.now += seconds

    def scan(self, page: Page) -> None:
        """Read the key from the page that shows it."""
        (typed,) = page.texts("code")
        self.read(typed)

    def read(self, typed: str) -> None:
        """Read the key as it is typed: ``JBSW Y3DP ...``."""
        self.key = typed.replace(" ", "")

    def code(self, late: int = 0) -> str:
        """Return the current six digits, or those of some seconds ago."""
        counter = (self.now - late) // 30
        return auth.format_hotp_value(auth.hotp_value(self.key, counter))
