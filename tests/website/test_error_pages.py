"""Pages for when something is not there, or went wrong."""

import pytest
from django.test import Client

from tests.page import Page

pytestmark = pytest.mark.django_db


def test_a_page_that_is_not_there_helps_on():
    page = Page("/no/such/page/", status=404)
    assert page.texts("h1") == ["There is no page at this address"]
    assert page.links()["publications"] == "/publications/"
    assert page.all("input", name="q")


def test_a_failure_of_the_site_says_so_and_nothing_else(monkeypatch):
    def fail(*_):
        raise RuntimeError("the secret inside")

    monkeypatch.setattr("profile.entries.fetch", fail)
    response = Client(raise_request_exception=False).get("/cv/")
    assert response.status_code == 500
    assert "Something went wrong here" in response.content.decode()
    assert "secret" not in response.content.decode()


def test_the_icon_is_there():
    response = Client().get("/favicon.ico")
    assert response.headers["Location"] == "/static/favicon.ico"
