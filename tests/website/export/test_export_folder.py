"""The folder is the old or the new export; the owner's files stay; other folders are refused."""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock

import pytest

from website.export import folder
from website.export.folder import LISTING, ExportFolder, FolderError

OLD = {"index.html": "old", "same.html": "same", "gone/index.html": "gone"}
NEW = {"index.html": "new", "same.html": "same", "added/index.html": "added"}


@pytest.fixture(autouse=True)
def skip_disk_sync(monkeypatch):
    monkeypatch.setattr(os, "sync", lambda: None)


@pytest.fixture
def place(tmp_path) -> Path:
    return tmp_path / "public_html"


def put(place: Path, files: dict[str, str]):
    copy = ExportFolder(place)
    with copy.build() as made:
        for name, text in files.items():
            (made / name).parent.mkdir(exist_ok=True)
            (made / name).write_text(text)
        return copy.replace()


def files_of(place: Path) -> dict[str, str]:
    found = (path for path in place.rglob("*") if path.is_file() and path.name != LISTING)
    return {str(path.relative_to(place)): path.read_text() for path in found}


def test_an_export_leaves_nothing_else_behind(place):
    changes = put(place, OLD)
    assert files_of(place) == OLD
    assert (changes.files, changes.changed, changes.removed) == (3, 3, 0)
    assert os.listdir(place.parent) == ["public_html"]


def test_a_new_export_replaces_it(place):
    put(place, OLD)
    changes = put(place, NEW)
    assert files_of(place) == NEW
    assert not (place / "gone").exists()
    assert (changes.files, changes.changed, changes.removed) == (3, 2, 1)
    assert os.listdir(place.parent) == ["public_html"]


def test_an_unchanged_file_keeps_its_time(place):
    put(place, OLD)
    for name in OLD:
        os.utime(place / name, (1000, 1000))
    put(place, NEW)
    assert (place / "same.html").stat().st_mtime == 1000
    assert (place / "index.html").stat().st_mtime > 1000


def test_the_owners_files_stay(place):
    put(place, OLD)
    theirs = {"CNAME": "wxiong.example", ".git/config": "[core]", "gone/notes.txt": "mine"}
    for name, text in theirs.items():
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_text(text)
    (place / ".git" / "refs").mkdir(mode=0o700)
    (place / "link").symlink_to("index.html")
    before = (place / "CNAME").stat()
    put(place, NEW)
    assert files_of(place) == {**NEW, **theirs, "link": "new"}
    assert (place / ".git" / "refs").stat().st_mode & 0o777 == 0o700
    assert (place / "link").is_symlink()
    assert (place / "CNAME").stat().st_ino == before.st_ino


def test_hidden_files_may_be_there_before_the_first_export(place):
    place.mkdir()
    (place / ".htaccess").write_text("Options -Indexes")
    put(place, NEW)
    assert files_of(place) == {**NEW, ".htaccess": "Options -Indexes"}


def test_a_folder_with_other_files_is_refused(place):
    place.mkdir()
    (place / "thesis.tex").write_text("years of work")
    with pytest.raises(FolderError, match="neither empty nor an earlier export"):
        put(place, NEW)
    assert files_of(place) == {"thesis.tex": "years of work"}


def test_a_file_is_refused(place):
    place.write_text("a file")
    with pytest.raises(FolderError, match="is a file"):
        put(place, NEW)


def test_a_mount_point_is_refused():
    with pytest.raises(FolderError, match="choose a folder inside it"):
        ExportFolder(Path("/"))


@pytest.mark.parametrize("folder", [".", "publications"])
def test_the_current_folder_is_refused(place, monkeypatch, folder):
    put(place, OLD)
    (place / "publications").mkdir()
    monkeypatch.chdir(place / folder)
    with pytest.raises(FolderError, match="go to another folder"):
        put(place, NEW)
    assert files_of(place) == OLD


def test_the_folder_keeps_its_permissions(place):
    put(place, OLD)
    place.chmod(0o2750)
    before = place.stat().st_mode
    put(place, {**NEW, "deeper/index.html": "deeper"})
    assert place.stat().st_mode == before


def test_an_owners_file_is_not_overwritten(place):
    put(place, OLD)
    (place / "added").mkdir()
    (place / "added" / "index.html").write_text("mine")
    with pytest.raises(FolderError, match="html does not come from an export"):
        put(place, NEW)
    assert files_of(place) == {**OLD, "added/index.html": "mine"}
    assert os.listdir(place.parent) == ["public_html"]


def test_the_folder_may_be_a_symbolic_link(place, tmp_path):
    put(place, OLD)
    (tmp_path / "link").symlink_to(place)
    put(tmp_path / "link", NEW)
    assert files_of(place) == NEW
    assert (tmp_path / "link").is_symlink()


def test_a_file_written_during_the_export_is_kept(place, monkeypatch):
    put(place, OLD)
    monkeypatch.setattr(os, "sync", lambda: (place / "late.txt").write_text("late"))
    put(place, NEW)
    assert files_of(place) == {**NEW, "late.txt": "late"}


