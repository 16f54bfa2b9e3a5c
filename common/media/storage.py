"""The folder of uploads, and what can go wrong with any storage of them."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage

from common.files.atomic_files import write_out


class StorageError(OSError):
    """The storage cannot do what it is asked; the message says why, for the owner."""


class DurableStorage(FileSystemStorage):
    """Keeps an upload on the disk before a row may name it, and nothing of one that failed.

    As durable as the database: what was acknowledged survives a power cut.
    """

    def _save(self, name: str, content: Any) -> str:
        try:
            stored: str = super()._save(name, content)  # type: ignore[misc]
            for path in (Path(self.path(stored)), Path(self.path(stored)).parent):
                write_out(path)
        except OSError:
            with suppress(OSError):
                self.delete(name)
            raise
        return stored
