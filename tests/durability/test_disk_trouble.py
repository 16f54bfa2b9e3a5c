"""If the disk is full or read-only, or files are damaged, the site says so and loses nothing.

The disk is a small one in memory, which only root can mount. Files that may not grow simulate a
full disk where it has to be full at one moment and not before.
"""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from profile.models import Award
from tests.durability.browser import Answer, Browser
from tests.durability.nursery import Ended
from website.backup import archive, last_backup, make

FULL = "The disk is full"


@pytest.fixture
def content_file(site, tmp_path) -> str:
    """A content file that differs from the site."""
    file = tmp_path / "site.toml"
    file.write_text(site.says().replace("Wei Xiong", "Wei X. Xiong"))
    return str(file)


@pytest.fixture
def backup(live, tmp_path) -> str:
    """A backup of the live site before something was changed on it."""
    with live.open():
        made = make(tmp_path / "b.tar.gz")
        Award.objects.create(title="A later prize")
    return str(made.file)


def failed_with(ended: Ended, sentence: str) -> None:
    assert ended.status == 1
    assert sentence in ended.output
    assert "Traceback" not in ended.output


def save(browser: Browser, title: str) -> Answer:
    return browser.post("/admin/profile/award/add/", title=title, position="")


class TestAFullDisk:
    def test_a_backup_leaves_nothing_of_itself(self, live, disk):
        before = live.everything()
        disk.fill(left=20_000)
        failed_with(live.run("backup"), FULL)
        assert [path.name for path in live.backups.iterdir()] == [".lock"]
        disk.make_room()
        assert live.run("backup").status == 0
        assert live.everything() == before

    def test_a_backup_to_another_disk_leaves_nothing_either(self, site, disk):
        before = site.everything()
        disk.fill(left=20_000)
        with site.open():
            file = disk.folder / "b.tar.gz"
            with pytest.raises(OSError, match="No space left"):
                make(file)
        assert not list(disk.folder.glob("*b.tar.gz*"))
        assert site.everything() == before

    def test_a_load_changes_nothing(self, live, disk, content_file):
        before = live.everything()
        disk.fill(left=0)
        failed_with(live.run("load", content_file), FULL)
        disk.make_room()
        assert live.is_sound()
        assert live.everything() == before
        assert live.run("load", content_file).status == 0

    def test_a_restore_changes_nothing(self, live, disk, backup):
        before = live.everything()
        disk.fill(left=100_000)
        ended = live.run("restore", "--replace", backup)
        assert ended.status == 1
        assert "MB left. Make room there first." in ended.output or FULL in ended.output
        disk.make_room()
        assert live.is_sound()
        assert live.everything() == before
        assert live.run("restore", "--replace", backup).status == 0
        with live.open():
            assert not Award.objects.filter(title="A later prize").exists()

    def test_a_save_is_refused_with_a_sentence_and_what_was_typed(self, live, disk):
        browser = live.serve()
        assert save(browser, "First").says_saved
        saved = []
        # Somebody reads. Otherwise a reader too would need room, and nobody could sign in.
        with closing(sqlite3.connect(live.database)) as reader:
            reader.execute("SELECT count(*) FROM profile_award").fetchone()
            disk.fill(left=0)
            for number in range(200):  # until the room in the files that are there is used up
                answer = save(browser, f"Prize {number}")
                if not answer.says_saved:
                    break
                saved.append(f"Prize {number}")
        refused = f"Prize {len(saved)}"
        assert answer.status == 503
        assert FULL in answer.text
        assert refused in answer.text
        disk.make_room()
        assert save(browser, "Last").says_saved
        live.kill_servers()
        with live.open():
            there = set(Award.objects.values_list("title", flat=True))
        assert {"First", "Last", *saved} <= there
        assert refused not in there


class TestADiskThatFillsUpInTheMiddle:
    """Whatever the size at which files stop growing, a command does all or nothing."""

    SIZES = (1_000, 40_000, 300_000, 1_000_000)

    @pytest.mark.parametrize("largest", SIZES)
    def test_of_a_restore(self, live, backup, largest):
        before = live.everything()
        ended = live.run("restore", "--replace", backup, largest=largest)
        assert live.is_sound()
        if ended.status:
            failed_with(ended, FULL)
            assert live.everything() == before
        else:
            assert live.everything() != before
        assert live.leftovers() == []

    @pytest.mark.parametrize("largest", SIZES)
    def test_of_a_backup(self, live, tmp_path, largest):
        file = tmp_path / "b.tar.gz"
        ended = live.run("backup", str(file), largest=largest)
        if ended.status:
            failed_with(ended, FULL)
            assert not list(tmp_path.glob("*b.tar.gz*"))
        else:
            (tmp_path / "into").mkdir()
            assert archive.read(file, tmp_path / "into").files
        assert live.leftovers() == []


class TestADiskThatNobodyMayWriteTo:
    def test_commands_say_so_and_change_nothing(self, live, disk, content_file, backup):
        before = live.everything()
        disk.make_read_only()
        for command in (["backup"], ["load", content_file], ["restore", "--replace", backup]):
            failed_with(live.run(*command), "The site may not write to its data.")
        disk.make_writable()
        assert live.everything() == before


class TestDamage:
    @pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
    def test_a_backup_that_was_cut_off_is_refused(self, live, backup, tmp_path, share):
        before = live.everything()
        content = (tmp_path / "b.tar.gz").read_bytes()
        (tmp_path / "b.tar.gz").write_bytes(content[: int(len(content) * share)])
        failed_with(live.run("restore", "--replace", backup), "Nothing was changed.")
        assert live.everything() == before

    @pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.97])
    def test_a_backup_with_another_byte_anywhere_is_refused(self, live, backup, tmp_path, share):
        before = live.everything()
        content = bytearray((tmp_path / "b.tar.gz").read_bytes())
        content[int(len(content) * share)] ^= 0x40
        (tmp_path / "b.tar.gz").write_bytes(content)
        failed_with(live.run("restore", "--replace", backup), "Nothing was changed.")
        assert live.everything() == before

    def test_a_database_that_was_cut_off_is_not_backed_up_over_good_backups(self, live):
        assert live.run("backup").status == 0
        live.database.write_bytes(live.database.read_bytes()[:200_000])
        failed_with(live.run("backup"), "The database is damaged")
        with live.open():
            good = str(last_backup().file)
        for part in live.folder.glob("vita.sqlite3*"):
            part.unlink()
        assert live.run("restore", good).status == 0
        assert live.is_sound()

    def test_an_upload_that_was_cut_off_is_whole_again_after_restoring(self, live, backup):
        name, content = next(iter(live.files().items()))
        (live.folder / "uploads" / name).write_bytes(content[:10])
        assert live.run("restore", "--replace", backup).status == 0
        assert live.files()[name] == content


def test_two_browsers_that_save_at_once_both_do(live):
    browsers = [live.serve(), live.serve()]

    def save_some(number: int) -> list[bool]:
        return [save(browsers[number], f"Prize {number}-{n}").says_saved for n in range(8)]

    with ThreadPoolExecutor(2) as both:
        assert all(saved for answers in both.map(save_some, [0, 1]) for saved in answers)
    live.kill_servers()
    with live.open():
        assert Award.objects.filter(title__startswith="Prize ").count() == 16
