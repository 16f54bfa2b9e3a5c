"""Sessions begin anew with each sign-in, and end when they should."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tests.sign_in import PASSWORD, is_signed_in, sign_in
from website.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(owner) -> Client:
    client = Client()
    sign_in(client)
    return client


def key(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def test_signing_in_leads_to_where_one_wanted(owner, client):
    asked = client.get("/admin/talks/talk/").headers["Location"]
    values = {"username": "owner", "password": PASSWORD, "next": "/admin/talks/talk/"}
    assert client.post(asked, values).headers["Location"] == "/admin/talks/talk/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_signing_in_leads_to_no_other_site(owner, client, elsewhere):
    values = {"username": "owner", "password": PASSWORD, "next": elsewhere}
    assert client.post("/admin/login/", values).headers["Location"] == "/admin/"


def test_a_session_that_was_there_before_gets_a_new_key(owner, client):
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted = session.session_key
    sign_in(client)
    assert key(client) != planted
    assert not Session.objects.filter(pk=planted).exists()


def test_a_session_ends_after_two_weeks_however_busy(browser):
    def ends():
        return Session.objects.get(pk=key(browser)).expire_date

    two_weeks = timezone.now() + timedelta(days=14)
    assert abs(ends() - two_weeks) < timedelta(minutes=1)
    before = ends()
    browser.get("/admin/")
    assert ends() == before


def test_its_cookie_is_not_for_scripts(browser):
    for name in (settings.SESSION_COOKIE_NAME, "known_browser"):
        cookie = browser.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_signing_out_ends_it_on_the_server(browser):
    stolen = Client()
    stolen.cookies[settings.SESSION_COOKIE_NAME] = key(browser)
    assert is_signed_in(stolen)
    browser.post("/admin/logout/")
    assert not is_signed_in(stolen)


def test_a_new_password_ends_the_other_sessions_and_changes_the_key(browser, desk):
    before = key(browser)
    new = {"new_password1": "a long way home", "new_password2": "a long way home"}
    browser.post("/admin/password_change/", {"old_password": PASSWORD, **new})
    assert is_signed_in(browser)
    assert key(browser) != before
    assert not is_signed_in(desk)


def test_signing_out_everywhere_else_ends_the_other_sessions(browser, desk):
    before = key(browser)
    page = browser.post("/admin/two-step/sign-out-elsewhere/", follow=True)
    assert "All other browsers are signed out." in page.content.decode()
    assert is_signed_in(browser)
    assert key(browser) != before
    assert not is_signed_in(desk)


def test_it_ends_no_session_of_anybody_else(browser):
    helper = Client()
    helper.force_login(User.objects.create_user("helper", is_staff=True))
    browser.post("/admin/two-step/sign-out-elsewhere/")
    assert is_signed_in(helper)


def test_a_former_secret_key_keeps_the_sessions(browser, settings):
    browser.post("/admin/two-step/sign-out-elsewhere/")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert is_signed_in(browser)


def test_sessions_that_have_ended_are_cleared_away_at_a_sign_in(owner):
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store["old"] = True
    store.set_expiry(timedelta(days=-1))
    store.save()
    sign_in(Client())
    assert not Session.objects.filter(pk=store.session_key).exists()
