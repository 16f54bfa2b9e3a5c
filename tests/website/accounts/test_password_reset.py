"""A user who forgot the password gets a link by e-mail, if the site sends e-mail."""

import re

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import clear_url_caches, include, path

from tests.page import Page
from tests.sign_in import is_signed_in, sign_in, wrong_passwords
from website import urls
from website.accounts.urls import make_patterns
from website.config import env

pytestmark = pytest.mark.django_db
FORM = "/admin/account/reset/"
NEW = {"password1": "a long way home", "password2": "a long way home"}


class URLs:
    """The site's URLs with those for resetting a password."""

    handler429 = urls.handler429
    urlpatterns = [path("admin/", include(make_patterns(reset_by_email=True))), *urls.urlpatterns]


@pytest.fixture
def by_email(settings, owner):
    settings.ROOT_URLCONF = URLs
    clear_url_caches()
    owner.email = "wei@example.org"
    owner.save()
    yield
    clear_url_caches()


def link() -> str:
    """Return the path of the link in the only e-mail."""
    [message] = mail.outbox
    assert message.to == ["wei@example.org"]
    return re.search(r"http://testserver(/\S+)", message.body)[1]


def test_the_link_sets_a_new_password_once(by_email, client):
    assert Page("/admin/login/").links()["Forgot your password?"] == FORM
    client.post(FORM, {"email": "wei@example.org"})
    page = client.get(link(), follow=True)
    [(form, _)] = page.redirect_chain
    client.post(form, NEW)
    assert not is_signed_in(client)
    assert sign_in(Client(), "a long way home").status_code == 302
    assert "invalid" in Page.of(Client().get(link(), follow=True)).text


def test_the_link_ends_every_session(by_email, desk, client):
    client.post(FORM, {"email": "wei@example.org"})
    form = client.get(link()).headers["Location"]
    client.post(form, NEW)
    assert not is_signed_in(desk)


def test_an_old_link_does_nothing(by_email, client, settings):
    client.post(FORM, {"email": "wei@example.org"})
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "invalid" in Page.of(client.get(link(), follow=True)).text


def test_nobody_learns_whether_there_is_such_an_account(by_email):
    def answer(email: str) -> tuple[str, str]:
        response = Client().post(FORM, {"email": email})
        return response.headers["Location"], Page.of(Client().get(FORM + "sent/")).text

    assert answer("wei@example.org") == answer("nobody@example.org")
    assert len(mail.outbox) == 1


def test_the_number_of_links_is_limited(by_email):
    answers = [Client().post(FORM, {"email": "wei@example.org"}).status_code for _ in range(4)]
    assert answers == [302] * 3 + [429]


def test_the_email_address_signs_in_too(by_email):
    assert sign_in(Client(), name="wei@example.org").status_code == 302
    assert wrong_passwords(1, name="wei@example.org") == [200]


def test_without_email_there_is_neither_link_nor_page(owner, client):
    assert "Forgot" not in Page("/admin/login/").text
    assert client.get(FORM).headers.get("Location", "").startswith("/admin/login/")


@pytest.mark.parametrize("path", ["signup/", "account/signup/", "account/email/"])
def test_nobody_can_sign_up(path, client):
    assert (
        client.get(f"/admin/{path}", follow=True).redirect_chain[-1][0].startswith("/admin/login/")
    )


@pytest.mark.parametrize(
    ("url", "port", "ssl", "starttls"),
    [
        ("smtp://wei%40example.org:pass@mail.example.org", 587, False, True),
        ("smtps://wei%40example.org:pass@mail.example.org", 465, True, False),
        ("smtp://wei%40example.org:pass@mail.example.org:2525", 2525, False, True),
    ],
)
def test_the_mail_server_is_set_by_its_url(monkeypatch, url, port, ssl, starttls):
    monkeypatch.setenv("EMAIL_URL", url)
    server = env.read_email_server()
    assert (server.host, server.port) == ("mail.example.org", port)
    assert (server.user, server.password) == ("wei@example.org", "pass")
    assert (server.uses_ssl, server.uses_starttls) == (ssl, starttls)
    assert server.sender("example.org") == "wei@example.org"


@pytest.mark.parametrize(
    "url", ["mail.example.org", "http://a", "smtp://", "smtp://a:b", "smtp://a/b"]
)
def test_another_url_is_refused_without_repeating_it(monkeypatch, url):
    monkeypatch.setenv("EMAIL_URL", url)
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL is not the URL of a mail server"):
        env.read_email_server()
