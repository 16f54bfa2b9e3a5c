"""A file is written completely or not at all; a failed attempt leaves nothing behind."""

import os
import stat
from multiprocessing import get_context
from pathlib import Path

import pytest

from common.files.atomic_files import get_draft_prefix, write_whole
from common.files.file_lock import hold_lock


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("replace", [True, False])
def test_it_has_no_name_before_it_is_complete(tmp_path, replace):
    file = tmp_path / "talks.toml"
    with write_whole(file, replace=replace) as stream:
        stream.write(b"half")
        assert not file.exists()
        assert Path(stream.name).name.startswith(get_draft_prefix(file))
        stream.write(b" and half")
    assert file.read_bytes() == b"half and half"
    assert names_in(tmp_path) == ["talks.toml"]


def test_a_failed_write_leaves_the_old_file(tmp_path):
    file = tmp_path / "talks.toml"
    file.write_text("former")

    def fail() -> None:
        with write_whole(file) as stream:
            stream.write(b"half")
            raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        fail()
    assert file.read_text() == "former"
    assert names_in(tmp_path) == ["talks.toml"]


def test_a_file_that_must_not_be_replaced_stays(tmp_path):
    file = tmp_path / "key"

    def write_late() -> None:
        with write_whole(file, replace=False):
            file.write_text("somebody was quicker")

    with pytest.raises(FileExistsError):
        write_late()
    assert file.read_text() == "somebody was quicker"
    assert names_in(tmp_path) == ["key"]


@pytest.mark.parametrize("is_there", [True, False])
def test_the_same_holds_on_a_disk_without_hard_links(tmp_path, monkeypatch, is_there):
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    file = tmp_path / "key"
    if is_there:
        file.write_text("theirs")
        with pytest.raises(FileExistsError), write_whole(file, replace=False) as stream:
            stream.write(b"mine")
    else:
        with write_whole(file, replace=False) as stream:
            stream.write(b"mine")
    assert file.read_text() == ("theirs" if is_there else "mine")
    assert names_in(tmp_path) == ["key"]


def test_only_its_owner_can_read_it_by_default(tmp_path):
    for mode, wanted in ((0o600, 0o600), (0o640, 0o640)):
        with write_whole(tmp_path / f"{mode}", mode=mode) as stream:
            stream.write(b"secret")
        assert stat.S_IMODE((tmp_path / f"{mode}").stat().st_mode) == wanted


def try_to_lock(file: Path, answers) -> None:
    try:
        with hold_lock(file):
            answers.put("got it")
    except BlockingIOError:
        answers.put("another has it")


def test_a_lock_is_held_by_one_process_and_ends_with_it(tmp_path):
    file, context = tmp_path / "folder" / ".lock", get_context("spawn")
    answers = context.Queue()

    def ask() -> str:
        process = context.Process(target=try_to_lock, args=(file, answers))
        process.start()
        process.join()
        return answers.get()

    with hold_lock(file):
        assert ask() == "another has it"
    assert ask() == "got it"
    assert file.exists()
