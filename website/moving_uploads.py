"""All uploads from one storage to another: a folder, or a bucket of an S3-compatible storage."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import file_digest

from django.core.files.storage import Storage

from website.moving import MoveError


def copy_files(source: Storage, target: Storage) -> int:
    """Copy every file under its own name, read each back, and return how many there are.

    In the target may be what an earlier attempt has copied, and nothing else. Raises MoveError
    where there is, or where a file arrives changed, and OSError (StorageError) where a storage
    fails. Names that begin with a dot are no uploads.
    """
    names, there = list(names_in(source)), set(names_in(target))
    if other := sorted(there.difference(names)):
        raise MoveError(f"The storage to move the uploads to has files of its own: {other[0]}.")
    for name in names:
        if name not in there:
            with source.open(name) as file:
                target.save(name, file)
        if digest(source, name) != digest(target, name):
            raise MoveError(f"{name} is not the same in the storage to move the uploads to.")
    return len(names)


def names_in(storage: Storage, folder: str = "") -> Iterator[str]:
    """Yield the names of all files, those in folders as ``photos/portrait.jpg``."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:  # a folder is made with its first file
        return
    for file in files:
        if not file.startswith("."):
            yield f"{folder}{file}"
    for below in folders:
        if not below.startswith("."):
            yield from names_in(storage, f"{folder}{below}/")


def digest(storage: Storage, name: str) -> str:
    """Return the SHA-256 of a stored file, in hexadecimal digits."""
    with storage.open(name) as file:
        return file_digest(file, "sha256").hexdigest()
