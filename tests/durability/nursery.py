"""Processes of a site that are started quickly and can be killed at any step.

Run as a program it loads the site once, and for each line that it reads forks a process that runs a
command of ``manage.py``. Used from a test, ``Nursery`` speaks with that program.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]

# What Python tells an audit hook of before it changes, or may change, what is on the disk.
STEPS = {"open", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "sqlite3.connect"}
ANYWHERE = {"open", "sqlite3.connect"}  # of these, only what is in the site's folder counts


@dataclass(frozen=True)
class Ended:
    """A process that has ended: its exit status, or minus the signal, and what it printed."""

    status: int
    output: str
    seconds: float

    @property
    def was_killed(self) -> bool:
        return self.status == -signal.SIGKILL


class Nursery:
    """Starts processes of the site in a data folder, all with one secret key."""

    def __init__(self, folder: Path, secret_key: str) -> None:
        settings = {
            "VITA_DATA": str(folder),
            "SECRET_KEY": secret_key,
            "DJANGO_SETTINGS_MODULE": "website.settings",
        }
        environment = {**os.environ, **settings}
        for elsewhere in ("SITE_URL", "DATABASE_URL", "CACHE_URL"):
            environment.pop(elsewhere, None)
        self._program = subprocess.Popen(
            [sys.executable, "-m", "tests.durability.nursery"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.folder = folder

    def run(self, *command: str, **trouble: Any) -> Ended:
        """Run a command to its end.

        Trouble: ``kill_after`` seconds, ``kill_at`` the n-th step on the disk, or ``largest`` the
        size in bytes beyond which no file can grow.
        """
        return Ended(**self._ask(command=command, **trouble))

    def start(self, *command: str, **trouble: Any) -> int:
        """Start a command that goes on until it is killed; return its process id."""
        return int(self._ask(command=command, goes_on=True, **trouble)["pid"])

    def kill(self, pid: int) -> None:
        """Kill a process that was started, whatever it is doing."""
        os.kill(pid, signal.SIGKILL)
        self._ask(wait_for=pid)

    def close(self) -> None:
        """End all processes."""
        assert self._program.stdin
        assert self._program.stdout
        self._program.stdin.close()
        self._program.wait(10)
        self._program.stdout.close()

    def _ask(self, **request: Any) -> dict[str, Any]:
        assert self._program.stdin
        assert self._program.stdout
        print(json.dumps(request), file=self._program.stdin, flush=True)
        return dict(json.loads(self._program.stdout.readline()))


def main() -> None:
    """Answer each line with one."""
    import django
    from django.core.management import get_commands, load_command_class
    from django.urls import get_resolver

    django.setup()
    # What is loaded here need not be loaded by each process.
    for name in ("backup", "restore", "load", "import_publications", "upgrade", "runserver"):
        load_command_class(get_commands()[name], name)
    assert get_resolver().url_patterns
    for line in sys.stdin:
        request = json.loads(line)
        if pid := request.get("wait_for"):
            os.waitpid(pid, 0)
            answer: dict[str, Any] = {}
        else:
            answer = _run(**request)
        sys.stdout.write(f"{json.dumps(answer)}\n")
        sys.stdout.flush()


def _run(command: list[str], goes_on: bool = False, **trouble: Any) -> dict[str, Any]:
    reading, writing = os.pipe()
    started = time.monotonic()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _become(command, os.open(os.devnull, os.O_RDWR) if goes_on else writing, **trouble)
    os.close(writing)
    if goes_on:
        os.close(reading)
        return {"pid": pid}
    if (after := trouble.get("kill_after")) is not None:
        time.sleep(after)
        os.kill(pid, signal.SIGKILL)
    with os.fdopen(reading, errors="replace") as output:
        said = output.read()
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return {"status": status, "output": said, "seconds": time.monotonic() - started}


def _become(command: list[str], output: int, kill_at: int = 0, largest: int = 0, **_: Any) -> None:
    """Run the command in this process, with the trouble that is wanted, and exit."""
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    sys.argv = ["manage.py", *command]
    if largest:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    if kill_at:
        _kill_at(kill_at)
    status = 1
    try:
        import manage

        manage.main()
        status = 0
    except SystemExit as error:
        if isinstance(error.code, str):
            sys.stderr.write(f"{error.code}\n")
        status = error.code if isinstance(error.code, int) else int(bool(error.code))
    except Exception:  # noqa: BLE001 - said as Python says it
        traceback.print_exc()
    finally:
        with suppress(OSError):
            sys.stdout.flush()
        os._exit(status)


def _kill_at(step: int) -> None:
    steps = 0
    folder = os.environ["VITA_DATA"]

    def count(event: str, arguments: Any) -> None:
        nonlocal steps
        if event in STEPS and (event not in ANYWHERE or folder in str(arguments[0])):
            steps += 1
            if steps == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


if __name__ == "__main__":
    main()
