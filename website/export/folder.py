"""The folder of the copy: it is the former copy or the new one, never half of each.

The new copy is made beside it, takes over what is the same and what is the owner's by hard links,
and then changes places with it in one step. ``LISTING`` names the files that are ours.
"""

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from website.export.exchange import exchange

LISTING = ".vita-export"
BUILDING = ".vita-export-unfinished"  # stands in a folder of which everything is ours
_ALL = os.R_OK | os.W_OK | os.X_OK


class FolderError(Exception):
    """The folder cannot be used as it is; the text says what to do."""


@dataclass(frozen=True)
class Changes:
    """What the new copy has of files, and how they differ from the former one."""

    files: int
    size: int  # of all of them, in bytes
    changed: int  # new or with another content
    removed: int


class CopyFolder:
    """The folder of a copy, and the one beside it in which the next copy is made.

    Raises FolderError where it cannot change places with another: a disk's own folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        if self.folder.is_mount():
            raise FolderError(f"{folder} cannot be replaced; name a folder within it.")
        self.beside = self.folder.with_name(f".{self.folder.name}.vita-new")
        self.aside = self.folder.with_name(f".{self.folder.name}.vita-old")

    def prepare(self) -> Path:
        """Return the empty folder beside, after what an export that was killed has left behind.

        Raises FolderError where the folder holds what is no copy.
        """
        if self.aside.exists() and not self.folder.exists():
            self.aside.rename(self.folder)
        self._refuse_what_is_no_copy()
        self._refuse_what_cannot_be_replaced()
        for remains in (self.aside, self.beside):
            if remains.exists():
                self._clear(remains)
        self.beside.mkdir(parents=True)
        if self.folder.exists():
            _make_like(self.beside, self.folder)
        (self.beside / BUILDING).touch()
        return self.beside

    def give_up(self) -> None:
        """Remove what was made beside, where it is there still."""
        if self.beside.exists():
            self._clear(self.beside)

    def put_in_place(self) -> Changes:
        """Make what was made beside the copy. Raises FolderError where a file is in its way."""
        made = {path for path in _files(self.beside) if path != BUILDING}
        former = _listed(self.folder)
        owners = [path for path in _files(self.folder) if path not in former | {LISTING}]
        if in_the_way := sorted(made.intersection(owners)):
            raise FolderError(
                f"{self.folder / in_the_way[0]} was not made by an export, and a file of the copy "
                "has that name. Move it away, and export again."
            )
        listing = "".join(f"{path}\n" for path in sorted(made))
        (self.beside / LISTING).write_text(listing, encoding="utf-8")
        same = [path for path in [*made, LISTING] if self._keep_if_same(path)]
        size = sum((self.beside / path).stat().st_size for path in made)
        for path in owners:
            _take_over(self.folder / path, self.beside / path)
        (self.beside / BUILDING).unlink()
        self._change_places()
        return Changes(
            len(made), size, len(made) - len(made.intersection(same)), len(former - made)
        )

    def _refuse_what_is_no_copy(self) -> None:
        if self.folder.exists() and not self.folder.is_dir():
            raise FolderError(f"{self.folder} is a file; name a folder.")
        if Path.cwd().is_relative_to(self.folder):
            raise FolderError(f"You are in {self.folder}, which is replaced; go to another folder.")
        if not self.folder.exists() or (self.folder / LISTING).exists():
            return
        # Hidden files are settings of the host, or git's.
        if any(not entry.name.startswith(".") for entry in self.folder.iterdir()):
            raise FolderError(
                f"{self.folder} is neither empty nor an earlier copy. Name another folder, or "
                "empty this one."
            )

    def _refuse_what_cannot_be_replaced(self) -> None:
        """Refuse a folder without the rights that it takes to make it anew and remove the old."""
        above = next(folder for folder in self.folder.parents if folder.exists())
        if not os.access(above, _ALL):
            raise FolderError(
                f"The copy is made beside {self.folder} and then takes its place, but you may not "
                f"write to {above}. Name a folder within one of your own."
            )
        for within in _folders(self.folder) if self.folder.exists() else ():
            if not os.access(within, _ALL):
                raise FolderError(
                    f"You may not read or not change {within}, so that it cannot be taken over "
                    "into the new copy. Give yourself the right to it, or move it away."
                )

    def _keep_if_same(self, path: str) -> bool:
        """Take over the former file with its time where nothing in it has changed."""
        former, new = self.folder / path, self.beside / path
        if not former.is_file() or not filecmp.cmp(former, new, shallow=False):
            return False
        new.unlink()
        _take_over(former, new)
        return True

    def _change_places(self) -> None:
        if not self.folder.exists():
            os.sync()
            self.beside.rename(self.folder)
            return
        os.sync()  # a power cut must not leave a copy of empty files
        former = exchange(self.folder, self.beside, self.aside)
        self._clear(former)

    def _clear(self, remains: Path) -> None:
        """Remove a folder; what in it is the owner's and newer than in the copy is kept there."""
        if not (remains / BUILDING).exists():
            self._save_what_is_the_owners(remains)
            (remains / BUILDING).touch()
        _remove(remains)

    def _save_what_is_the_owners(self, remains: Path) -> None:
        ours = _listed(remains) | {LISTING}
        for path in list(_files(remains)):
            file, kept = remains / path, self.folder / path
            if path not in ours and _is_newer(file, kept):
                _make_room(kept, file)
                file.replace(kept)


