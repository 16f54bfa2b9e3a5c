"""The dashboard shows the release, the last backup, the disk and the sessions."""

import shutil
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from common.models import DeletedFile
from common.version import get_version
from tests import cast
from tests.page import Page, text_of
from tests.sign_in import sign_in
from website.backup import folder
from website.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def said(desk: Client) -> dict[str, str]:
    """The texts by their headings; "!" comes before what needs attention."""
    [panel] = Page("/admin/", desk).all("section", class_="site-status")
    facts = zip(panel.iter("dt"), panel.iter("dd"), strict=True)
    return {text_of(of): ("! " if fact.get("class") else "") + text_of(fact) for of, fact in facts}


def backed_up(ago: timedelta) -> None:
    file = folder.automatic_name(timezone.now() - ago)
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"x" * 2048)


def test_the_release_is_shown(desk):
    assert said(desk)["Release"] == f"Vita {get_version()}"


@pytest.mark.parametrize(
    ("ago", "told"),
    [
        (timedelta(hours=3), "3\xa0hours ago, 2.0\xa0KB"),
        (timedelta(days=4), "! 4\xa0days ago, 2.0\xa0KB"),
    ],
)
def test_the_last_backup_is_shown_and_an_old_one_stands_out(desk, ago, told):
    backed_up(ago + timedelta(days=30))
    backed_up(ago)
    assert said(desk)["Last backup"] == told.replace("\xa0", " ")


def test_a_site_that_was_never_backed_up_says_so_and_has_a_button(desk):
    assert said(desk)["Last backup"] == "! None yet."
    [form] = Page("/admin/", desk).all("form", action="/admin/upkeep/backup/")
    assert text_of(form) == "Back up now"


def test_files_that_are_kept_for_the_history_are_counted(desk, uploads):
    assert said(desk)["Deleted files"] == "No files of what was deleted are kept"
    kept, used = (ContentFile(b"%PDF-1.7", name) for name in ("a.pdf", "b.pdf"))
    cast.paper("First", pdf=kept).delete()
    second = cast.paper("Second", pdf=used)
    DeletedFile.objects.create(name=second.pdf.name)  # came back, and is in use again
    assert said(desk)["Deleted files"] == (
        "1 file of what was deleted or replaced is kept for the history for 90 days"
    )


def test_a_disk_that_is_nearly_full_stands_out(desk, monkeypatch):
    usage = shutil.disk_usage("/")._replace(total=10 * 1024**3, free=100 * 1024**2)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage)
    assert said(desk)["Disk"].startswith("! 100.0 MB free of 10.0 GB")


def test_the_sessions_of_the_account_are_counted(client, owner):
    for browser in (Client(), client):
        sign_in(browser)
    assert said(client)["Sessions"] == "2 browsers are signed in"


def test_a_helper_sees_none_of_it():
    user = User.objects.create_user("helper", password="correct horse", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="add_talk"))
    client = Client()
    client.force_login(user)
    assert not Page("/admin/", client).all("section", class_="site-status")
