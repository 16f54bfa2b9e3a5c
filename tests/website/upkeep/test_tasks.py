"""Buttons start long work once, show how far it is, and give its result."""

import fcntl
import json
import os
import time
from contextlib import contextmanager
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.management import call_command
from django.test import Client

from tests import cast
from tests.page import Page
from tests.sign_in import confirm, sign_in
from website.backup import folder
from website.models import User
from website.upkeep import tasks

pytestmark = pytest.mark.django_db
UPKEEP = "/admin/upkeep/"
EXPORT = {"url": "https://example.edu/~wxiong/", "to": "zip"}


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def started(monkeypatch) -> list[str]:
    """The names of the tasks that were started, of which none runs."""
    names: list[str] = []
    monkeypatch.setattr(tasks, "_launch", lambda name, lock: names.append(name))
    return names


@pytest.fixture
def at_once(monkeypatch) -> None:
    """A task runs before the button's answer, in the same process."""
    monkeypatch.setattr(tasks, "_launch", lambda name, lock: call_command("run_task", name))


@contextmanager
def running(name: str):
    """A task that another process is running."""
    tasks.start(name)
    handle = os.open(tasks._get_file(name, "lock"), os.O_RDWR)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(handle)


def press(desk: Client, name: str, values: dict[str, str] | None = None) -> Page:
    return Page.of(desk.post(f"{UPKEEP}{name}/", values or {}, follow=True))


@pytest.mark.parametrize("name", ["backup", "check_links"])
def test_a_button_on_the_first_page_starts_a_task(desk, started, name):
    assert Page("/admin/", desk).all("form", action=f"{UPKEEP}{name}/")
    press(desk, name)
    assert started == [name]


def test_pressing_twice_starts_it_once(desk, started):
    with running("backup"):
        page = press(desk, "backup")
        assert "This is already running. It was not started again." in page.text
    assert started == ["backup"]


def test_the_page_of_a_running_task_loads_itself_again_and_shows_how_far_it_is(desk, started):
    with running("check_links"):
        tasks.Task("check_links", started_at="2026-11-24T03:15:00+00:00", done=3, known=8).save()
        response = desk.get(f"{UPKEEP}check_links/")
        assert "Running: 3 of 8." in Page.of(response).text
        assert response.headers["Refresh"]
        assert "Running now: see how far it is" in Page(UPKEEP, desk).links()
    assert "Refresh" not in desk.get(f"{UPKEEP}check_links/").headers


def test_a_task_whose_process_was_killed_is_told_and_can_be_started_again(desk, started):
    press(desk, "backup")
    assert "It was interrupted before its end." in Page(f"{UPKEEP}backup/", desk).text
    press(desk, "backup")
    assert started == ["backup", "backup"]


def test_a_failure_is_told_with_its_reason(desk, at_once):
    cast.paper("Nash", summary="See [the proof](/publications/nowhere/).")
    page = press(desk, "export", EXPORT)
    assert "It did not succeed." in page.text
    assert "/publications/nowhere/" in page.text


def test_an_unexpected_failure_is_stored_too(monkeypatch):
    tasks.Task("export", started_at="2026-11-24T03:15:00+00:00").save()
    with pytest.raises(KeyError):
        call_command("run_task", "export")
    task = tasks.get("export")
    assert (task.succeeded, bool(task.finished_at)) == (False, True)
    assert "log" in task.text


def test_a_process_of_its_own_does_the_work_and_holds_the_lock(settings, monkeypatch):
    """It fails, as there is no database at all, and says so."""
    monkeypatch.setenv("VITA_DATA", str(settings.DATA_DIR))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "website.settings")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert tasks.start("check_links")
    assert tasks.get("check_links").is_running
    assert not tasks.start("check_links")
    deadline = time.monotonic() + 90
    while tasks.get("check_links").is_running and time.monotonic() < deadline:
        time.sleep(0.2)
    task = tasks.get("check_links")
    assert task.finished_at
    assert not task.succeeded
    assert "manage.py setup" in task.text


