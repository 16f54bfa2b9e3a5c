"""An upgrade brings a site of an earlier release to this one, loses nothing, and can be undone."""

import shlex
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from profile.models import Award
from website.backup.folder import site_running
from website.config.env import SiteAddress

# What migrating itself writes; website_edition tells the page cache that something changed.
LEFT_OUT = {"django_migrations", "django_content_type", "auth_permission", "website_edition"}


def rows_of(database: Path) -> dict[str, list[dict[str, Any]]]:
    """Return all rows of all tables, by table and in the order of their keys."""
    with closing(sqlite3.connect(database)) as opened:
        opened.row_factory = sqlite3.Row
        names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        tables = {row["name"] for row in opened.execute(names)} - LEFT_OUT
        return {
            table: [dict(row) for row in opened.execute(f"SELECT * FROM {table} ORDER BY 1")]
            for table in tables
        }


def only(row: dict[str, Any], columns: Iterable[str]) -> dict[str, Any]:
    return {name: row[name] for name in columns}


@pytest.fixture
def old(live, older_prototype) -> Path:
    """The live site with the tables of an earlier release; returns the site it was copied from."""
    live.become(older_prototype)
    return older_prototype


def uploads_in(folder: Path) -> dict[str, bytes]:
    root = folder / "uploads"
    return {
        str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def test_everything_of_the_release_before_is_there(live, old):
    ended = live.run("upgrade")
    assert ended.status == 0, ended.output
    before, after = rows_of(old / "vita.sqlite3"), rows_of(live.database)
    assert sum(map(len, before.values())) > 100
    for table, rows in before.items():
        if rows:
            assert rows == [only(row, rows[0].keys()) for row in after[table]], table
    assert uploads_in(old).items() <= uploads_in(live.folder).items()
    assert live.is_sound()
    assert live.serve().get("/").status == 200


def way_back(said: str) -> list[list[str]]:
    """Return the commands that an upgrade printed, split as a shell would."""
    _, _, commands = said.partition("To return to the previous release")
    return [shlex.split(line) for line in commands.splitlines() if line.startswith("    ")]


def restoring(said: str) -> list[str]:
    """Return the arguments of manage.py in the one command that restores a backup."""
    (command,) = [words for words in way_back(said) if "restore" in words]
    return command[command.index("restore") :]


def test_the_commands_that_it_names_go_back(live, old):
    before = live.everything()
    said = live.run("upgrade").output
    with live.open():
        Award.objects.create(title="Entered since")
    ended = live.run(*restoring(said))
    assert ended.status == 0, ended.output
    assert live.everything() == before


def in_the_way(live) -> None:
    with closing(sqlite3.connect(live.database)) as rows:
        rows.execute("CREATE TABLE django_session (in_the_way)")


def test_a_migration_that_fails_changes_nothing_and_is_named(live, old):
    in_the_way(live)
    before = rows_of(live.database)
    ended = live.run("upgrade")
    assert ended.status == 1
    assert "Migrating the database failed." in ended.output
    assert "The database was not changed." in ended.output
    assert rows_of(live.database) == before
    assert way_back(ended.output)
    assert not [command for command in way_back(ended.output) if "restore" in command]


def test_after_attempts_that_failed_the_way_back_is_what_was_there_before(live, old):
    in_the_way(live)
    live.run("upgrade")
    live.run("upgrade")
    with closing(sqlite3.connect(live.database)) as rows:
        rows.execute("DROP TABLE django_session")
    before = live.everything()
    said = live.run("upgrade").output
    with live.open():
        Award.objects.create(title="Entered since")
    assert live.run(*restoring(said)).status == 0
    assert live.everything() == before


def test_an_upgrade_that_follows_goes_back_to_its_own_beginning(live, old):
    live.run("upgrade")
    with live.open():
        Award.objects.create(title="Entered since")
    before = live.everything()
    said = live.run("upgrade").output
    with live.open():
        Award.objects.all().delete()
    assert live.run(*restoring(said)).status == 0
    assert live.everything() == before


def migrations_in(database: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(database)) as rows:
        return rows.execute("SELECT app, name FROM django_migrations ORDER BY 1, 2").fetchall()


def test_one_that_is_killed_leaves_the_database_of_one_release_or_the_other(live, old):
    before = migrations_in(live.database)
    assert live.run("upgrade").status == 0
    after = migrations_in(live.database)
    assert before != after
    step = 1
    live.become(old)
    while live.run("upgrade", kill_at=step).was_killed:
        assert migrations_in(live.database) in (before, after), step
        assert live.is_sound(), step
        step += 15
        live.become(old)
    assert step > 15


def test_a_running_site_is_not_upgraded(live, old):
    with live.open(), site_running(), pytest.raises(CommandError, match=r"The site is running"):
        call_command("upgrade")
    assert rows_of(live.database) == rows_of(old / "vita.sqlite3")


class TestASiteOnline:
    @pytest.fixture
    def online(self, older_site, settings, tmp_path):
        """Upgrade a site that is served under this URL; return the output."""
        settings.STATIC_ROOT = tmp_path / "static"
        settings.DEBUG = False
        static = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
        settings.STORAGES = {**settings.STORAGES, "staticfiles": static}

        def upgrade(scheme: str, host: str) -> str:
            settings.SITE = SiteAddress(scheme, host, host)
            said = StringIO()
            with older_site.open():
                call_command("upgrade", stdout=said)
            return said.getvalue()

        return upgrade

    @pytest.mark.parametrize(
        ("scheme", "host"), [("http", "192.168.1.7"), ("http", "lab.local"), ("https", "vita.org")]
    )
    def test_that_can_be_served_can_be_upgraded(self, online, scheme, host):
        said = online(scheme, host)
        assert "To start it: sudo systemctl start vita" in said
        assert way_back(said)[0] == ["sudo", "systemctl", "stop", "vita"]

    def test_whose_url_cannot_be_served_is_not_changed(self, online, older_site, old_rows):
        with pytest.raises(CommandError, match=r"Checking failed. SITE_URL is http://vita\.org"):
            online("http", "vita.org")
        assert rows_of(older_site.database) == old_rows

    def test_whose_styles_cannot_be_collected_is_not_changed(
        self, online, older_site, old_rows, settings
    ):
        settings.STATIC_ROOT.write_text("a file where the folder should be")
        with pytest.raises(CommandError, match="Collecting the static files failed"):
            online("https", "vita.org")
        assert rows_of(older_site.database) == old_rows

    @pytest.fixture
    def old_rows(self, older_site):
        return rows_of(older_site.database)


def test_without_a_backup_nothing_is_changed(live, old):
    content = live.database.read_bytes()
    live.backups.write_text("a file where the folder should be")
    ended = live.run("upgrade")
    assert ended.status == 1
    assert live.database.read_bytes() == content


def test_a_second_upgrade_changes_nothing(live, old):
    live.run("upgrade")
    first = live.everything()
    shutil.rmtree(live.backups)
    assert live.run("upgrade").status == 0
    assert live.everything() == first
    assert live.leftovers() == []
