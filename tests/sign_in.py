"""Signing in as a browser does, with the code of a phone where it is asked for."""

from base64 import b32decode
from datetime import timedelta
from typing import Any

from django.db.models import F
from django.test import Client
from django_otp.oath import TOTP

from tests.page import Page
from website.accounts.throttle import FailedSignIn

PASSWORD = "correct horse battery"
HOME = "203.0.113.1"


def sign_in(client: Client, password: str = PASSWORD, name: str = "owner", at: str = HOME) -> Any:
    """Send the form of the first step from an address, and return the answer."""
    values = {"username": name, "password": password, "next": "/admin/"}
    return client.post("/admin/login/", values, REMOTE_ADDR=at)


def wrong_passwords(count: int, client: Client | None = None, **options: str) -> list[int]:
    """Send so many wrong passwords, and return how each was answered."""
    client = client or Client()
    return [sign_in(client, "wrong", **options).status_code for _ in range(count)]


def is_signed_in(client: Client) -> bool:
    """Say whether the admin opens."""
    return client.get("/admin/").status_code == 200


def pass_time(**time: int) -> None:
    """Let what failed lie so much longer in the past: ``minutes=15``."""
    FailedSignIn.objects.update(at=F("at") - timedelta(**time))


class Phone:
    """An authenticator app; its clock stands still until somebody waits."""

    def __init__(self, now: int = 1_800_000_000) -> None:
        self.now = now
        self.key = b""

    def time(self) -> int:
        """Say what the clock of the site shows too."""
        return self.now

    def wait(self, seconds: int = 30) -> None:
        """Let the next code come."""
        self.now += seconds

    def scan(self, page: Page) -> None:
        """Take the key from the page that shows it."""
        (typed,) = page.texts("code")
        self.read(typed)

    def read(self, typed: str) -> None:
        """Take the key as one types it: ``JBSW Y3DP ...``."""
        self.key = b32decode(typed.replace(" ", ""))

    def code(self, late: int = 0) -> str:
        """Show the six digits of now, or of some seconds ago."""
        totp = TOTP(self.key)
        totp.time = self.now - late
        return f"{totp.token():06d}"
