"""The sentence about a failed disk or database names the folder or file."""

import sqlite3
from pathlib import Path

import pytest
from django.db import OperationalError, connection

from profile.models import Award
from tests.admin_forms import admin_url, submitted
from tests.page import Page
from website.errors import storage_errors


@pytest.fixture
def data(settings, tmp_path) -> Path:
    settings.DATA_DIR = tmp_path / "data"
    return settings.DATA_DIR


def not_permitted(file: Path) -> PermissionError:
    return PermissionError(13, "Permission denied", str(file))


def test_the_sites_own_files_are_named_by_their_folder(data):
    said = storage_errors.explain(not_permitted(data / "uploads" / "me.jpg"))
    assert said.startswith(f"The site may not write to its data. Check that {data} exists")


def test_any_other_file_is_named_itself(data, tmp_path):
    said = storage_errors.explain(not_permitted(tmp_path / "b.tar.gz"))
    assert f"may not read or write {tmp_path}/b.tar.gz." in said


def test_a_database_elsewhere_is_named_by_its_folder(data, monkeypatch, tmp_path):
    monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "rows" / "site.sqlite3"))
    error = sqlite3.OperationalError("unable to open database file")
    error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
    assert f"Check that {tmp_path}/rows exists" in storage_errors.explain(error)


def failure(code: int) -> OperationalError:
    cause = sqlite3.OperationalError("it failed")
    cause.sqlite_errorcode = code
    error = OperationalError("it failed")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (sqlite3.SQLITE_FULL, "The disk is full"),
        (sqlite3.SQLITE_IOERR_WRITE, "The disk is full, or its quota is used up"),
        (sqlite3.SQLITE_READONLY_DBMOVED, "may not write to its data"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "Another program is using the database"),
        (sqlite3.SQLITE_CORRUPT_INDEX, "The database is damaged"),
    ],
)
def test_each_kind_of_failure_has_a_sentence(code, text):
    assert text in storage_errors.explain(failure(code))


def test_other_errors_have_none():
    assert storage_errors.explain(failure(sqlite3.SQLITE_CONSTRAINT)) is None
    assert storage_errors.explain(ValueError("no")) is None


@pytest.mark.django_db
class TestThe503Page:
    @pytest.fixture(autouse=True)
    def full(self, monkeypatch):
        def fail(*_, **__):
            raise failure(sqlite3.SQLITE_FULL)

        monkeypatch.setattr("profile.models.Award.save", fail)
        monkeypatch.setattr("website.pages.news.list_recent", fail)

    def test_returns_what_the_owner_typed_and_says_why(self, desk):
        form = admin_url(Award, "add")
        values = submitted(Page(form, desk)) | {"title": "The Fulkerson Prize"}
        response = desk.post(form, values)
        page = Page.of(response)
        assert response.status_code == 503
        assert page.texts("h1") == ["Your change was not saved"]
        assert "The disk is full" in page.text
        assert [field.get("value") for field in page.all("input", name="title")] == [
            "The Fulkerson Prize"
        ]
        assert page.all("html")[0].get("lang") == "en"

    def test_tells_visitors_nothing_of_the_cause(self, client):
        response = client.get("/")
        page = Page.of(response)
        assert (response.status_code, response["Retry-After"]) == (503, "60")
        assert page.texts("h1") == ["This page cannot be shown now"]
        assert "disk" not in page.text
