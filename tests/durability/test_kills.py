"""Whenever a process is killed, nothing acknowledged is lost and nothing is half done.

By default a few moments are tried. ``make durability SECONDS=60`` goes on for so long with each
test, and tries every step on the disk too.
"""

import os
import random
import shutil
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from http.client import HTTPException
from pathlib import Path

import pytest
from reversion.models import Version

from common.models import DeletedFile
from profile.models import Award, Profile
from publications.models import Publication
from tests import pictures
from tests.admin_forms import admin_url, submitted
from tests.durability.site import LiveSite
from tests.page import Page
from website.backup import archive, make

pytestmark = pytest.mark.durability

SECONDS = float(os.environ.get("VITA_DURABILITY_SECONDS", "0"))

# Every so many steps on the disk are tried: all of them, where there is a minute for it.
STRIDE = 1 if SECONDS >= 60 else 5 if SECONDS else 16

BIBTEX = "\n".join(
    f"@article{{k{n}, title={{A New Paper {n}}}, author={{Doe, Jane and Xiong, Wei}}, year=2024}}"
    for n in range(10)
)

# The files of a form are stored before its row is committed.
STORE_A_PHOTO_AND_DIE = """
import os, signal
from django.core.files.base import ContentFile
from profile.models import Profile
from tests.pictures import jpeg
Profile.objects.get().photo.save("me.jpg", ContentFile(jpeg((400, 300))), save=False)
os.kill(os.getpid(), signal.SIGKILL)
"""


def rounds(few: int) -> Iterator[int]:
    """Yield numbers from 0: a few, or as many as fit into ``VITA_DURABILITY_SECONDS`` if set."""
    started, number = time.monotonic(), 0
    while number < few or time.monotonic() - started < SECONDS:
        yield number
        number += 1


class Deed:
    """A command that changes a site, with the site before and after it."""

    def __init__(self, live: LiveSite, before: Path | None, *command: str) -> None:
        self.live = live
        self.start_from = before
        self.command = command
        self.begin()
        self.before = live.everything() if before else ("", {})
        ended = live.run(*command)
        assert ended.status == 0, ended.output
        self.seconds = ended.seconds
        self.after = live.everything()

    def begin(self) -> None:
        """Put the site into its state before the command."""
        self.live.become(self.start_from)

    def kills(self, few: int) -> Iterator[str]:
        """Start and kill the command repeatedly; yield the moments."""
        for number in rounds(few):
            after = random.Random(number).uniform(0, self.seconds)
            self.begin()
            if self.live.run(*self.command, kill_after=after).was_killed:
                yield f"after {after:.4f} of {self.seconds:.4f} seconds"
        step, stride = 1, STRIDE
        self.begin()
        while self.live.run(*self.command, kill_at=step).was_killed:
            yield f"at step {step}"
            step += stride
            self.begin()


@pytest.fixture
def deed(request, live, site, tmp_path) -> Deed:
    """One of the commands."""
    return request.param(live, site, tmp_path)


def load(live, site, folder) -> Deed:
    (folder / "site.toml").write_text(site.says().replace("Wei Xiong", "Wei X. Xiong"))
    return Deed(live, site.folder, "load", str(folder / "site.toml"))


def import_publications(live, site, folder) -> Deed:
    (folder / "papers.bib").write_text(BIBTEX)
    return Deed(live, site.folder, "import_publications", str(folder / "papers.bib"))


def restore(live, site, folder) -> Deed:
    with site.open():
        make(folder / "b.tar.gz")
    return Deed(live, None, "restore", "--replace", str(folder / "b.tar.gz"))


def restore_replacing(live, site, folder) -> Deed:
    with site.open():
        make(folder / "b.tar.gz")
        Publication.objects.update(title="Changed since")
        for paper in Publication.objects.exclude(pdf=""):
            paper.pdf.delete()
    return Deed(live, site.folder, "restore", "--replace", str(folder / "b.tar.gz"))


