"""Restoring puts a backup on a site: all of it, or nothing."""

import json
import sqlite3
import tarfile
from contextlib import closing
from io import BytesIO, StringIO
from pathlib import Path

import icalendar
import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, override_settings
from reversion.models import Revision, Version

from profile.models import Award, Profile
from talks.models import Presentation, Talk
from tests.page import Page
from website.backup import BackupError, last_backup, make
from website.backup.folder import site_running, site_stopped
from website.backup.restoring import restore
from website.models import User
from website.operations.schema import is_up_to_date


def restored(*arguments: object) -> str:
    output = StringIO()
    call_command("restore", *map(str, arguments), stdout=output, stderr=output)
    return output.getvalue()


@pytest.fixture
def backup(site, tmp_path) -> Path:
    """A backup of a small site."""
    with site.open():
        return make(tmp_path / "b.tar.gz").file


def test_an_empty_site_becomes_the_one_that_was_backed_up(backup, site, empty_site):
    with empty_site.open():
        said = restored(backup)
        assert Page("/").texts("h1") == ["Wei Xiong"]
    assert empty_site.everything() == site.everything()
    assert said.startswith("Restored the backup made on ")
    assert empty_site.leftovers() == []


def test_its_accounts_and_history_come_too(backup, site, empty_site):
    kept = {}
    with empty_site.open():
        restored(backup)
    for place in (site, empty_site):
        with place.open():
            kept[place] = [(user.username, user.password) for user in User.objects.all()]
            kept[place] += [Version.objects.count(), Revision.objects.count()]
    assert kept[empty_site] == kept[site]
    assert kept[site][1] > 50


class TestWhatCountsAsEmpty:
    @pytest.fixture
    def set_up(self, new_site):
        """A site as `manage.py setup` makes it."""
        site = new_site("set-up")
        with site.open():
            call_command("flush", interactive=False, verbosity=0)
            call_command("setup", stdout=StringIO())
        return site

    def test_a_site_that_was_only_set_up(self, backup, site, set_up):
        with set_up.open():
            restored(backup)
            assert Profile.objects.get().name == "Wei Xiong"

    def test_not_one_with_content_or_an_account_in_use(self, backup, set_up):
        with set_up.open():
            prize = Award.objects.create(title="A prize")
            with pytest.raises(CommandError, match=r"This site is not empty.*--replace"):
                restored(backup)
            prize.delete()
            User.objects.update(must_choose_password=False)
            with pytest.raises(CommandError, match=r"This site is not empty.*--replace"):
                restored(backup)


