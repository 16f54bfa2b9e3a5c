"""Fixtures that all tests share."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import caches
from django.core.files.storage import default_storage
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from tests.rows import KeptRows
from website import content_file
from website.models import User

SAMPLE = Path(__file__).parent.parent / "sample" / "wei-xiong.toml"
OWNERS_CV = KeptRows(lambda: content_file.load(SAMPLE.read_text(encoding="utf-8")))

# A test is one transaction, which ends with its connection; after a request Django may end that.
_close_if_old = BaseDatabaseWrapper.close_if_unusable_or_obsolete
BaseDatabaseWrapper.close_if_unusable_or_obsolete = lambda self: (
    None if self.in_atomic_block else _close_if_old(self)
)


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """No page or card that an earlier test had made."""
    for cache in caches.all():
        cache.clear()


@pytest.fixture
def uncached(settings) -> None:
    """Every page is made anew, without the page cache and its questions to the database."""
    page_cache = "website.pagecache.middleware.PageCacheMiddleware"
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != page_cache]


@pytest.fixture
def uploads(settings) -> Callable[[], set[str]]:
    """An empty folder of uploads; call it for the names of all that is stored there."""
    settings.STORAGES = {**settings.STORAGES}  # a new one is made of the same settings

    def names(folder: str = "") -> set[str]:
        folders, files = default_storage.listdir(folder)
        below = {name for sub in folders for name in names(f"{folder}{sub}/")}
        return below | {f"{folder}{file}" for file in files}

    return names


@pytest.fixture
def sample(db) -> None:
    """The site with the owner's CV on it."""
    OWNERS_CV.write()


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