@pytest.mark.parametrize(
    "deed",
    [load, import_publications, restore, restore_replacing],
    indirect=True,
    ids=lambda d: d.__name__,
)
def test_a_command_that_is_killed_has_done_all_or_nothing(deed):
    live = deed.live
    for moment in deed.kills(few=1):
        if live.has_rows():
            assert live.is_sound(), moment
            says, files = live.everything()
            assert says in {deed.before[0], deed.after[0]}, moment
            owed = deed.before if says == deed.before[0] else deed.after
            assert owed[1].items() <= files.items(), moment
        else:
            assert deed.start_from is None, moment
    again = live.run(*deed.command)
    assert again.status == 0, again.output
    assert live.everything() == deed.after
    assert live.leftovers() == []


def test_a_backup_that_is_killed_is_whole_or_not_there(live, site, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    deed = Deed(live, site.folder, "backup", str(folder / "b.tar.gz"))
    for moment in deed.kills(few=1):
        for file in folder.glob("*.gz"):
            into = tmp_path / "unpacked"
            into.mkdir()
            assert archive.read(file, into).files, moment
            shutil.rmtree(into)
            file.unlink()
    (folder / "b.tar.gz").unlink(missing_ok=True)
    assert live.run(*deed.command).status == 0
    assert [path.name for path in folder.iterdir()] == ["b.tar.gz"]
    assert live.everything() == deed.before
    assert live.leftovers() == []


def test_every_save_that_was_acknowledged_is_there_after_the_server_was_killed(live):
    saved: list[str] = []
    for number in rounds(1):
        browser = live.serve()
        killer = threading.Timer(random.Random(number).uniform(0.1, 0.5), live.kill_servers)
        killer.start()
        try:
            while True:
                title = f"Prize {len(saved)} of round {number}"
                assert browser.post(
                    "/admin/profile/award/add/", title=title, position=""
                ).says_saved
                saved.append(title)
        except (OSError, HTTPException):
            killer.join()
        assert live.is_sound()
        with live.open():
            there = list(
                Award.objects.filter(title__startswith="Prize").values_list("title", flat=True)
            )
            versions = Version.objects.get_for_model(Award).filter(
                serialized_data__contains="Prize "
            )
            # The one on its way may have arrived, with its place in the history.
            assert set(saved) <= set(there)
            assert len(there) <= len(saved) + number + 1
            assert versions.count() == len(there)
    assert saved


def test_a_picture_whose_upload_is_killed_is_on_no_page_and_the_old_one_is(live):
    with live.open():
        profile = Profile.objects.get()
        form = submitted(Page(admin_url(Profile, "change", profile.pk), live.desk()))
    photo = pictures.jpeg((900, 1200))
    for number in rounds(1):
        with live.open():
            profile = Profile.objects.get()
            before = profile.photo.name
        browser = live.serve()
        killer = threading.Timer(random.Random(number).uniform(0.0, 0.4), live.kill_servers)
        killer.start()
        acknowledged = False
        try:
            page = admin_url(Profile, "change", profile.pk)
            acknowledged = browser.upload(page, "photo", ("me.jpg", photo), form).says_saved
        except (OSError, HTTPException):
            pass
        killer.join()
        live.kill_servers()
        assert live.is_sound()
        with live.open():
            profile = Profile.objects.get()
            assert not acknowledged or profile.photo.name != before
            stored = profile.photo.storage
            assert stored.exists(profile.photo.name)
            assert all(stored.exists(name) for name in profile.photo.names_of_sizes)


def test_the_files_of_a_save_that_was_killed_are_removed_in_the_end(live):
    before = live.files().keys()
    assert live.run("shell", "-c", STORE_A_PHOTO_AND_DIE).was_killed
    left = live.files().keys() - before
    assert len(left) > 3
    _make_files_older(live.folder / "uploads")
    assert live.run("backup").status == 0
    with live.open():
        deleted = DeletedFile.objects.get()
        assert set(deleted.stored_names) == left
        DeletedFile.objects.update(deleted_at=deleted.deleted_at - timedelta(days=91))
    assert live.run("backup").status == 0
    assert live.files().keys() == before


def _make_files_older(folder: Path) -> None:
    two_days_ago = time.time() - 2 * 24 * 3600
    for file in folder.rglob("*.*"):
        os.utime(file, (two_days_ago, two_days_ago))
