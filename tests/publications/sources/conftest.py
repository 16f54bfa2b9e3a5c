"""Fixtures of the tests that ask services."""

import pytest

from publications.sources import client
from tests.publications.sources.service_server import ServiceServer, serving

HASTY = client.Limits(connect=1, read=0.3, total=1, max_retry_after=0.2, has_pauses=False)


@pytest.fixture(scope="module")
def running():
    with serving() as server:
        yield server


@pytest.fixture
def services(running, settings, monkeypatch, db) -> ServiceServer:
    """A server that plays all services and has no answers yet; nobody waits for another turn."""
    running.answers, running.asked = {}, []
    settings.SOURCES = running.sources
    monkeypatch.setattr(client, "LIMITS", HASTY)
    return running