class TestAnExport:
    def test_is_packed_for_downloading(self, desk, at_once):
        cast.paper("Nash Learning")
        assert "Download the export" in press(desk, "export", EXPORT).links()
        response = desk.get("/admin/upkeep/export/site.zip")
        archive = ZipFile(BytesIO(response.getvalue()))
        page = archive.read("publications/nash-learning/index.html").decode()
        assert "https://example.edu/~wxiong/publications/nash-learning/" in page

    def test_is_written_to_the_folder_of_the_settings(self, desk, at_once, settings, tmp_path):
        settings.DATA_DIR, settings.EXPORT_FOLDER = tmp_path / "data", str(tmp_path / "site")
        assert f"the folder {tmp_path / 'site'}" in Page(UPKEEP, desk).text
        assert "Done." in press(desk, "export", EXPORT | {"to": "folder"}).text
        assert (tmp_path / "site" / "index.html").exists()

    def test_goes_to_no_other_folder(self, desk, started):
        page = press(desk, "export", EXPORT | {"to": "folder"})
        assert page.all("ul", class_="errorlist")
        assert started == []

    def test_needs_a_url_and_keeps_it_for_the_next_time(self, desk, at_once):
        assert "Enter a valid URL." in press(desk, "export", EXPORT | {"url": "here"}).text
        press(desk, "export", EXPORT)
        [field] = Page(UPKEEP, desk).all("input", name="url")
        assert field.get("value") == EXPORT["url"]


class TestABackup:
    @pytest.fixture
    def backup(self) -> str:
        file = folder.folder() / "vita-2026-11-24-031500.tar.gz"
        file.parent.mkdir()
        file.write_bytes(b"all of it")
        return f"{UPKEEP}backup/{file.name}"

    def test_is_downloaded_after_typing_the_password_again(self, backup, desk):
        answer = desk.get(backup)
        assert answer.status_code == 302
        assert answer.url.startswith("/admin/account/reauthenticate/?next=")
        confirm(desk)
        answer = desk.get(backup)
        assert answer.getvalue() == b"all of it"
        assert "attachment" in answer.headers["Content-Disposition"]

    def test_is_listed(self, backup, desk):
        assert Page(UPKEEP, desk).links()["24 November 2026, 03:15"] == backup

    @pytest.mark.parametrize("name", ["..%2Fsecret_key", "other.tar.gz", ".lock"])
    def test_is_the_only_file_that_is_sent(self, backup, desk, name):
        confirm(desk)
        assert desk.get(f"{UPKEEP}backup/{name}").status_code == 404


class TestWhoMayDoIt:
    PAGES = ("", "backup/", "export/", "export/site.zip", "content/", "content/site.toml")

    @pytest.mark.parametrize("page", PAGES)
    def test_visitors_are_asked_to_sign_in(self, page):
        assert Client().get(UPKEEP + page).url.startswith("/admin/login/")

    @pytest.mark.parametrize("page", PAGES)
    def test_helpers_are_refused_whatever_their_rights(self, page, started):
        user = User.objects.create_user("helper", is_staff=True)
        user.user_permissions.set(Permission.objects.all())
        helper = Client()
        helper.force_login(user)
        assert helper.get(UPKEEP + page).status_code == 403
        assert helper.post(UPKEEP + "backup/").status_code == 403
        assert "Upkeep" not in Page("/admin/", helper).text
        assert started == []

    def test_other_sites_cannot_press_the_buttons(self, owner, started):
        client = Client(enforce_csrf_checks=True)
        client.force_login(owner)
        assert client.post(UPKEEP + "backup/").status_code == 403
        assert started == []

    def test_reading_a_page_starts_nothing(self, desk, started):
        Page(f"{UPKEEP}backup/", desk)
        assert started == []


def test_everybody_who_is_signed_in_is_listed_without_what_identifies_a_browser(client, owner):
    for browser in (Client(), client):
        sign_in(browser, at="203.0.113.7")
    text = Page(UPKEEP, client).text
    assert "owner, in 2 browsers" in text
    assert "203.0.113.7" not in text


class TestEMail:
    def test_that_is_not_set_up_is_told(self, desk):
        assert "E-mail is not set up" in Page(UPKEEP, desk).text

    def test_is_tried_out_by_a_message_to_oneself(self, desk, owner, settings):
        settings.EMAIL = "smtp://localhost"
        assert "has no e-mail address" in Page(UPKEEP, desk).text
        User.objects.update(email="wei@example.org")
        assert "Send a test message" in Page(UPKEEP, desk).text
        said = Page.of(desk.post(f"{UPKEEP}test-message/", follow=True)).text
        assert "A message was sent to wei@example.org." in said
        assert mail.outbox[0].to == ["wei@example.org"]


def test_a_state_from_another_release_is_as_none(desk):
    tasks._get_file("backup", "json").write_text(json.dumps({"name": "backup", "stage": 3}))
    assert "Not started yet." in Page(f"{UPKEEP}backup/", desk).text
