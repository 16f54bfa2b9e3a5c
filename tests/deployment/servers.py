"""Servers that a test runs, on free ports."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
HOST = "example.org"
PASSWORD = "correct horse battery"


class Upstream(NamedTuple):
    """The site behind the proxy."""

    port: int
    data: Path
    pid: int


def needed(program: str) -> str:
    """Return the path of a program; skip the test if it is missing, but never in CI."""
    path = shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin")
    if path is None:
        assert not os.environ.get("VITA_TEST_ALL"), f"{program} is not installed"
        pytest.skip(f"{program} is not installed")
    return path


def manage(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the site under these settings."""
    environment = os.environ | variables
    line = [sys.executable, "manage.py", *command]
    return subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True)


@contextmanager
def running(command: list[str], port: int, log: Path, **variables: str) -> Iterator[int]:
    """Run a server during the block; yield its process id."""
    with log.open("w") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | variables, stdout=out, stderr=out
        )
    try:
        for _ in range(300):
            assert process.poll() is None, log.read_text()
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)
