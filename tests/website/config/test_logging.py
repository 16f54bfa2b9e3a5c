"""The log of requests and errors."""

import io
import json
import logging
import logging.config

import pytest
from django.test import Client

from website.config.logging import make_settings
from website.pages import home

pytestmark = pytest.mark.django_db


@pytest.fixture
def written():
    """The log of a production site; call it for the lines since the last call, as data."""
    stream = io.StringIO()
    production = make_settings(production=True)
    production["handlers"]["lines"]["stream"] = stream
    loggers = [logging.getLogger(name) for name in [None, *production["loggers"]]]
    before = [(logger, logger.level, logger.handlers[:]) for logger in loggers]
    logging.config.dictConfig(production)

    def lines() -> list[dict]:
        text = stream.getvalue()
        stream.seek(0)
        stream.truncate()
        return [json.loads(line) for line in text.splitlines()]

    yield lines
    for logger, level, handlers in before:
        logger.setLevel(level)
        logger.handlers[:] = handlers


def test_a_request_is_one_line(written):
    response = Client().get("/cv/", REMOTE_ADDR="192.0.2.7")
    [line] = written()
    assert line.pop("time").endswith("+00:00")
    assert line.pop("ms") > 0
    assert line == {
        "level": "info",
        "logger": "website.middleware.request_log",
        "request": response["X-Request-ID"],
        "message": "GET /cv/ 200",
        "method": "GET",
        "path": "/cv/",
        "status": 200,
    }


def test_neither_visitors_nor_what_they_search_for_are_written(written):
    Client().get("/publications/?q=secret", REMOTE_ADDR="192.0.2.7")
    Client().post("/admin/login/", {"login": "owner", "password": "secret"})
    text = json.dumps(written())
    assert "secret" not in text
    assert "192.0.2.7" not in text


def test_a_page_that_is_not_there_is_one_line_too(written):
    Client().get("/nowhere/")
    [line] = written()
    assert line["status"] == 404


def test_a_failure_is_written_with_its_traceback_under_the_id_that_the_visitor_sees(
    written, monkeypatch
):
    monkeypatch.setattr(home.news, "list_recent", lambda *_: 1 / 0)
    response = Client(raise_request_exception=False).get("/")
    failure, line = written()
    assert failure["level"] == "error"
    assert "ZeroDivisionError" in failure["exception"]
    assert line["status"] == 500
    assert failure["request"] == line["request"] == response["X-Request-ID"]
    assert line["request"] in response.content.decode()


def test_a_url_cannot_add_a_line_to_the_log(written):
    Client().get('/x%0A{"level": "error"}/')
    assert len(written()) == 1


def test_a_healthy_answer_to_a_monitor_is_not_written(written):
    Client().get("/health/")
    assert written() == []


def test_robots_that_ask_for_another_host_do_not_fill_the_log(written):
    Client().get("/", HTTP_HOST="elsewhere.example")
    [line] = written()
    assert line["status"] == 400


@pytest.mark.parametrize("given", ["a1b2c3d4-e5f6", "0123456789abcdef"])
def test_a_request_id_of_the_proxy_is_kept(given):
    assert Client().get("/", headers={"X-Request-ID": given})["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "a b c d e f g", "abcdefgh\\n", "ä" * 10])
def test_any_other_request_id_is_replaced(given):
    answered = Client().get("/", headers={"X-Request-ID": given})["X-Request-ID"]
    assert answered != given
    assert len(answered) == 16