def test_a_full_disk_leaves_the_old_export(place):
    def fill_the_disk():
        with ExportFolder(place).build() as made:
            (made / "index.html").write_text("ne")
            raise OSError(errno.ENOSPC, "No space left on device")

    put(place, OLD)
    with pytest.raises(OSError, match="No space left"):
        fill_the_disk()
    assert files_of(place) == OLD
    assert os.listdir(place.parent) == ["public_html"]


def test_an_owners_file_that_cannot_be_moved_leaves_the_old_export(place, monkeypatch):
    put(place, OLD)
    theirs = {"CNAME": "wxiong.example", "private/notes.txt": "mine"}
    for name, text in theirs.items():
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_text(text)
    rename = os.rename

    def refuse(source, target):
        if Path(source).name == "private":
            raise PermissionError(13, "Permission denied", str(source))
        return rename(source, target)

    monkeypatch.setattr(os, "rename", refuse)
    with pytest.raises(PermissionError):
        put(place, NEW)
    assert files_of(place) == {**OLD, **theirs}
    assert os.listdir(place.parent) == ["public_html"]


def test_a_folder_made_after_an_interruption_is_refused_and_nothing_is_lost(place, monkeypatch):
    put(place, OLD)
    (place / "CNAME").write_text("wxiong.example")
    with monkeypatch.context() as patch:
        patch.setattr(ExportFolder, "_put_back", lambda _: None)
        patch.setattr(folder, "_move_unlisted_files", Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            put(place, NEW)
    place.mkdir()
    with pytest.raises(FolderError, match="An earlier export was interrupted when your folder"):
        put(place, NEW)
    place.rmdir()
    put(place, NEW)
    assert files_of(place) == {**NEW, "CNAME": "wxiong.example"}
    assert os.listdir(place.parent) == ["public_html"]


@pytest.fixture
def place_of_a_user() -> Iterator[Path]:
    """A folder where permissions matter, even if root runs the tests."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    yield folder / "public_html"
    shutil.rmtree(folder)


def refused_to_a_user(place: Path, said: str) -> bool:
    """Whether an ordinary user's export is refused with this message."""
    if child := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    try:
        put(place, NEW)
    except FolderError as error:
        os._exit(0 if said in str(error) else 2)
    finally:
        os._exit(1)


@pytest.mark.parametrize("rights", [0o000, 0o555])
def test_a_folder_inside_that_cannot_be_moved_is_refused_and_stays(place_of_a_user, rights):
    place = place_of_a_user
    put(place, OLD)
    (place / "deep" / "private").mkdir(parents=True)
    (place / "deep" / "private" / "notes.txt").write_text("mine")
    if os.getuid() == 0:
        for path in (place, *place.rglob("*")):
            os.chown(path, 65534, 65534)
    (place / "deep" / "private").chmod(rights)
    assert refused_to_a_user(place, f"no permission to read or change {place}/deep/private")
    (place / "deep" / "private").chmod(0o755)
    assert files_of(place) == {**OLD, "deep/private/notes.txt": "mine"}
    put(place, NEW)
    assert files_of(place) == {**NEW, "deep/private/notes.txt": "mine"}


def test_another_users_parent_folder_is_refused(place_of_a_user):
    place_of_a_user.parent.chmod(0o555)
    assert refused_to_a_user(
        place_of_a_user, f"you may not write to {place_of_a_user.parent}. Choose"
    )


STEPS = ("unlink", "rmdir", "mkdir", "rename", "chmod", "utime", "sync")


def killed_at(step: int, place: Path) -> bool:
    """Export in a process that dies at its n-th step; return whether it died."""
    if child := os.fork():
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    count = 0

    def counted(function):
        def call(*args, **kwargs):
            nonlocal count
            count += 1
            if count == step:
                os._exit(9)
            return function(*args, **kwargs)

        return call

    for name in STEPS:
        setattr(os, name, counted(getattr(os, name)))
    put(place, NEW)
    os._exit(0)


@pytest.mark.slow
def test_a_kill_at_any_step_leaves_old_or_new_and_the_next_export_works(place):
    theirs = {"CNAME": "wxiong.example", ".git/HEAD": "ref"}
    step, seen, times_missing = 1, set(), 0
    while True:
        put(place, OLD)
        for name, text in theirs.items():
            (place / name).parent.mkdir(exist_ok=True)
            (place / name).write_text(text)
        died = killed_at(step, place)
        if place.exists():
            state = files_of(place)
            assert state in ({**OLD, **theirs}, {**NEW, **theirs}), step
            seen.add(state["index.html"])
        else:  # between the two renames
            times_missing += 1
            with ExportFolder(place).build():
                assert files_of(place) == {**OLD, **theirs}, step
        put(place, NEW)
        assert files_of(place) == {**NEW, **theirs}
        assert os.listdir(place.parent) == ["public_html"]
        if not died:
            break
        step += 1
    assert seen == {"old", "new"}
    assert times_missing > len(theirs)
    assert step > 10
