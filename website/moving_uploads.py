"""All uploads from one storage to another: a folder, or a bucket of an S3-compatible storage."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import file_digest

from django.core.files.storage import Storage

from website.moving import MoveError


def copy_files(source: Storage, target: Storage) -> int:
    """Copy every file under its own name, read each back, and return how many there are.

    The target must be empty. Raises MoveError where it is not, or where a file arrives changed,
    and OSError (StorageError) where a storage fails. Names that begin with a dot are no uploads.
    """
    if any(names_in(target)):
        raise MoveError("The storage to move the uploads to is not empty.")
    names = list(names_in(source))
    for name in names:
        with source.open(name) as file:
            stored = target.save(name, file)
        if stored != name or digest(source, name) != digest(target, name):
            raise MoveError(f"{name} arrived changed.")
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
