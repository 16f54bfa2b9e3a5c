"""Sites on the disk, as in production: with a database file, uploads and real processes."""

import shutil
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as test_settings
from django.core.management import call_command

from tests.durability.disks import Disk, a_disk
from tests.durability.site import Site
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
    (folder / "secret-key").write_text(test_settings.SECRET_KEY)
    with django_db_blocker.unblock(), database.default_database_at(folder / "vita.sqlite3"):
        call_command("migrate", verbosity=0)
    return folder


@pytest.fixture
def new_site(prototype, tmp_path, settings, django_db_blocker) -> Iterator[Callable[..., Site]]:
    """Make sites, a small one or an empty one, each in a folder of its own."""
    made: list[Site] = []

    def make(*, empty: bool = False, folder: Path | None = None) -> Site:
        folder = folder or tmp_path / f"site-{len(made)}"
        if empty:
            folder.mkdir()
        else:
            shutil.copytree(prototype, folder)
        made.append(Site(folder, settings, django_db_blocker))
        return made[-1]

    yield make
    for site in made:
        site.stop()


@pytest.fixture
def site(new_site) -> Site:
    """A small site on the disk."""
    return new_site()


@pytest.fixture
def empty_site(new_site) -> Site:
    """A data folder with nothing in it."""
    return new_site(empty=True)


@pytest.fixture
def disk(tmp_path) -> Iterator[Disk]:
    """A disk of some megabytes, which can be filled and made read-only."""
    yield from a_disk(tmp_path / "disk")