def _remove(folder: Path) -> None:
    """Remove a folder of ours; the file that says so last, as this too may be interrupted."""
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry.name != BUILDING:
            entry.unlink()
    (folder / BUILDING).unlink()
    folder.rmdir()


def _files(folder: Path) -> Iterator[str]:
    """Yield the paths of all that is no folder, and of folders that are empty."""
    for parent, folders, files in os.walk(folder, onerror=_raise):
        links = [name for name in folders if os.path.islink(os.path.join(parent, name))]
        for name in [*files, *links]:
            yield os.path.relpath(os.path.join(parent, name), folder)
        if not folders and not files and parent != str(folder):
            yield os.path.relpath(parent, folder)


def _folders(folder: Path) -> Iterator[Path]:
    """Yield the folder and those within, each before what it holds is asked for."""
    yield folder
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            yield from _folders(entry)


def _raise(error: OSError) -> None:
    """Let nothing that is there pass for empty because it cannot be read."""
    if not isinstance(error, FileNotFoundError):
        raise error


def _listed(folder: Path) -> set[str]:
    try:
        return set((folder / LISTING).read_text(encoding="utf-8").splitlines())
    except FileNotFoundError:
        return set()


def _take_over(file: Path, to: Path) -> None:
    """Give a file a second name; where the disk knows no such, copy it with its time."""
    _make_room(to, file)
    if file.is_dir() and not file.is_symlink():
        to.mkdir()
        _make_like(to, file)
        return
    try:
        os.link(file, to, follow_symlinks=False)
    except OSError:
        shutil.copy2(file, to, follow_symlinks=False)


def _make_room(path: Path, like: Path) -> None:
    """Make the folders above a path as those above another are."""
    if not path.parent.exists():
        _make_room(path.parent, like.parent)
        path.parent.mkdir()
        _make_like(path.parent, like.parent)


def _make_like(folder: Path, other: Path) -> None:
    """Give a folder the group and the rights of another, as the server may read by its group."""
    with suppress(OSError):  # a group to which the owner does not belong
        os.chown(folder, -1, other.stat().st_gid)
    shutil.copymode(other, folder)


def _is_newer(file: Path, other: Path) -> bool:
    if not os.path.lexists(other):
        return True
    return not file.is_dir() and file.lstat().st_mtime > other.lstat().st_mtime