class TestReplacing:
    @pytest.fixture
    def changed(self, backup, site):
        """The site, changed since the backup."""
        with site.open():
            Profile.objects.update(name="Somebody Else")
            Award.objects.create(title="A later prize")
            Profile.objects.get().photo.save("later.jpg", ContentFile(b"no picture"))
        return site

    def test_everything_is_as_it_was_at_the_backup(self, backup, changed, new_site):
        first = new_site("first", empty=True)
        with first.open():
            restored(backup)
        with changed.open():
            restored("--replace", backup)
            assert Profile.objects.get().name == "Wei Xiong"
        assert changed.everything() == first.everything()
        assert changed.is_sound()

    def test_what_was_there_before_is_in_a_backup(self, backup, changed, empty_site):
        now = changed.everything()
        with changed.open():
            said = restored("--replace", backup)
            before = last_backup().file
        assert f"The previous site is backed up in {before}." in said
        with empty_site.open():
            restored(before)
        assert empty_site.everything() == now

    def test_without_replace_nothing_changes(self, backup, changed):
        now = changed.everything()
        with changed.open(), pytest.raises(CommandError, match="not empty"):
            restored(backup)
        assert changed.everything() == now

    def test_the_pages_show_it_at_once_to_processes_that_have_the_database_open(
        self, backup, changed
    ):
        with closing(sqlite3.connect(changed.database)) as other:
            name = "SELECT name FROM profile_profile"
            assert other.execute(name).fetchone() == ("Somebody Else",)
            with changed.open():
                restored("--replace", backup)
            assert other.execute(name).fetchone() == ("Wei Xiong",)

    def test_everyone_has_to_sign_in_again(self, backup, changed):
        """A session in the backup may have been ended since."""
        cookie = changed.signed_in()
        with changed.open():
            with_session = make(changed.folder / "with-session.tar.gz").file
            restored("--replace", with_session)
            assert not Session.objects.exists()
            client = Client()
            client.cookies["sessionid"] = cookie
            assert client.get("/admin/").status_code == 302

    def test_a_damaged_upload_is_whole_again_and_one_that_went_is_back(self, backup, site):
        before = site.files()
        one, another = list(before)[:2]
        (site.folder / "uploads" / one).write_bytes(b"damaged")
        (site.folder / "uploads" / another).unlink()
        with site.open():
            restored("--replace", backup)
        assert site.files() == before

    def test_an_upload_stays_on_a_disk_that_has_it_in_other_letters(self, backup, site):
        name, content = next(iter(site.files().items()))
        file = site.folder / "uploads" / name
        file.rename(file.with_name(file.name.upper()))
        disk = {"BACKEND": "tests.common.media.forgiving_disk.ForgivingDisk"}
        with site.open(), override_settings(STORAGES={**settings.STORAGES, "default": disk}):
            restored("--replace", backup)
            with default_storage.open(name) as stored:
                assert stored.read() == content

    def test_a_database_of_another_page_size_takes_it_too(self, backup, changed):
        with closing(sqlite3.connect(changed.database)) as database:
            database.executescript(
                "PRAGMA journal_mode=DELETE; PRAGMA page_size=8192; VACUUM; PRAGMA journal_mode=WAL"
            )
        with changed.open():
            restored("--replace", backup)
            assert Profile.objects.get().name == "Wei Xiong"
        assert changed.is_sound()

    def test_a_damaged_site_is_not_replaced_but_can_be_set_aside(self, backup, site):
        before = site.everything()
        content = bytearray(site.database.read_bytes())
        content[4096 * 30 : 4096 * 34] = bytes(4096 * 4)
        site.database.write_bytes(content)
        with site.open(), pytest.raises(CommandError, match="damaged"):
            restored("--replace", backup)
        site.database.rename(site.folder / "damaged.sqlite3")
        with site.open():
            restored(backup)
        assert site.everything() == before


def test_subscribed_calendars_take_what_is_restored_though_they_knew_something_later(
    site,
):
    def told() -> dict[str, int]:
        found = icalendar.Calendar.from_ical(Client().get("/talks.ics").content).walk("VEVENT")
        return {event["UID"]: event["SEQUENCE"] for event in found}

    with site.open():
        Talk.objects.publish()
        presentation = Presentation.objects.exclude(talk=None).first()
        for day in (5, 6, 7):
            presentation.when = f"{day} March 2030"
            presentation.save()
        later = told()[str(presentation.uid)]
        again = make(site.folder / "again.tar.gz").file
        presentation.when = "8 March 2030"
        presentation.save()
        last = told()[str(presentation.uid)]
        restored(again, "--replace")
        assert later < last < told()[str(presentation.uid)]


class TestARunningSite:
    def test_is_not_restored(self, backup, site):
        before = site.everything()
        refused = pytest.raises(CommandError, match=r"The site is running\. Stop it")
        with site.open(), site_running(), site_running(), refused:
            restored("--replace", backup)
        assert site.everything() == before
        with site.open():
            restored("--replace", backup)

    def test_is_not_started_while_it_is_restored(self, site):
        with site.open(), site_stopped(), pytest.raises(BackupError, match="Start the site when"):
            site_running().__enter__()

    def test_needs_no_folder_that_can_be_written_to(self, site, monkeypatch):
        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("website.backup.folder.hold_lock", refuse)
        with site.open(), site_running():
            pass

    def test_serve_says_so(self, live, backup):
        browser = live.serve()
        assert browser.get("/").status == 200
        ended = live.run("restore", "--replace", str(backup))
        assert ended.status == 1
        assert "The site is running" in ended.output
        assert "Nothing was changed" in ended.output
        live.kill_servers()
        assert live.run("restore", "--replace", str(backup)).status == 0


