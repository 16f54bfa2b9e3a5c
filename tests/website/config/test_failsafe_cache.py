"""A Redis that is down makes the site slower, and nothing else."""

import logging
import socket

import pytest
from django.test import Client

from tests import cast
from website.config import checks, failsafe_cache
from website.config.failsafe_cache import FailsafeRedisCache


@pytest.fixture
def down(monkeypatch) -> FailsafeRedisCache:
    """A cache whose server is not there."""
    monkeypatch.setattr(failsafe_cache._Pause, "until", 0.0)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return FailsafeRedisCache(f"redis://127.0.0.1:{port}/0", {"OPTIONS": {}})


def test_it_has_nothing_and_keeps_nothing(down):
    down.set("key", "value")
    assert down.get("key") is None
    assert down.get("key", "otherwise") == "otherwise"
    assert down.get_many(["key"]) == {}
    assert "key" not in down
    assert down.get_or_set("key", lambda: "made anew") == "made anew"
    assert not down.delete("key")


def test_it_is_left_alone_for_a_while(down, caplog):
    caplog.set_level(logging.WARNING, "website.config.failsafe_cache")
    for _ in range(3):
        down.get("key")
    assert len(caplog.records) == 1
    assert "does without it for 5 seconds" in caplog.text


@pytest.mark.django_db
def test_pages_are_shown(down, monkeypatch):
    monkeypatch.setattr("website.pages.card_image.cache", down)
    cast.paper("Nash Learning", slug="nash")
    for address in ("/", "/publications/", "/publications/nash/card.png"):
        assert Client().get(address).status_code == 200


def test_the_check_says_so(down, monkeypatch):
    monkeypatch.setattr(checks, "cache", down)
    [said] = checks.cache_answers()
    assert "CACHE_URL names does not answer" in said.msg
    assert not said.is_serious()
