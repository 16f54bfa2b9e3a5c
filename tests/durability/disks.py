"""A disk of a few megabytes. Only root can mount one; for others, these tests are skipped."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

SIZE = 6  # megabytes


class Disk:
    """A separate file system in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.filling = folder / "filling"

    def fill(self, left: int) -> None:
        """Leave only this many bytes free."""
        free = shutil.disk_usage(self.folder).free
        with self.filling.open("ab") as file:
            file.write(bytes(max(0, free - left)))

    def make_room(self) -> None:
        """Remove what fill() wrote."""
        self.filling.unlink()

    def make_read_only(self) -> None:
        """Let nobody write to it, not even root."""
        _run("mount", "-o", "remount,ro", str(self.folder))

    def make_writable(self) -> None:
        """Let everybody write to it again."""
        _run("mount", "-o", "remount,rw", str(self.folder))


def a_disk(folder: Path) -> Iterator[Disk]:
    """Mount a small disk at a folder; used by the fixture ``disk``."""
    try:
        _run("mount", "-t", "tmpfs", "-o", f"size={SIZE}m", "tmpfs", str(folder))
    except (OSError, subprocess.CalledProcessError):
        if os.environ.get("VITA_TEST_ALL"):
            raise
        pytest.skip("only root can mount a small disk")
    try:
        yield Disk(folder)
    finally:
        _run("umount", "--lazy", str(folder))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