class TestAllOrNothing:
    @pytest.mark.parametrize(
        "step",
        [
            "website.backup.restoring.migrate_rows",
            "website.backup.uploads.add_missing",
            "website.backup.uploads.default_storage.save",
            "website.backup.database.put_in_place",
        ],
    )
    def test_a_step_that_fails_changes_nothing(self, backup, site, monkeypatch, step):
        monkeypatch.setattr(settings, "KEEP_DELETED_FILES", 0)  # the photo has to be stored again

        def fail(*_: object, **__: object) -> None:
            raise sqlite3.OperationalError("disk I/O error")

        with site.open():
            Profile.objects.get().photo.save("later.jpg", ContentFile(b"no picture"))
        now = site.everything()
        with site.open(), monkeypatch.context() as patch:
            patch.setattr(step, fail)
            with pytest.raises(sqlite3.OperationalError):
                restore(backup, replace=True)
        assert site.everything() == now


@pytest.mark.parametrize("step", ["remove", "make_equal"])
def test_uploads_that_cannot_be_made_whole_are_no_reason_to_say_that_nothing_changed(
    backup, site, monkeypatch, step
):
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(f"website.backup.uploads.{step}", fail)
    with site.open(), pytest.raises(CommandError) as refusal:
        restored("--replace", backup)
    assert "The database is restored, but" in str(refusal.value)
    assert "The disk is full" in str(refusal.value)
    assert "Nothing was changed" not in str(refusal.value)


def rewritten(backup: Path, **changes: object) -> Path:
    """Rewrite the backup with another manifest."""
    with tarfile.open(backup) as tar:
        members = [(head, tar.extractfile(head).read()) for head in tar]
    manifest = json.loads(members[0][1]) | changes
    with tarfile.open(backup, "w:gz") as tar:
        for head, data in members:
            data = json.dumps(manifest).encode() if head.name == "manifest.json" else data
            head.size = len(data)
            tar.addfile(head, BytesIO(data))
    return backup


def has_table(backup: Path, name: str) -> bool:
    with tarfile.open(backup) as tar:
        content = tar.extractfile("vita.sqlite3").read()
    with closing(sqlite3.connect(":memory:")) as rows:
        rows.deserialize(content)
        query = "SELECT 1 FROM sqlite_master WHERE name = ?"
        return rows.execute(query, [name]).fetchone() is not None


class TestReleases:
    def test_a_backup_of_a_newer_release_is_refused(self, backup, empty_site, tmp_path, site):
        with site.open():
            with connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO django_migrations (app, name, applied) "
                    "VALUES ('website', '9999_of_next_year', '2027-01-01')"
                )
            newer = rewritten(make(tmp_path / "newer.tar.gz").file, version="9.9.0")
        with (
            empty_site.open(),
            pytest.raises(CommandError, match=r"made by Vita 9\.9\.0.*Upgrade this site first"),
        ):
            restored(newer)
        assert not (empty_site.folder / "uploads").exists()

    def test_a_backup_of_an_older_release_is_brought_up_to_date(
        self, older_site, empty_site, tmp_path
    ):
        with older_site.open():
            made = make(tmp_path / "old.tar.gz")
        assert not has_table(made.file, "django_session")
        with empty_site.open():
            restored(made.file)
            assert is_up_to_date()
            assert Page("/").texts("h1") == ["Wei Xiong"]
        assert empty_site.files() == older_site.files()

    def test_a_backup_in_a_later_format_is_refused(self, backup, empty_site):
        with empty_site.open(), pytest.raises(CommandError, match=r"Vita 9\.9\.0.*Upgrade"):
            restored(rewritten(backup, format=2, version="9.9.0"))


def test_a_file_that_is_not_there_is_named(empty_site, tmp_path):
    with empty_site.open(), pytest.raises(CommandError, match="There is no file"):
        restored(tmp_path / "nowhere.tar.gz")
