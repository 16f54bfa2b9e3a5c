"""/health/: whether the site works, for monitoring."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

from website.middleware import health_check


@pytest.mark.django_db
def test_it_is_ok_while_the_database_can_be_read(django_assert_num_queries):
    with django_assert_num_queries(1):
        response = Client().get("/health/")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
@pytest.mark.parametrize("how", [{"HTTP_HOST": "10.1.2.3"}, {"secure": False}])
def test_it_answers_any_host_name_without_https(settings, how):
    settings.ALLOWED_HOSTS = ["example.org"]
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get("/health/", **how).status_code == 200


def test_it_is_503_while_it_cannot_and_the_log_says_why(monkeypatch, caplog):
    def fail() -> None:
        raise OperationalError("unable to open database file")

    monkeypatch.setattr(health_check.connection, "cursor", fail, raising=False)
    response = Client().get("/health/")
    assert response.status_code == 503
    assert response.content == b"The database cannot be read.\n"
    assert "unable to open database file" in caplog.text


@pytest.mark.django_db
def test_an_empty_database_is_not_ok():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations")
    assert Client().get("/health/").status_code == 503


def test_it_only_accepts_get_and_head():
    assert Client().post("/health/").status_code == 405


@pytest.mark.django_db
def test_it_has_the_headers_that_protect_browsers():
    headers = Client().get("/health/").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
