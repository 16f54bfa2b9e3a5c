"""The sentence about a failed disk or database names the folder or file."""

import sqlite3
from pathlib import Path

import pytest
from django.db import connection

from website.errors import storage_errors


@pytest.fixture
def data(settings, tmp_path) -> Path:
    settings.DATA_DIR = tmp_path / "data"
    return settings.DATA_DIR


def not_permitted(file: Path) -> PermissionError:
    return PermissionError(13, "Permission denied", str(file))


def test_of_the_sites_own_files_it_is_their_folder(data):
    said = storage_errors.sentence(not_permitted(data / "uploads" / "me.jpg"))
    assert said.startswith(f"The site may not write to its data. Check that {data} exists")


def test_of_any_other_file_it_is_that_file(data, tmp_path):
    said = storage_errors.sentence(not_permitted(tmp_path / "b.tar.gz"))
    assert f"may not read or write {tmp_path}/b.tar.gz." in said


def test_of_a_database_elsewhere_it_is_that_folder(data, monkeypatch, tmp_path):
    monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "rows" / "site.sqlite3"))
    error = sqlite3.OperationalError("unable to open database file")
    error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
    assert f"Check that {tmp_path}/rows exists" in storage_errors.sentence(error)
