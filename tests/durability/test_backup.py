"""A backup is one file with all content, made while the site runs, and verified."""

import json
import os
import sqlite3
import stat
import tarfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from common.models import DeletedFile
from common.version import get_version
from profile.models import Award, Profile
from publications.models import Publication
from website.backup import archive, database, last_backup, make, restore, uploads
from website.backup.folder import workroom
from website.backup.manifest import DATABASE
from website.config.services import CACHE_TABLE


def backup(*arguments: object) -> str:
    output = StringIO()
    call_command("backup", *map(str, arguments), stdout=output, stderr=output)
    return output.getvalue()


def names_in(file: Path) -> list[str]:
    with tarfile.open(file) as tar:
        return tar.getnames()


def manifest_of(file: Path) -> dict:
    with tarfile.open(file) as tar:
        return json.loads(tar.extractfile("manifest.json").read())


def rows_in(file: Path, query: str) -> list[tuple]:
    with tarfile.open(file) as tar:
        content = tar.extractfile("vita.sqlite3").read()
    with closing(sqlite3.connect(":memory:")) as rows:
        rows.deserialize(content)
        return rows.execute(query).fetchall()


def test_it_holds_the_database_and_every_upload(site, tmp_path):
    with site.open():
        said = backup(tmp_path / "b.tar.gz")
    files = [f"uploads/{name}" for name in sorted(site.files())]
    assert names_in(tmp_path / "b.tar.gz") == ["manifest.json", "vita.sqlite3", *files]
    assert f"{len(files)} uploads, verified" in said


def test_common_tools_can_open_it(site, tmp_path):
    with site.open():
        made = make(tmp_path / "b.tar.gz")
        titles = set(Publication.objects.values_list("title", flat=True))
    with tarfile.open(made.file) as tar:
        tar.extractall(tmp_path / "opened", filter="data")
    with closing(sqlite3.connect(tmp_path / "opened" / "vita.sqlite3")) as rows:
        assert {t for (t,) in rows.execute("SELECT title FROM publications_publication")} == titles


def test_it_says_what_it_is(site, tmp_path):
    with site.open():
        make(tmp_path / "b.tar.gz")
    said = manifest_of(tmp_path / "b.tar.gz")
    assert said["format"] == 1
    assert said["version"] == get_version()
    assert datetime.now(UTC) - datetime.fromisoformat(said["made_at"]) < timedelta(hours=1)
    with tarfile.open(tmp_path / "b.tar.gz") as tar:
        for name, digest in said["files"].items():
            assert sha256(tar.extractfile(name).read()).hexdigest() == digest


def test_nobody_else_on_the_machine_can_read_it_and_the_secret_key_is_not_in_it(site, tmp_path):
    with site.open():
        backup()
        made = last_backup().file
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700
    assert not [name for name in names_in(made) if "secret" in name]


def test_a_file_that_is_there_is_never_replaced(site, tmp_path):
    file = tmp_path / "thesis.tar.gz"
    file.write_text("years of work")
    with site.open(), pytest.raises(CommandError, match="already exists"):
        backup(file)
    assert file.read_text() == "years of work"


@pytest.mark.parametrize(("name", "why"), [("", "is a folder"), ("no/b.tar.gz", "no folder")])
def test_a_place_where_no_file_can_be_is_refused(site, tmp_path, name, why):
    with site.open(), pytest.raises(CommandError, match=why):
        backup(tmp_path / name)


def test_without_a_database_there_is_nothing_to_back_up(empty_site):
    with empty_site.open(), pytest.raises(CommandError, match="There is no database here yet"):
        backup()
    assert not list(empty_site.backups.glob("*.gz"))


class TestKeeping:
    @pytest.fixture
    def earlier(self, site) -> list[Path]:
        site.backups.mkdir()
        days = [site.backups / f"vita-2020-01-{day:02}-031500.tar.gz" for day in range(1, 21)]
        for file in days:
            file.write_bytes(b"earlier")
        return days

    def test_the_newest_fourteen_are_kept(self, site, earlier):
        with site.open():
            said = backup()
        left = [file for file in earlier if file.exists()]
        assert left == earlier[-13:]
        assert "Removed vita-2020-01-01-031500.tar.gz" in said

    def test_or_as_many_as_are_wanted(self, site, earlier):
        with site.open():
            backup("--keep", "3")
        assert [file for file in earlier if file.exists()] == earlier[-2:]

    @pytest.mark.parametrize("number", ["0", "-1", "many"])
    def test_the_one_just_made_is_always_kept(self, site, number):
        with site.open(), pytest.raises(CommandError, match="--keep"):
            backup("--keep", number)

    def test_only_names_of_the_site_itself_are_thinned_out(self, site, earlier):
        own = site.backups / "vita-before-the-move.tar.gz"
        own.write_bytes(b"own")
        with site.open():
            backup("--keep", "1")
        assert own.exists()
        assert len(list(site.backups.glob("*.gz"))) == 2

    def test_a_backup_with_a_name_of_its_own_removes_none(self, site, earlier, tmp_path):
        with site.open():
            backup(tmp_path / "b.tar.gz", "--keep", "1")
        assert all(file.exists() for file in earlier)

    def test_a_backup_that_fails_removes_none(self, site, earlier):
        site.database.write_bytes(b"rubbish" * 1000)
        with site.open(), pytest.raises(sqlite3.DatabaseError):
            backup("--keep", "1")
        assert all(file.exists() for file in earlier)

    def test_the_last_one_is_known_with_its_time_and_size(self, site):
        with site.open():
            assert last_backup() is None
            made = make()
            assert last_backup().file == made.file
            assert last_backup().made_at == made.manifest.made_at
            assert last_backup().made_at <= datetime.now(UTC)
            assert last_backup().size == made.size > 0


