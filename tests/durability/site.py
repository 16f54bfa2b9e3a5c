"""A site in a folder, for tests."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connections
from django.db.utils import load_backend
from django.test import Client, override_settings

from tests.durability.browser import Browser
from tests.durability.nursery import Ended, Nursery
from tests.servers import find_free_port
from website import content_file
from website.backup import uploads
from website.models import User


@contextmanager
def default_database_at(file: Path) -> Iterator[None]:
    """Send all of this thread's queries to a SQLite file."""
    settings = {**connections.settings["default"], "ENGINE": "django.db.backends.sqlite3"}
    settings |= {"NAME": file, "OPTIONS": {"transaction_mode": "IMMEDIATE"}}
    backend: Any = load_backend(settings["ENGINE"])
    own = connections["default"]
    other = connections["default"] = backend.DatabaseWrapper(settings, "default")
    # Content types are remembered by their keys, which differ between databases.
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        other.close()
        connections["default"] = own
        ContentType.objects.clear_cache()


class Site:
    """The data folder of a site."""

    def __init__(self, folder: Path, blocker: Any) -> None:
        self.folder = folder
        self.database = folder / "vita.sqlite3"
        self.backups = folder / "backups"
        self._blocker = blocker

    @contextmanager
    def open(self) -> Iterator[None]:
        """Make the code in this test use this site."""
        own = {
            "DATA_DIR": self.folder,
            "MEDIA_ROOT": self.folder / "uploads",
            "STORAGES": {
                **settings.STORAGES,
                "default": {"BACKEND": "common.media.storage.DurableStorage"},
            },
        }
        with (
            override_settings(**own),
            self._blocker.unblock(),
            default_database_at(self.database),
        ):
            yield

    def says(self) -> str:
        """Return the whole content, as a content file."""
        with self.open():
            return content_file.dump()

    def files(self) -> dict[str, bytes]:
        """Return the uploads by their names."""
        folder = self.folder / "uploads"
        with self.open():
            return {name: (folder / name).read_bytes() for name in uploads.list_uploads()}

    def everything(self) -> tuple[str, dict[str, bytes]]:
        """Return everything that must not be lost."""
        return self.says(), self.files()

    def has_rows(self) -> bool:
        """Whether it has a database with rows."""
        if not self.database.exists():
            return False
        with closing(sqlite3.connect(self.database)) as opened:
            return opened.execute("SELECT 1 FROM sqlite_master").fetchone() is not None

    def is_sound(self) -> bool:
        """Whether its database is readable and consistent."""
        with closing(sqlite3.connect(self.database)) as opened:
            sound = opened.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            return sound and opened.execute("PRAGMA foreign_key_check").fetchone() is None

    def leftovers(self) -> list[str]:
        """Return temporary files that were left behind."""
        return [path.name for path in self.folder.rglob(".*") if path.name != ".lock"]

    def desk(self) -> Client:
        """Return a browser, within the test, in which the owner is signed in."""
        client = Client()
        client.force_login(User.objects.get(is_superuser=True))
        return client

    def signed_in(self) -> str:
        """Return the session cookie of a browser in which the owner is signed in."""
        with self.open():
            return str(self.desk().cookies["sessionid"].value)


class LiveSite(Site):
    """A site whose commands and servers run in processes."""

    def __init__(self, nursery: Nursery, blocker: Any) -> None:
        super().__init__(nursery.folder, blocker)
        self._nursery = nursery
        self._servers: list[int] = []

    def become(self, other: Path | None) -> None:
        """Become a copy of another data folder, or an empty one."""
        self.folder.mkdir(exist_ok=True)
        for path in self.folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        if other:
            shutil.copytree(other, self.folder, dirs_exist_ok=True)

    def run(self, *command: str, **trouble: Any) -> Ended:
        """Run a command in a process, with trouble if wanted (see ``Nursery.run``)."""
        return self._nursery.run(*command, **trouble)

    def serve(self, **trouble: Any) -> Browser:
        """Start a server; return a browser in which the owner is signed in."""
        cookie = self.signed_in()
        port = find_free_port()
        address = f"127.0.0.1:{port}"
        command = ("runserver", "--noreload", "--nothreading", "--skip-checks", address)
        self._servers.append(self._nursery.start(*command, **trouble))
        return Browser(port, cookie)

    def kill_servers(self) -> None:
        """Kill them, whatever they are doing."""
        while self._servers:
            self._nursery.kill(self._servers.pop())

    def stop(self) -> None:
        """Stop everything that still runs."""
        self.kill_servers()
