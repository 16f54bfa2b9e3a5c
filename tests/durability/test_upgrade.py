"""An upgrade brings a site of an earlier release to this one, loses nothing, and can be undone."""

import shutil
import sqlite3
import subprocess
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

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
    """The live site with the tables of an earlier release; returns what it is a copy of."""
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


def test_the_commands_that_it_names_go_back(live, old):
    said = live.run("upgrade").output
    live.stop()
    back = [line.strip() for line in said.splitlines() if line.startswith("    sh -c")]
    assert len(back) == 1
    (live.folder / "set-aside").mkdir()  # of another time
    for command in back:
        subprocess.run(command, shell=True, check=True)
    assert rows_of(live.database) == rows_of(old / "vita.sqlite3")
    assert uploads_in(live.folder) == uploads_in(old)


def test_a_step_that_fails_is_named_with_the_way_back(live, old):
    with closing(sqlite3.connect(live.database)) as rows:
        rows.execute("CREATE TABLE django_session (in_the_way)")
    ended = live.run("upgrade")
    assert ended.status == 1
    assert "Migrating the database failed." in ended.output
    assert "tar -xzf" in ended.output


def test_after_an_attempt_that_failed_the_way_back_is_that_of_the_first(live, old):
    """The second backup has the database of half an upgrade."""
    with closing(sqlite3.connect(live.database)) as rows:
        rows.execute("CREATE TABLE django_session (in_the_way)")
    before = rows_of(live.database)
    live.run("upgrade")
    said = live.run("upgrade").output
    (back,) = [line.strip() for line in said.splitlines() if line.startswith("    sh -c")]
    subprocess.run(back, shell=True, check=True)
    assert rows_of(live.database) == before
    with closing(sqlite3.connect(live.database)) as rows:
        rows.execute("DROP TABLE django_session")
    assert live.run("upgrade").status == 0
    assert not (live.folder / "upgrade-under-way").exists()


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
