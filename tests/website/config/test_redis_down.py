"""The site still works, more slowly, while Redis is down."""

import pytest
from django.core.cache import caches
from django.test import Client

from tests import cast
from tests.servers import find_free_port
from website.config import checks, services


@pytest.fixture
def down(monkeypatch, settings):
    """The site's cache, without its server."""
    monkeypatch.setenv("CACHE_URL", f"redis://127.0.0.1:{find_free_port()}/0")
    settings.CACHES = {**settings.CACHES, "pages": services.configure_cache("key")}
    return caches["pages"]


def test_it_has_nothing_and_stores_nothing(down):
    down.set("key", "value")
    assert down.get("key") is None
    assert down.get("key", "otherwise") == "otherwise"
    assert down.get_many(["key"]) == {}
    assert "key" not in down
    assert down.get_or_set("key", lambda: "made again") == "made again"
    assert not down.delete("key")


@pytest.mark.django_db
@pytest.mark.usefixtures("down")
def test_pages_are_shown(caplog):
    cast.paper("Nash Learning", slug="nash")
    for path in ("/", "/publications/", "/publications/nash/card.png"):
        assert Client().get(path).status_code == 200
    assert "Exception ignored" in caplog.text


@pytest.mark.usefixtures("down")
def test_the_check_says_so():
    [warning] = checks.check_cache()
    assert "CACHE_URL names does not answer" in warning.msg
    assert not warning.is_serious()
