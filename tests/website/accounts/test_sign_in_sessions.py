"""Each sign-in starts a new session, and sessions end when they should."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tests.page import Page
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


def test_signing_in_leads_to_the_requested_page(owner, client):
    asked = client.get("/admin/talks/talk/").headers["Location"]
    values = {"login": "owner", "password": PASSWORD, "next": "/admin/talks/talk/"}
    assert client.post(asked, values).headers["Location"] == "/admin/talks/talk/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_signing_in_leads_to_no_other_site(owner, client, elsewhere):
    values = {"login": "owner", "password": PASSWORD, "next": elsewhere}
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
    cookie = browser.cookies[settings.SESSION_COOKIE_NAME]
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
    new = {"password1": "a long way home", "password2": "a long way home"}
    browser.post("/admin/password_change/", {"oldpassword": PASSWORD, **new})
    assert is_signed_in(browser)
    assert key(browser) != before
    assert not is_signed_in(desk)


def test_the_sessions_of_the_account_are_listed_and_ended_from_another(browser, owner):
    other, helper = Client(), Client()
    sign_in(other)
    helper.force_login(User.objects.create_user("helper", is_staff=True))
    page = Page("/admin/account/sessions/", browser)
    assert len(page.texts("tr")) == 3
    assert page.links()["Sessions"] == "/admin/account/sessions/"
    browser.post("/admin/account/sessions/")
    assert is_signed_in(browser)
    assert not is_signed_in(other)
    assert is_signed_in(helper)


def test_a_former_secret_key_keeps_the_sessions(browser, settings):
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
