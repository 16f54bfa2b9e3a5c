"""A disk of some megabytes. Mounting one takes root; where that is not to be had, tests skip."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

SIZE = 6  # megabytes


class Disk:
    """A file system of its own, kept in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.filling = folder / "filling"

    def fill(self, left: int) -> None:
        """Leave so many bytes free."""
        free = shutil.disk_usage(self.folder).free
        with self.filling.open("ab") as file:
            file.write(bytes(max(0, free - left)))

    def make_room(self) -> None:
        """Take away what fill() has put there."""
        self.filling.unlink()

    def make_read_only(self) -> None:
        """Let nobody write to it, root neither."""
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
        pytest.skip("a small disk can be mounted by root alone")
    try:
        yield Disk(folder)
    finally:
        _run("umount", "--lazy", str(folder))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
