"""The uploads of a backup: from the storage into a folder, and back.

No name is ever used twice (``common.media.files``), so files can be added while the site runs:
nobody sees them before a row names them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from django.core.files import File
from django.core.files.storage import default_storage

from website.backup.errors import BackupError
from website.backup.manifest import UPLOADS, Member, is_upload
from website.errors import storage_errors


def stored(folder: str = "") -> Iterator[str]:
    """Yield the names of all that is in the storage; hidden files are nobody's uploads."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}{name}" for name in files if is_upload(f"{UPLOADS}{folder}{name}"))
    for name in folders:
        if is_upload(f"{UPLOADS}{folder}{name}"):
            yield from stored(f"{folder}{name}/")


def hold(name: str, at: Path) -> bool:
    """Keep a file of the storage at ``at`` as it is now; return whether it is there at all.

    In a folder this is a second name for the same file, which takes no room. What the site would
    never have put there, such as a pipe or a link that leads nowhere, is no file.
    """
    try:
        try:
            path = Path(default_storage.path(name))
            if not path.is_file():
                return False
            os.link(path.resolve(), at)
        except FileNotFoundError:
            return False
        except (NotImplementedError, OSError):  # no folder, or one on another disk
            with default_storage.open(name) as source, at.open("xb") as target:
                shutil.copyfileobj(source, target)
    except FileNotFoundError:
        return False
    return True


def require_possible(uploads: Iterable[str], probe: Path) -> None:
    """Raise BackupError where this site could not store files of all these names.

    They are tried out, empty, in the folder ``probe``: some disks know no capitals.
    """
    for name in uploads:
        file = probe / name
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch(exist_ok=False)
        except FileExistsError as error:
            raise BackupError(
                f"It has two uploads whose names are one name on this disk: {name}."
            ) from error
        except OSError as error:
            if storage_errors.sentence(error):
                raise
            raise BackupError(f"It has an upload that this disk cannot name: {name}.") from error
        if _is_taken(name):
            raise BackupError(
                "Among the uploads here, a folder has the name of a file in the backup, or a file "
                f"that of a folder: {name}. Move it away, and restore again."
            )


def _is_taken(name: str) -> bool:
    """Whether a folder of uploads has something else under a name, or on the way to it."""
    try:
        folder = Path(default_storage.path(""))
    except NotImplementedError:  # no folder
        return False
    above = [folder / parent for parent in PurePosixPath(name).parents]
    return (folder / name).is_dir() or any(path.exists() and not path.is_dir() for path in above)


def add_missing(uploads: Mapping[str, Member], unpacked: Path) -> list[str]:
    """Store what is not there yet; return the names. Where it fails, nothing has been added."""
    added: list[str] = []
    try:
        for name, member in uploads.items():
            if not default_storage.exists(name):
                added.append(name)
                _store(name, unpacked / member.sha256)
    except BaseException:
        remove(added)
        raise
    return added


def make_equal(uploads: Mapping[str, Member], unpacked: Path) -> None:
    """Store anew what is not there or has another content than the backup's."""
    for name, member in uploads.items():
        if not _is_stored(name, member):
            default_storage.delete(name)
            _store(name, unpacked / member.sha256)


def remove(names: Iterable[str]) -> None:
    """Remove files from the storage, where they are."""
    for name in names:
        default_storage.delete(name)


def _store(name: str, file: Path) -> None:
    with file.open("rb") as content:
        given = default_storage.save(name, File(content))
    if given != name:  # somebody stored one of that name just now
        default_storage.delete(given)


def _is_stored(name: str, member: Member) -> bool:
    try:
        if default_storage.size(name) != member.size:
            return False
        with default_storage.open(name) as content:
            return Member.read_from(content) == member
    except FileNotFoundError:
        return False
