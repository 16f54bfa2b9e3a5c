"""Fixtures that all tests share."""

from pathlib import Path

import pytest
from django.test import Client

from website import content
from website.models import User

SAMPLE = Path(__file__).parent.parent / "sample" / "wei-xiong.toml"


@pytest.fixture
def sample(db):
    """The site with the owner's CV on it."""
    return content.load(SAMPLE.read_text(encoding="utf-8"))


@pytest.fixture
def owner(db) -> User:
    """The owner's account, with a password of the owner's choice."""
    return User.objects.create_superuser("owner", password="correct horse battery")


@pytest.fixture
def desk(owner) -> Client:
    """A browser in which the owner is signed in."""
    client = Client()
    client.force_login(owner)
    return client
