"""``manage.py upgrade``: migrate the site's data to this release."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shlex import quote
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from common.version import get_version
from website.backup import BackupError, database
from website.backup.folder import site_stopped, workroom
from website.backup.making import make_in
from website.backup.rows import connected
from website.errors import storage_errors
from website.operations import serving

# A backup needs the current schema, and this database still has the previous one.
ELSEWHERE = """This site is on {name}. Back it up with that system's own tools, which can also
restore it, and copy the uploads. Then run, one by one:
    manage.py migrate
    manage.py collectstatic --no-input
    manage.py check --deploy"""


class Command(BaseCommand):
    """Backs up, tries everything on a copy of the database, and then replaces it at once.

    So the database is always that of a complete release: after a failure, or if the process is
    killed, it is unchanged, and the next attempt starts from the same data.
    """

    help = (
        "Migrate the site's data to this release: back it up, migrate the database, collect the "
        "static files, check, and print how to go back. `make upgrade` installs, then runs this. "
        "Stop the site first. If a step fails, the database is unchanged."
    )
    requires_system_checks = []  # they are one of the steps

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the steps in order, and stop at the first failure."""
        if connection.vendor != "sqlite":
            raise CommandError(ELSEWHERE.format(name=connection.display_name))
        try:
            with site_stopped(), workroom() as room:
                made = make_in(room)
                self.stdout.write(f"Backed up to {made.file}.")
                self._upgrade(room / "upgraded.sqlite3")
        except BackupError as error:
            raise CommandError(f"{error}\nNothing was changed.") from error
        start = "sudo systemctl start vita" if settings.SITE else "make run"
        self.stdout.write(f"This is Vita {get_version()} now. To start it: {start}")
        self.stdout.write(describe_way_back(made.file))

    def _upgrade(self, copy: Path) -> None:
        with self._step("Migrating the database"), connected("upgraded", database.at(copy)):
            database.copy_file(copy)
            call_command("migrate", database="upgraded", interactive=False, verbosity=0)
        if settings.SITE:
            with self._step("Collecting the static files"):
                call_command("collectstatic", interactive=False, verbosity=0)
        with self._step("Checking"), connected("upgraded", database.at(copy)):
            self.check()
            if settings.SITE:
                serving.refuse_unless_ready("upgraded")
        with self._step("Replacing the database"):
            database.put_in_place(copy)

    @contextmanager
    def _step(self, doing: str) -> Iterator[None]:
        self.stdout.write(f"{doing} ...")
        try:
            yield
        except Exception as error:
            is_plain = isinstance(error, CommandError | serving.NotReadyError)
            text = str(error) if is_plain else f"{type(error).__name__}: {error}"
            said = storage_errors.explain(error) or text
            raise CommandError(
                f"{doing} failed. {said}\nThe database was not changed.\n{describe_way_back()}"
            ) from error


def describe_way_back(backup: Path | None = None) -> str:
    """Return the commands that undo an upgrade; without a backup, one that failed."""
    at_home = settings.SITE is None
    sudo, manage = ("", ".venv/bin/python manage.py") if at_home else ("sudo ", "sudo vita")
    commands = [f"{sudo}git checkout {_release_before()}", f"{sudo}make .venv/site"]
    if backup:
        commands.append(f"{manage} restore --replace {quote(str(backup))}")
    if not at_home:
        commands.insert(0, "sudo systemctl stop vita")
        commands += [f"{manage} collectstatic --no-input", "sudo systemctl start vita"]
    stop = "stop the site, then " if at_home and backup else ""
    lines = "".join(f"\n    {command}" for command in commands)
    return f"\nTo return to the previous release, with everything as it was, {stop}run:{lines}\n"


def _release_before() -> str:
    """Return the commit that was checked out before this one, if git knows it."""
    unknown = "RELEASE  # the previous one, such as v0.1.0"
    if (git := shutil.which("git")) is None:
        return unknown
    asked = subprocess.run(  # noqa: S603 - it has no outside input
        # The files may belong to root, while this user only runs the site.
        [
            *(git, "-c", f"safe.directory={settings.BASE_DIR}"),
            *("rev-parse", "--verify", "--quiet", "HEAD@{1}"),
        ],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout.strip()[:12] or unknown
