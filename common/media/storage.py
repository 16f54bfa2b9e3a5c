"""The storage of uploads on disk, and the error that any storage may raise."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage

from common.files.atomic_files import write_out


class StorageError(OSError):
    """The storage failed. The message tells the owner why."""


class DurableStorage(FileSystemStorage):
    """Flushes an upload to the disk before a row refers to it, and deletes failed ones.

    So uploads are as durable as the database: they survive a power cut.
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
