"""Fixtures that all tests share."""

import gc
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from django.core.cache import caches
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from hypothesis import Phase, settings

from tests.page import Page
from tests.rows import KeptRows
from website import content_file
from website.models import User

SAMPLE = Path(__file__).parent.parent / "sample" / "wei-xiong.toml"
OWNERS_CV = KeptRows(lambda: content_file.load(SAMPLE.read_text(encoding="utf-8")))

# Explaining why an example fails takes minutes, and seldom helps.
_PHASES = [phase for phase in Phase if phase != Phase.explain]
settings.register_profile("quick", max_examples=12, deadline=None, phases=_PHASES, derandomize=True)
# The same examples each time: what fails in the gate fails here too.
settings.register_profile(
    "thorough", max_examples=200, deadline=None, phases=_PHASES, derandomize=True
)
settings.load_profile("thorough" if os.environ.get("VITA_TEST_ALL") else "quick")

# Folders whose tests need browsers or other servers. Other slow tests are marked where they are.
SLOW_FOLDERS = {"browser", "deployment", "durability"}
NOT_ABOUT_THE_DATABASE = {"browser", "deployment", "test_pages_are_valid.py"}
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by where they are and what they use."""
    for item in items:
        place = set(item.path.parts)
        if place & SLOW_FOLDERS:
            item.add_marker("slow")
        uses_database = item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(
            getattr(item, "fixturenames", ())
        )
        if uses_database and not place & NOT_ABOUT_THE_DATABASE:
            item.add_marker("database")


# A test is one transaction, which ends with its connection. After a request Django may close it.
_close_if_old = BaseDatabaseWrapper.close_if_unusable_or_obsolete
BaseDatabaseWrapper.close_if_unusable_or_obsolete = lambda self: (
    None if self.in_atomic_block else _close_if_old(self)
)


def pytest_collection_finish() -> None:
    """Keep the garbage collector from visiting everything that was imported, over and over."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


@pytest.fixture(autouse=True)
def empty_caches() -> None:
    """No page or card that an earlier test has cached."""
    for each in caches.all():
        each.clear()


@pytest.fixture
def uncached(settings) -> None:
    """Every page is rendered for each request, without the page cache and its queries."""
    page_cache = "website.pagecache.middleware.PageCacheMiddleware"
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != page_cache]


@pytest.fixture
def uploads(settings) -> Callable[[], set[str]]:
    """An empty folder of uploads; call it for the names of all stored files."""
    settings.STORAGES = {**settings.STORAGES}  # makes Django create a new, empty storage

    def names(folder: str = "") -> set[str]:
        folders, files = default_storage.listdir(folder)
        below = {name for sub in folders for name in names(f"{folder}{sub}/")}
        return below | {f"{folder}{file}" for file in files}

    return names


@pytest.fixture
def sample(db) -> None:
    """The site with the owner's CV on it."""
    OWNERS_CV.write()


@pytest.fixture(scope="session")
def sample_page(django_db_setup, django_db_blocker) -> Callable[[str], Page]:
    """Returns pages of the owner's CV by their paths; each is rendered once and leaves no rows."""

    @cache
    def read(path: str) -> Page:
        with django_db_blocker.unblock(), transaction.atomic():
            OWNERS_CV.write()
            page = Page(path)
            transaction.set_rollback(True)
        return page

    return read


@pytest.fixture
def owner(db) -> User:
    """The owner's account, with a password that the owner chose."""
    return User.objects.create_superuser("owner", password="correct horse battery")


@pytest.fixture
def desk(owner) -> Client:
    """A browser in which the owner is signed in."""
    client = Client()
    client.force_login(owner)
    return client
