"""A site in a folder: used from within the test, and by processes that can be killed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.test import Client

from tests.durability.nursery import Ended, Nursery
from website import content
from website.backup import database, uploads
from website.models import User


class Site:
    """The data folder of a site."""

    def __init__(self, folder: Path, settings: Any, blocker: Any) -> None:
        self.folder = folder
        self.database = folder / "vita.sqlite3"
        self.backups = folder / "backups"
        self._settings = settings
        self._blocker = blocker
        self._nursery: Nursery | None = None

    @contextmanager
    def open(self) -> Iterator[None]:
        """Let what runs in the test see this site as its own."""
        own = {
            name: getattr(self._settings, name) for name in ("DATA_DIR", "MEDIA_ROOT", "STORAGES")
        }
        self._settings.DATA_DIR = self.folder
        self._settings.MEDIA_ROOT = self.folder / "uploads"
        storage = {"BACKEND": "common.storage.DurableStorage"}
        self._settings.STORAGES = {**own["STORAGES"], "default": storage}
        try:
            with self._blocker.unblock(), database.default_database_at(self.database):
                yield
        finally:
            for name, value in own.items():
                setattr(self._settings, name, value)

    def run(self, *command: str, **trouble: Any) -> Ended:
        """Run a command of the site in a process, with trouble if wanted (see Nursery.run)."""
        return self.nursery.run(*command, **trouble)

    @property
    def nursery(self) -> Nursery:
        """The processes of this site."""
        if self._nursery is None:
            self._nursery = Nursery(self.folder)
        return self._nursery

    def stop(self) -> None:
        """End its processes."""
        if self._nursery:
            self._nursery.close()

    def says(self) -> str:
        """Return all that is on the site, as its content file."""
        with self.open():
            return content.dump()

    def files(self) -> dict[str, bytes]:
        """Return the uploads by their names."""
        folder = self.folder / "uploads"
        with self.open():
            return {name: (folder / name).read_bytes() for name in uploads.stored()}

    def everything(self) -> tuple[str, dict[str, bytes]]:
        """Return all that a visitor or the owner could miss."""
        return self.says(), self.files()

    def is_sound(self) -> bool:
        """Whether its database can be read, and holds together."""
        with closing(sqlite3.connect(self.database)) as opened:
            sound = opened.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            return sound and opened.execute("PRAGMA foreign_key_check").fetchone() is None

    def leftovers(self) -> list[str]:
        """Return what was begun and not cleared away."""
        return [path.name for path in self.folder.rglob(".*") if path.name != ".lock"]

    def signed_in(self) -> str:
        """Return the session cookie of a browser in which the owner is signed in."""
        with self.open():
            client = Client()
            client.force_login(User.objects.get(is_superuser=True))
            return client.cookies["sessionid"].value
