"""`manage.py move` takes the whole site to another database and back, and loses nothing."""

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfile

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import CommandError, call_command
from django.db import connection, connections
from reversion.models import Version

from publications.models import Author, Publication
from tests import cast
from tests.conftest import SAMPLE
from website import backing_services, content, moving, moving_uploads
from website.models import User
from website.moving import MoveError, connected, copy_rows, fingerprints

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory, django_db_setup, django_db_blocker) -> Path:
    """A database as its migrations leave it; to make one takes a second."""
    file = tmp_path_factory.mktemp("prepared") / "vita.sqlite3"
    with django_db_blocker.unblock(), at(file) as alias:
        call_command("migrate", database=alias, verbosity=0)
    return file


@pytest.fixture(autouse=True)
def several_databases(transactional_db, django_db_blocker) -> Iterator[None]:
    """Let a test speak with databases that the settings do not name."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def other(prepared, tmp_path) -> Iterator[str]:
    """Another database, of SQLite, with no content."""
    with at(Path(copyfile(prepared, tmp_path / "other.sqlite3"))) as alias:
        yield alias


@contextmanager
def at(file: Path) -> Iterator[str]:
    with connected("other", backing_services.database(file.parent, f"sqlite:///{file}")) as alias:
        yield alias


@pytest.fixture
def site() -> None:
    """A paper of an odd date, and an account."""
    User.objects.create_superuser("helper", password="correct horse battery")
    paper = cast.paper("Of an unknown day", "Wei Xiong, Han Zhong, Tong Zhang")
    with connection.cursor() as cursor:
        table = Publication._meta.db_table
        cursor.execute(f'UPDATE {table} SET "when" = %s WHERE id = %s', ["soon", paper.pk])


def test_there_and_back_again(site, other):
    content.load(SAMPLE.read_text(encoding="utf-8"))
    text, before = content.dump(), fingerprints("default")
    counts = copy_rows("default", other)
    assert counts["publications_publication"] == Publication.objects.count()
    assert fingerprints(other) == before
    call_command("flush", interactive=False, verbosity=0)
    assert content.dump() != text
    copy_rows(other, "default")
    assert fingerprints("default") == before
    assert content.dump() == text
    assert User.objects.get(username="helper").check_password("correct horse battery")
    assert Version.objects.get_for_object(Publication.objects.latest("pk")).exists()
    assert Publication.objects.get(title="Of an unknown day").year == 0


def test_a_key_is_never_given_again(site, other):
    gone = cast.author("Ada Lovelace")
    key = gone.pk
    gone.delete()
    copy_rows("default", other)
    there = Author.named("Alan Turing", slug="alan-turing")
    there.save(using=other)
    assert there.pk == key + 1


def test_sessions_stay_behind(site, other, desk):
    assert Session.objects.exists()
    copy_rows("default", other)
    assert not Session.objects.using(other).exists()


def test_what_has_content_is_not_moved_to(site, other):
    User(username="somebody").save(using=other)
    before = fingerprints(other)
    with pytest.raises(MoveError, match=r"is not empty: it has rows of website\.User"):
        copy_rows("default", other)
    assert fingerprints(other) == before


def test_a_copy_that_is_not_the_same_does_not_count(site, other, monkeypatch):
    copy = moving._copy_table

    def copy_all_but_authors(model, *aliases):
        if model is not Author:
            copy(model, *aliases)

    monkeypatch.setattr(moving, "_copy_table", copy_all_but_authors)
    before = fingerprints(other)
    with pytest.raises(MoveError):
        copy_rows("default", other)
    assert fingerprints(other) == before


def test_a_row_that_cannot_stand_there_is_named(site, other):
    with connections[other].cursor() as cursor:
        cursor.execute("CREATE UNIQUE INDEX one ON publications_author (is_owner)")
    with pytest.raises(MoveError, match=r"publications\.Author \d+ cannot stand there: UNIQUE"):
        copy_rows("default", other)
    assert not Author.objects.using(other).exists()


def test_the_command_says_what_it_did(site, tmp_path, prepared, capsys):
    file = copyfile(prepared, tmp_path / "moved.sqlite3")
    call_command("move", to=f"sqlite:///{file}")
    assert "all read back and the same.\nSet DATABASE_URL" in capsys.readouterr().out
    with at(file) as alias:
        assert fingerprints(alias) == fingerprints("default")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({}, "Say where to"),
        ({"to": "mysql://127.0.0.1/vita"}, "--to is not the address of a database"),
        ({"to": "sqlite:////no/such/folder/vita.sqlite3"}, "cannot be used: unable to open"),
        ({"uploads_to": "https://s3.example.org"}, "--uploads-to is not the address of a bucket"),
    ],
)
def test_the_command_refuses_in_a_sentence(options, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("move", **options)


def test_uploads_move_to_a_folder_and_back(uploads, tmp_path):
    names = {
        "photos/portrait-c3f9a0c41b7d2e58.jpg",
        "papers/gec-熊.pdf",
        "sizes/photos/a.jpg-1.avif",
    }
    for name in names:
        default_storage.save(name, ContentFile(name.encode()))
    call_command("move", uploads_to=str(tmp_path / "uploads"))
    folder = FileSystemStorage(tmp_path / "uploads")
    assert set(moving_uploads.names_in(folder)) == names
    for name in names:
        default_storage.delete(name)
    assert moving_uploads.copy_files(folder, default_storage) == 3
    assert {name: default_storage.open(name).read() for name in names} == {
        name: name.encode() for name in names
    }


def test_uploads_never_mix_with_what_is_there(uploads, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(CommandError, match=r"has files of its own: mine\.txt"):
        call_command("move", uploads_to=str(tmp_path))


def test_an_attempt_that_failed_can_be_made_again(uploads, tmp_path, capsys):
    default_storage.save("papers/gec.pdf", ContentFile(b"%PDF"))
    to = {"to": "sqlite:////no/such/folder/vita.sqlite3", "uploads_to": str(tmp_path / "uploads")}
    with pytest.raises(CommandError, match="cannot be used"):
        call_command("move", **to)
    call_command("move", uploads_to=to["uploads_to"])
    assert "leave UPLOADS_URL out" in capsys.readouterr().out
    (tmp_path / "uploads" / "papers" / "gec.pdf").write_bytes(b"%PDF-another")
    with pytest.raises(CommandError, match=r"papers/gec\.pdf is not the same"):
        call_command("move", uploads_to=to["uploads_to"])


def test_nobody_else_can_read_a_database_that_is_moved_to(site, tmp_path, prepared):
    file = tmp_path / "new.sqlite3"
    call_command("move", to=f"sqlite:///{file}")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
