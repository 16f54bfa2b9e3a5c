"""All rows can be copied into another database and back, unchanged."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfile

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, connections
from reversion.models import Version

from publications.models import Author, Publication
from tests import cast
from tests.conftest import SAMPLE
from website import content_file
from website.backup import rows
from website.backup.rows import RowsError, connected, copy_rows, fingerprints
from website.config import services
from website.models import User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory, django_db_setup, django_db_blocker) -> Path:
    """A migrated, empty database; making one takes a second."""
    file = tmp_path_factory.mktemp("prepared") / "vita.sqlite3"
    with django_db_blocker.unblock(), at(file) as alias:
        call_command("migrate", database=alias, verbosity=0)
    return file


@pytest.fixture(autouse=True)
def several_databases(transactional_db, django_db_blocker) -> Iterator[None]:
    """Let a test use databases that are not in the settings."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def other(prepared, tmp_path) -> Iterator[str]:
    """Another database, of SQLite, with no content."""
    with at(Path(copyfile(prepared, tmp_path / "other.sqlite3"))) as alias:
        yield alias


@contextmanager
def at(file: Path) -> Iterator[str]:
    with connected("other", services.configure_database(file.parent, f"sqlite:///{file}")) as alias:
        yield alias


@pytest.fixture
def site() -> None:
    """A paper with an odd date, and an account."""
    User.objects.create_superuser("helper", password="correct horse battery")
    paper = cast.paper("Of an unknown day", "Wei Xiong, Han Zhong, Tong Zhang")
    with connection.cursor() as cursor:
        table = Publication._meta.db_table
        cursor.execute(f'UPDATE {table} SET "when" = %s WHERE id = %s', ["soon", paper.pk])


def test_there_and_back_again(site, other):
    content_file.load(SAMPLE.read_text(encoding="utf-8"))
    text, before = content_file.dump(), fingerprints("default")
    copy_rows("default", other)
    assert Publication.objects.using(other).count() == Publication.objects.count()
    assert fingerprints(other) == before
    call_command("flush", interactive=False, verbosity=0)
    assert content_file.dump() != text
    copy_rows(other, "default")
    assert fingerprints("default") == before
    assert content_file.dump() == text
    assert User.objects.get(username="helper").check_password("correct horse battery")
    assert Version.objects.get_for_object(Publication.objects.latest("pk")).exists()
    assert Publication.objects.get(title="Of an unknown day").year == 0


def test_a_key_is_never_given_again(site, other):
    gone = cast.author("Ada Lovelace")
    key = gone.pk
    gone.delete()
    copy_rows("default", other)
    there = Author.from_printed("Alan Turing", slug="alan-turing")
    there.save(using=other)
    assert there.pk == key + 1


def test_sessions_stay_behind(site, other, desk):
    assert Session.objects.exists()
    copy_rows("default", other)
    assert not Session.objects.using(other).exists()


def test_what_was_there_is_replaced_and_signed_out(site, other):
    User(username="somebody").save(using=other)
    Session(session_key="a", expire_date="2099-01-01T00:00Z").save(using=other)
    copy_rows("default", other)
    assert fingerprints(other) == fingerprints("default")
    assert not User.objects.using(other).filter(username="somebody").exists()
    assert not Session.objects.using(other).exists()


def test_a_copy_that_is_not_the_same_does_not_count(site, other, monkeypatch):
    copy = rows._copy_table

    def copy_all_but_authors(model, *aliases):
        if model is not Author:
            copy(model, *aliases)

    monkeypatch.setattr(rows, "_copy_table", copy_all_but_authors)
    before = fingerprints(other)
    with pytest.raises(RowsError):
        copy_rows("default", other)
    assert fingerprints(other) == before


def test_a_row_that_does_not_fit_is_named(site, other):
    with connections[other].cursor() as cursor:
        cursor.execute("CREATE UNIQUE INDEX one ON publications_author (is_owner)")
    with pytest.raises(RowsError, match=r"publications\.Author \d+ cannot be stored: UNIQUE"):
        copy_rows("default", other)
    assert not Author.objects.using(other).exists()
