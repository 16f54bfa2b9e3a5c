"""Attempts counted while the clock was ahead lock nobody out once it is right."""

import time
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from tests.sign_in import PASSWORD, sign_in, wrong_passwords
from website.config import services
from website.models import User

pytestmark = pytest.mark.django_db
YEAR = 365 * 24 * 3600


@pytest.fixture
def clock(settings, monkeypatch):
    """The site's own table of attempts; call it with the seconds that the clock is ahead."""
    settings.CACHES = {**settings.CACHES, "default": services.configure_database_cache()}
    call_command("createcachetable", stdout=StringIO())
    right = time.time

    def set_ahead(seconds: float) -> None:
        monkeypatch.setattr(time, "time", lambda: right() + seconds)

    return set_ahead


@pytest.fixture
def codes(owner: User) -> list[str]:
    """Two-step sign-in is on; its recovery codes."""
    TOTP.activate(owner, generate_totp_secret())
    return RecoveryCodes.activate(owner).generate_codes()


@pytest.mark.parametrize("ahead", [YEAR, 3 * 3600])
def test_wrong_passwords(owner, clock, ahead):
    clock(ahead)
    assert wrong_passwords(6)[-1] == 429
    clock(0)
    assert sign_in(Client()).status_code == 302


def test_wrong_codes(codes, clock):
    clock(YEAR)
    client = Client()
    sign_in(client)
    page = reverse("mfa_authenticate")
    assert [client.post(page, {"code": "000000"}).status_code for _ in range(11)][-1] == 429
    clock(0)
    assert client.post(page, {"code": codes[0]}).status_code == 302
    assert Authenticator.objects.count() == 2


def test_what_a_signed_in_browser_is_asked_for(desk, clock):
    clock(YEAR)
    page = "/admin/account/reauthenticate/"
    assert [desk.post(page, {"password": "wrong"}).status_code for _ in range(6)][-1] == 429
    clock(0)
    assert desk.post(page, {"password": PASSWORD}).status_code == 302


def test_while_the_clock_is_right_all_are_counted(owner, clock):
    clock(0)
    assert wrong_passwords(6) == [200] * 5 + [429]


def test_the_clocks_of_two_machines_may_differ_a_little(owner, clock):
    clock(5)
    assert wrong_passwords(5) == [200] * 5
    clock(0)
    assert wrong_passwords(1) == [429]
