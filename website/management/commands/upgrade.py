"""``manage.py upgrade``: migrate the site's data to this release."""

import getpass
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shlex import quote
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from website.backup import BackupError, make
from website.backup.manifest import DATABASE
from website.config.version import version
from website.errors import storage_errors

# Uses only standard tools, as the previous release may lack newer commands.
ON_A_SERVER = """
To return to the previous release, with everything as it was:
    sudo systemctl stop vita
    sudo git checkout {release}
    sudo make .venv/site
    sudo -u {user} sh -c {put_back}
    sudo vita collectstatic --no-input
    sudo systemctl start vita
"""
AT_HOME = """
To return to the previous release, with everything as it was, stop the site, then run:
    git checkout {release}
    make .venv/site
    sh -c {put_back}
"""
# Joined by &&, so that nothing is unpacked if the database could not be moved aside.
PUT_BACK = (
    "mkdir {aside} && mv {database}* {aside}/"
    " && tar -xzf {backup} -C {data} --exclude=manifest.json && rm -f {data}/upgrade-under-way"
)
ELSEWHERE_ON_DISK = " && mv {data}/vita.sqlite3 {database}"

# A backup needs the current schema, and this database still has the previous one.
ELSEWHERE = """This site is on {name}. Back it up with that system's own tools, which can also
restore it, and copy the uploads. Then run, one by one:
    manage.py migrate
    manage.py collectstatic --no-input
    manage.py check --deploy"""


class Command(BaseCommand):
    """Backs up, migrates, collects static files and checks; prints how to go back."""

    help = (
        "Migrate the site's data to this release: back it up, migrate the database, collect the "
        "static files, check, and print how to go back. `make upgrade` installs, then runs this."
    )
    requires_system_checks = []  # they run as the last step

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the steps in order, and stop at the first failure."""
        if connection.vendor != "sqlite":
            raise CommandError(ELSEWHERE.format(name=connection.display_name))
        try:
            made = make()
        except BackupError as error:
            raise CommandError(f"{error}\nNothing was changed.") from error
        self.stdout.write(f"Backed up to {made.file}.")
        back = describe_way_back(_first_of_this_upgrade(made.file))
        with self._step("Migrating the database", back):
            call_command("migrate", interactive=False, verbosity=0)
        with self._step("Collecting the static files", back):
            call_command("collectstatic", interactive=False, verbosity=0)
        with self._step("Checking", back):
            call_command("check", deploy=settings.SITE is not None, fail_level="WARNING")
        _under_way().unlink()
        start = "sudo systemctl restart vita" if settings.SITE else "make run"
        self.stdout.write(f"This is Vita {version()} now. To start it: {start}")
        self.stdout.write(back)

    @contextmanager
    def _step(self, doing: str, back: str) -> Iterator[None]:
        self.stdout.write(f"{doing} ...")
        try:
            yield
        except Exception as error:
            said = storage_errors.sentence(error) or f"{type(error).__name__}: {error}"
            raise CommandError(f"{doing} failed. {said}\n{back}") from error


def _under_way() -> Path:
    return Path(settings.DATA_DIR) / "upgrade-under-way"


def _first_of_this_upgrade(made: Path) -> Path:
    """Return the backup to go back to: the first attempt's, if earlier attempts failed.

    Later backups may contain a half-upgraded database.
    """
    with suppress(OSError):
        first = Path(_under_way().read_text())
        if first.is_file():
            return first
    _under_way().write_text(str(made))
    return made


def describe_way_back(backup: Path) -> str:
    """Return the commands that undo an upgrade."""
    data, database = Path(settings.DATA_DIR), Path(connection.settings_dict["NAME"])
    put_back = PUT_BACK + ("" if database == data / DATABASE else ELSEWHERE_ON_DISK)
    return (ON_A_SERVER if settings.SITE else AT_HOME).format(
        release=_release_before(),
        user=getpass.getuser(),
        put_back=quote(
            put_back.format(
                data=quote(str(data)),
                database=quote(str(database)),
                backup=quote(str(backup)),
                aside=quote(str(data / f"set-aside-{backup.name.removesuffix('.tar.gz')}")),
            )
        ),
    )


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
