"""Sites on the disk, as in production: with a database file, uploads and real processes."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import reversion
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection

from profile.models import Profile
from publications.models import Publication
from tests import pictures
from tests.conftest import SAMPLE
from tests.durability.disks import Disk, a_disk
from tests.durability.nursery import Nursery
from tests.durability.site import LiveSite, Site
from website import content_file
from website.models import User

# An older database lacks what these migrations made.
UNDONE = {"reversion": "0001", "sessions": "zero"}


@pytest.fixture(scope="session")
def prototype(tmp_path_factory, django_db_blocker) -> Path:
    """The data folder of a small site that has something of everything."""
    folder = tmp_path_factory.mktemp("prototype")
    with Site(folder, django_db_blocker).open():
        connection.cursor().execute("PRAGMA journal_mode=WAL")  # as in production
        call_command("migrate", verbosity=0)
        with reversion.create_revision():
            content_file.load(SAMPLE.read_text(encoding="utf-8"))
        User.objects.create_superuser("owner", password="correct horse battery")
        with reversion.create_revision():
            Profile.objects.get().photo.save("portrait.jpg", ContentFile(pictures.jpeg((90, 120))))
            for paper in Publication.objects.all()[:2]:
                paper.pdf.save(f"{paper.slug}.pdf", ContentFile(b"%PDF-1.7 " + paper.slug.encode()))
    return folder


@pytest.fixture(scope="session")
def older_prototype(prototype, tmp_path_factory, django_db_blocker) -> Path:
    """The data folder of the same site, with the tables of an earlier release."""
    folder = tmp_path_factory.mktemp("older") / "site"
    shutil.copytree(prototype, folder)
    with Site(folder, django_db_blocker).open():
        for app, migration in UNDONE.items():
            call_command("migrate", app, migration, verbosity=0)
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
def older_site(older_prototype, tmp_path, django_db_blocker) -> Site:
    """The small site with the tables of an earlier release."""
    return Site(shutil.copytree(older_prototype, tmp_path / "older"), django_db_blocker)


@pytest.fixture
def empty_site(new_site) -> Site:
    """An empty data folder."""
    return new_site("empty", empty=True)


@pytest.fixture(scope="session")
def nursery(tmp_path_factory) -> Iterator[Nursery]:
    """Starts processes, all for one data folder."""
    nursery = Nursery(tmp_path_factory.mktemp("nursery") / "site", settings.SECRET_KEY)
    yield nursery
    nursery.close()


@pytest.fixture
def live(nursery, prototype, django_db_blocker) -> Iterator[LiveSite]:
    """A small site whose commands and servers run in processes."""
    site = LiveSite(nursery, django_db_blocker)
    site.become(prototype)
    yield site
    site.stop()


@pytest.fixture
def disk(live, prototype) -> Iterator[Disk]:
    """A disk of a few megabytes that holds the live site; it can be filled or made read-only."""
    for disk in a_disk(live.folder):
        live.become(prototype)
        yield disk
