"""The uploads of a backup: copying them from the storage to a folder, and back.

No name is ever used twice (``common.media.files``), so files can be added while the site runs:
they are invisible until a row refers to them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from django.core.files import File
from django.core.files.storage import default_storage

from common.media.names import is_valid_name
from website.backup.archive import digest_of
from website.backup.errors import BackupError
from website.errors import storage_errors


def list_uploads(folder: str = "") -> Iterator[str]:
    """Yield the names of all uploads in the storage; hidden files are not uploads."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}{name}" for name in files if is_valid_name(f"{folder}{name}"))
    for name in folders:
        if is_valid_name(f"{folder}{name}"):
            yield from list_uploads(f"{folder}{name}/")


def hold(name: str, at: Path) -> bool:
    """Keep the present state of a stored file at ``at``; return whether the file exists.

    On the same disk this is a hard link, which takes no space. Anything that the site would not
    have stored, such as a pipe or a dangling link, is ignored.
    """
    try:
        try:
            path = Path(default_storage.path(name))
            if not path.is_file():
                return False
            os.link(path.resolve(), at)
        except FileNotFoundError:
            return False
        except (NotImplementedError, OSError):  # not a folder, or on another disk
            with default_storage.open(name) as source, at.open("xb") as target:
                shutil.copyfileobj(source, target)
    except FileNotFoundError:
        return False
    return True


def require_possible(uploads: Iterable[str], probe: Path) -> None:
    """Raise BackupError if this site cannot store files with all these names.

    Empty files are created in ``probe`` to find out: some disks ignore case.
    """
    for name in uploads:
        file = probe / name
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch(exist_ok=False)
        except FileExistsError as error:
            raise BackupError(
                f"It has two uploads whose names are the same on this disk: {name}."
            ) from error
        except OSError as error:
            if storage_errors.explain(error):
                raise
            raise BackupError(
                f"It has an upload whose name is not possible on this disk: {name}."
            ) from error
        if _is_taken(name):
            raise BackupError(
                "Among the uploads here, a folder has the name of a file in the backup, or the "
                f"other way round: {name}. Move it away, then restore again."
            )


def _is_taken(name: str) -> bool:
    """Whether something else has this name, or that of one of its folders."""
    try:
        folder = Path(default_storage.path(""))
    except NotImplementedError:  # no folder
        return False
    above = [folder / parent for parent in PurePosixPath(name).parents]
    return (folder / name).is_dir() or any(path.exists() and not path.is_dir() for path in above)


def add_missing(uploads: Mapping[str, str], unpacked: Path) -> list[str]:
    """Store missing uploads and return their names; on failure, add nothing."""
    added: list[str] = []
    try:
        for name, digest in uploads.items():
            if not default_storage.exists(name):
                added.append(name)
                _store(name, unpacked / digest)
    except BaseException:
        remove(added)
        raise
    return added


def make_equal(uploads: Mapping[str, str], unpacked: Path) -> None:
    """Store again what is missing or differs from the backup."""
    for name, digest in uploads.items():
        if not _is_stored(name, digest):
            default_storage.delete(name)
            _store(name, unpacked / digest)


def remove(names: Iterable[str]) -> None:
    for name in names:
        default_storage.delete(name)


def _store(name: str, file: Path) -> None:
    with file.open("rb") as content:
        given = default_storage.save(name, File(content))
    if given != name:  # another process just stored a file of that name
        default_storage.delete(given)


def _is_stored(name: str, digest: str) -> bool:
    try:
        with default_storage.open(name) as content:
            return digest_of(content) == digest
    except FileNotFoundError:
        return False