def test_one_backup_runs_at_a_time(site):
    with site.open(), workroom(), pytest.raises(CommandError, match="Another backup or restore"):
        backup()


def test_what_a_backup_that_was_ended_left_is_cleared_away(site):
    left = site.backups / ".at-work-1" / "held"
    left.mkdir(parents=True)
    with site.open():
        backup()
    assert site.leftovers() == []


class TestWhileTheSiteRuns:
    """Things that happen between two steps of a backup."""

    @pytest.fixture
    def just_before(self, monkeypatch):
        """Call something just before the n-th snapshot of the rows."""

        def do(action, before_snapshot: int = 1) -> None:
            snapshot, count = database.snapshot, []

            def late(to):
                count.append(to)
                if len(count) == before_snapshot:
                    action()
                snapshot(to)

            monkeypatch.setattr("website.backup.database.snapshot", late)

        return do

    def test_a_picture_that_came_is_in_it_with_its_row(self, site, tmp_path, just_before):
        def add():
            Publication.objects.first().pdf.save("new.pdf", ContentFile(b"%PDF-new"))

        just_before(add)
        with site.open():
            made = make(tmp_path / "b.tar.gz")
        assert [name for name in made.manifest.uploads if name.startswith("papers/new-")]
        assert made.manifest.missing == []

    def test_a_picture_that_was_replaced_does_not_spoil_it(
        self, site, tmp_path, monkeypatch, settings
    ):
        """The row is in the snapshot, but its file is removed before it is copied."""
        settings.KEEP_DELETED_FILES = 0
        hold, replaced = uploads.hold, []

        def late(name, at):
            if name.startswith("photos/") and not replaced:
                replaced.append(name)
                Profile.objects.get().photo.delete()
            return hold(name, at)

        monkeypatch.setattr("website.backup.uploads.hold", late)
        with site.open():
            made = make(tmp_path / "b.tar.gz")
        assert replaced
        assert made.manifest.missing == []
        assert not [name for name in made.manifest.uploads if "portrait" in name]

    def test_an_upload_that_goes_after_it_was_held_is_in_it_if_its_row_is(
        self, site, tmp_path, monkeypatch
    ):
        snapshot = database.snapshot

        def early(to):
            snapshot(to)
            Profile.objects.get().photo.delete()

        monkeypatch.setattr("website.backup.database.snapshot", early)
        with site.open():
            photo = Profile.objects.get().photo.name
            made = make(tmp_path / "b.tar.gz")
        assert photo in made.manifest.uploads

    def test_a_row_that_was_not_committed_is_not_in_it(self, site, tmp_path):
        with closing(sqlite3.connect(site.database)) as writer:
            writer.execute("BEGIN IMMEDIATE")
            writer.execute("UPDATE profile_profile SET name = 'Half Written'")
            with site.open():
                made = make(tmp_path / "b.tar.gz")
            writer.rollback()
        assert rows_in(made.file, "SELECT name FROM profile_profile") == [("Wei Xiong",)]

    def test_the_newest_row_is_in_it(self, site, tmp_path):
        with site.open():
            Award.objects.create(title="A prize, just now")
            made = make(tmp_path / "b.tar.gz")
        assert ("A prize, just now",) in rows_in(made.file, "SELECT title FROM profile_award")


def test_an_upload_that_is_gone_is_named_and_spoils_nothing(site, tmp_path):
    with site.open():
        photo = Profile.objects.get().photo
        photo.storage.delete(photo.name)
        said = backup(tmp_path / "b.tar.gz")
    assert f"{photo.name} is missing from the uploads" in said
    assert manifest_of(tmp_path / "b.tar.gz")["missing"] == [photo.name]


