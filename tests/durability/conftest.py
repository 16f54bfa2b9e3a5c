"""Sites on the disk, as in production: with a database file, uploads and real processes."""

import shutil
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from tests.durability.disks import Disk, a_disk
from tests.durability.nursery import Nursery
from tests.durability.site import LiveSite, Site
from website.backup import database

RELEASES = Path(__file__).parent.parent / "releases"


def unpacked(release: str, into: Path) -> Path:
    """Unpack the data folder of an earlier release: a small site with all that a site can have."""
    with tarfile.open(RELEASES / f"{release}.tar.gz") as tar:
        tar.extractall(into, filter="data")
    return into


@pytest.fixture(scope="session")
def prototype(tmp_path_factory, django_db_blocker) -> Path:
    """The data folder of a small site of today's release."""
    folder = unpacked("0.1.0", tmp_path_factory.mktemp("prototype"))
    with django_db_blocker.unblock(), database.default_database_at(folder / "vita.sqlite3"):
        call_command("migrate", verbosity=0)
    return folder


@pytest.fixture
def new_site(prototype, tmp_path, django_db_blocker) -> Callable[..., Site]:
    """Make a small site, or an empty one, in a folder of its own."""

    def make(name: str = "site", *, empty: bool = False) -> Site:
        folder = tmp_path / name
        if empty:
            folder.mkdir()
        else:
            shutil.copytree(prototype, folder)
        return Site(folder, django_db_blocker)

    return make


@pytest.fixture
def site(new_site) -> Site:
    """A small site on the disk."""
    return new_site()


@pytest.fixture
def empty_site(new_site) -> Site:
    """A data folder with nothing in it."""
    return new_site("empty", empty=True)


@pytest.fixture(scope="session")
def nursery(tmp_path_factory) -> Iterator[Nursery]:
    """What starts processes, all for one data folder."""
    nursery = Nursery(tmp_path_factory.mktemp("nursery") / "site", settings.SECRET_KEY)
    yield nursery
    nursery.close()


@pytest.fixture
def live(nursery, prototype, django_db_blocker) -> Iterator[LiveSite]:
    """A small site, the commands and servers of which run in processes."""
    site = LiveSite(nursery, django_db_blocker)
    site.become(prototype)
    yield site
    site.stop()


@pytest.fixture
def disk(live, prototype) -> Iterator[Disk]:
    """The disk of some megabytes on which the live site is; it can be filled and made read-only."""
    for disk in a_disk(live.folder):
        live.become(prototype)
        yield disk
