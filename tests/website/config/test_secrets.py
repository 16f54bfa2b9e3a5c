"""Secrets do not appear in logs, in reports of failures or on pages."""

import pytest
from django.conf import settings as site
from django.core import mail
from django.test import Client

from website.models import User

pytestmark = pytest.mark.django_db

PASSWORD, NEW = "correct horse battery", "another horse battery"
LOGIN, CHANGE = "/admin/login/", "/admin/password_change/"


@pytest.fixture
def reports(settings, caplog):
    """Call it for the log and Django's reports by mail so far."""
    settings.ADMINS = [("Owner", "owner@example.org")]

    def said() -> str:
        assert mail.outbox
        return "\n".join([caplog.text, *(message.body for message in mail.outbox)])

    return said


def fail(*_, **__):
    raise RuntimeError("the disk is gone")


def assert_silent(text: str, *secrets: str) -> None:
    assert "the disk is gone" in text
    for secret in (site.SECRET_KEY, PASSWORD, NEW, *secrets):
        assert secret not in text


@pytest.mark.parametrize(
    "where",
    [
        "django.contrib.auth.backends.ModelBackend.user_can_authenticate",
        "allauth.account.adapter.DefaultAccountAdapter.login",
    ],
)
def test_a_failure_at_sign_in_does_not_tell_the_password(monkeypatch, owner, reports, where):
    monkeypatch.setattr(where, fail)
    client = Client(raise_request_exception=False)
    response = client.post(LOGIN, {"login": "owner", "password": PASSWORD})
    assert response.status_code == 500
    assert_silent(reports(), PASSWORD)


def test_a_failure_at_a_change_of_the_password_tells_none(monkeypatch, desk, reports):
    monkeypatch.setattr("website.models.User.set_password", fail)
    desk.raise_request_exception = False
    values = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    response = desk.post(CHANGE, values)
    assert response.status_code == 500
    assert_silent(reports(), desk.session.session_key)


def test_a_failure_where_an_account_is_made_does_not_tell_its_password(monkeypatch, desk, reports):
    monkeypatch.setattr("website.models.User.set_password", fail)
    desk.raise_request_exception = False
    values = {"username": "b", "password1": NEW, "password2": NEW, "usable_password": "true"}
    response = desk.post("/admin/website/user/add/", values)
    assert response.status_code == 500
    assert_silent(reports(), desk.session.session_key)


def test_a_failure_of_a_page_does_not_tell_the_session(monkeypatch, desk, reports):
    monkeypatch.setattr("website.cv.document.CV.fetch", fail)
    desk.raise_request_exception = False
    assert desk.get("/cv/").status_code == 500
    assert_silent(reports(), desk.session.session_key)


def test_the_form_of_the_sign_in_does_not_give_a_password_back(owner):
    response = Client().post(LOGIN, {"login": "owner", "password": "wrong horse"})
    assert "wrong horse" not in response.content.decode()


def test_the_form_of_an_account_shows_neither_password_nor_its_hash(desk):
    user = User.objects.get()
    page = desk.get(f"/admin/website/user/{user.pk}/change/").content.decode()
    assert user.password not in page
    assert user.password.rpartition("$")[2] not in page
