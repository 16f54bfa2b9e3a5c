"""The folder of an export: always the whole former export or the whole new one.

A new export is built beside the folder. Then the folder is renamed, the owner's own files are moved
from it into the new one, and the new one is renamed. Where this is interrupted between the two
renames, the next export first puts the former one back. ``LISTING`` names the exported files.
"""

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath

LISTING = ".vita-export"
_ALL_RIGHTS = os.R_OK | os.W_OK | os.X_OK


class FolderError(Exception):
    """The folder cannot be used; the message says what to do."""


@dataclass(frozen=True)
class ExportSummary:
    """How many files an export has, and how it differs from the former one."""

    files: int
    size: int  # of all files, in bytes
    changed: int  # new, or with other content
    removed: int


class ExportFolder:
    """The folder that an export replaces. Raises FolderError if it is a disk's own folder."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        if self.path.is_mount():
            raise FolderError(f"{self.path} cannot be replaced; choose a folder inside it.")
        self.new = self.path.with_name(f".{self.path.name}.vita-new")
        self.old = self.path.with_name(f".{self.path.name}.vita-old")

    @contextmanager
    def build(self) -> Iterator[Path]:
        """Give an empty folder for the new export, after repairing an interrupted one.

        Raises FolderError if the folder is not an export, or cannot be replaced.
        """
        if self._is_interrupted:
            if self.path.exists():
                raise FolderError(
                    f"An earlier export was interrupted when your folder was {self.old}. Now there "
                    f"is a new {self.path}: move it elsewhere, and export again."
                )
            self._put_back()
        self._check_content()
        self._check_permissions()
        self._remove_leftovers()
        self.new.mkdir(parents=True)
        try:
            yield self.new
        finally:
            if not self._is_interrupted:
                self._remove_leftovers()

    def replace(self) -> ExportSummary:
        """Replace the folder by the new export; keep the owner's files, and the times of files
        whose content is the same. Raises FolderError if one of the owner's files is in the way.
        """
        files = {
            str((Path(parent) / name).relative_to(self.new))
            for parent, _, names in os.walk(self.new)
            for name in names
        }
        former = _read_listing(self.path)
        self._check_for_collisions(files, former)
        listing = "".join(f"{file}\n" for file in sorted(files))
        (self.new / LISTING).write_text(listing, encoding="utf-8")
        unchanged = {file for file in files if self._keep_time(file)}
        self._keep_time(LISTING)
        size = sum((self.new / file).stat().st_size for file in files)
        self._swap()
        return ExportSummary(len(files), size, len(files - unchanged), len(former - files))

    def _check_content(self) -> None:
        if Path.cwd().is_relative_to(self.path):
            raise FolderError(
                f"You are in {self.path}, which will be replaced; go to another folder."
            )
        if not self.path.exists() or (self.path / LISTING).exists():
            return
        if not self.path.is_dir():
            raise FolderError(f"{self.path} is a file; choose a folder.")
        # Hidden files are settings of the host, or Git's.
        if any(not entry.name.startswith(".") for entry in self.path.iterdir()):
            raise FolderError(
                f"{self.path} is neither empty nor an earlier export. Choose another folder, or "
                "empty this one."
            )

    def _check_permissions(self) -> None:
        parent = next(folder for folder in self.path.parents if folder.exists())
        if not os.access(parent, _ALL_RIGHTS):
            raise FolderError(
                f"An export is built beside {self.path} and then replaces it, but you may not "
                f"write to {parent}. Choose a folder inside one of your own."
            )
        for folder in _find_folders(self.path) if self.path.exists() else ():
            if not os.access(folder, _ALL_RIGHTS):
                raise FolderError(
                    f"You have no permission to read or change {folder}, so it cannot be moved "
                    "into the new export. Change its permissions, or move it elsewhere."
                )

    def _check_for_collisions(self, files: set[str], former: set[str]) -> None:
        for file in sorted(files - former):
            for part in (PurePath(file), *PurePath(file).parents[:-1]):
                path = self.path / part
                is_shared_folder = str(part) != file and path.is_dir() and not path.is_symlink()
                if os.path.lexists(path) and not is_shared_folder and str(part) not in former:
                    raise FolderError(
                        f"{path} does not come from an export, and the new export needs that "
                        "name. Move it elsewhere, and export again."
                    )

    def _keep_time(self, file: str) -> bool:
        """Give a new file the time of the former one if the content is the same."""
        former, new = self.path / file, self.new / file
        if not former.is_file() or not filecmp.cmp(former, new, shallow=False):
            return False
        shutil.copystat(former, new)
        return True

    @property
    def _is_interrupted(self) -> bool:
        """Whether a swap is unfinished: only then both folders exist."""
        return self.old.exists() and self.new.exists()

    def _swap(self) -> None:
        os.sync()  # or a power failure could leave an export of empty files
        if not self.path.exists():
            self.new.rename(self.path)
            return
        shutil.copymode(self.path, self.new)
        try:
            self.path.rename(self.old)
            _move_unlisted_files(self.old, self.new)
            self.new.rename(self.path)
        except BaseException:
            if self._is_interrupted:
                self._put_back()
            raise

    def _put_back(self) -> None:
        """Undo an unfinished swap: move the owner's files and the former export back."""
        _move_unlisted_files(self.new, self.old)
        self.old.rename(self.path)

    def _remove_leftovers(self) -> None:
        """Remove the former export after a swap, or an unfinished new one."""
        if self.old.exists():
            self.old.rename(self.new)
        if self.new.exists():
            shutil.rmtree(self.new)


def _find_folders(folder: Path) -> Iterator[Path]:
    """Yield a folder and those inside it, each before it is read, which may be forbidden."""
    yield folder
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            yield from _find_folders(entry)


def _read_listing(folder: Path) -> set[str]:
    try:
        return set((folder / LISTING).read_text(encoding="utf-8").splitlines())
    except FileNotFoundError:
        return set()


def _move_unlisted_files(source: Path, target: Path) -> None:
    """Move the owner's files and folders, each at once where nothing exported is in it."""
    listed = {*_read_listing(source), LISTING}
    exported_folders = {str(parent) for file in listed for parent in PurePath(file).parents}

    def move(folder: PurePath) -> None:
        for entry in sorted((source / folder).iterdir()):
            path = folder / entry.name
            is_folder = entry.is_dir() and not entry.is_symlink()
            if is_folder and (str(path) in exported_folders or (target / path).is_dir()):
                move(path)
            elif str(path) not in listed:
                (target / path).parent.mkdir(parents=True, exist_ok=True)
                entry.rename(target / path)

    move(PurePath())