@pytest.mark.parametrize("name", ["../secret-key", "/etc/passwd", "papers//a.pdf", "papers\\a.pdf"])
def test_a_name_that_no_upload_can_have_is_told_and_spoils_nothing(site, new_site, tmp_path, name):
    with site.open():
        paper = Publication.objects.exclude(pdf="").first()
        Publication.objects.filter(pk=paper.pk).update(pdf=name)
        assert f"{name} is missing from the uploads" in backup(tmp_path / "b.tar.gz")
    with new_site("again", empty=True).open():
        restore(tmp_path / "b.tar.gz")
        assert Publication.objects.get(pk=paper.pk).pdf.name == ""
        assert Publication.objects.exclude(pdf="").count() == 1


def test_uploads_on_another_disk_are_copied(site, tmp_path, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    with site.open():
        monkeypatch.setattr(os, "link", refuse)
        made = make(tmp_path / "b.tar.gz")
    assert made.manifest.uploads.keys() == site.files().keys()


def test_what_the_site_cannot_have_stored_does_not_stop_it(site, tmp_path):
    folder = site.folder / "uploads"
    (folder / "a\\b.txt").write_text("from another system")
    (folder / "line\nbreak.txt").write_text("odd")
    (folder / "nowhere.pdf").symlink_to("gone.pdf")
    os.mkfifo(folder / "pipe.pdf")
    (folder / "mine.pdf").write_text("put there by hand")
    with site.open():
        make(tmp_path / "b.tar.gz")
    names = names_in(tmp_path / "b.tar.gz")
    assert "uploads/mine.pdf" in names
    assert not [name for name in names if "b.txt" in name or "pipe" in name or "nowhere" in name]


def test_what_one_that_was_ended_had_begun_is_cleared_away(site, tmp_path):
    with site.open():
        first = make().file
        begun = first.with_name(".vita-2026-01-01-000000.tar.gz.partial")
        begun.write_text("half of it")
        named = tmp_path / ".b.tar.gz.partial"
        named.write_text("half of it")
        named.chmod(0o644)
        make(tmp_path / "b.tar.gz")
    assert not begun.exists()
    assert stat.S_IMODE((tmp_path / "b.tar.gz").stat().st_mode) == 0o600


def test_it_takes_no_room_but_its_own(site, tmp_path, monkeypatch):
    (site.folder / "uploads" / "talk.mp4").write_bytes(os.urandom(3_000_000))
    monkeypatch.setattr(archive.shutil, "disk_usage", lambda _: pytest.fail("it was unpacked"))
    with site.open():
        make(tmp_path / "b.tar.gz")


def test_a_backup_that_was_written_wrongly_gets_no_name(site, tmp_path, monkeypatch):
    write = archive.write

    def wrongly(stream, *arguments):
        write(stream, *arguments)
        stream.seek(2000)
        stream.write(b"\0\0\0\0")

    monkeypatch.setattr("website.backup.archive.write", wrongly)
    with site.open(), pytest.raises(CommandError, match="was removed"):
        backup(tmp_path / "b.tar.gz")
    assert not list(tmp_path.glob("*b.tar.gz*"))


def test_a_damaged_database_is_not_taken_for_a_backup(site):
    content = bytearray(site.database.read_bytes())
    content[4096 * 30 : 4096 * 34] = bytes(4096 * 4)
    site.database.write_bytes(content)
    with site.open(), pytest.raises(CommandError, match="The database is damaged"):
        backup()
    assert not list(site.backups.glob("*.gz"))


@pytest.fixture
def paper_deleted_with_its_pdf(site) -> str:
    """The name of the PDF of a paper that was deleted."""
    with site.open():
        paper = Publication.objects.create(title="Regret", slug="regret", position=99)
        paper.pdf.save("regret.pdf", ContentFile(b"%PDF-1.7"))
        paper.delete()
        return str(paper.pdf.name)


def test_the_kept_files_of_deleted_papers_are_in_it(site, paper_deleted_with_its_pdf, tmp_path):
    with site.open():
        said = backup(tmp_path / "b.tar.gz")
    assert f"uploads/{paper_deleted_with_its_pdf}" in names_in(tmp_path / "b.tar.gz")
    assert "is gone" not in said


def test_making_one_removes_deleted_files_whose_time_is_up(site, paper_deleted_with_its_pdf):
    with site.open():
        DeletedFile.objects.update(deleted_at=datetime(2020, 1, 1, tzinfo=UTC))
        backup()
    assert paper_deleted_with_its_pdf not in site.files()


def test_attempts_to_sign_in_are_not_in_it(site):
    with site.open():
        file = make(site.folder / "vita.tar.gz").file
    with tarfile.open(file) as archive_:
        archive_.extract(DATABASE, site.folder / "out", filter="data")
    with closing(sqlite3.connect(site.folder / "out" / DATABASE)) as rows:
        names = {name for (name,) in rows.execute("SELECT name FROM sqlite_master")}
    assert CACHE_TABLE not in names
    assert "publications_publication" in names
