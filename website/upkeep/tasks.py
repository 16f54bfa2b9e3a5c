"""Long work that a button starts: a process of its own, and never two at a time.

The process inherits the task's lock and holds it until it ends, however it ends. How far it is, and
the result, are in a file beside the lock.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from threading import Thread

from django.conf import settings
from django.utils import timezone

from common.files.atomic_files import write_whole
from common.files.file_lock import hold_lock

NAMES = ("backup", "export", "check_links")


@dataclass(frozen=True)
class Task:
    """The last run of a task. The times are in ISO format, and empty before it starts or ends."""

    name: str
    started_at: str = ""
    finished_at: str = ""
    succeeded: bool = False
    text: str = ""  # what the command printed
    done: int = 0
    known: int = 0
    options: dict[str, str] = field(default_factory=dict)

    @property
    def is_running(self) -> bool:
        return bool(self.started_at and not self.finished_at and _is_locked(self.name))

    @property
    def was_interrupted(self) -> bool:
        """Whether its process ended without a result: it was killed, or the machine stopped."""
        return bool(self.started_at and not self.finished_at and not _is_locked(self.name))

    def save(self) -> None:
        with write_whole(_get_file(self.name, "json")) as stream:
            stream.write(json.dumps(asdict(self)).encode())


def get(name: str) -> Task:
    """Return the last run of a task, or one that never started."""
    try:
        return Task(**json.loads(_get_file(name, "json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):  # none yet, or from another release
        return Task(name)


def get_exported_zip() -> Path:
    """Return the file of the last export that was made for downloading."""
    return _get_file("export", "zip")


def start(name: str, options: dict[str, str] | None = None) -> bool:
    """Start a task unless it is running; return whether it was started."""
    with ExitStack() as stack:
        try:
            lock = stack.enter_context(hold_lock(_get_file(name, "lock")))
        except BlockingIOError:
            return False
        Task(name, started_at=timezone.now().isoformat(), options=options or {}).save()
        _launch(name, lock)
    return True


def finish(task: Task, *, succeeded: bool, text: str) -> None:
    """Store the result of a task."""
    now = timezone.now().isoformat()
    replace(task, finished_at=now, succeeded=succeeded, text=text).save()


def _launch(name: str, lock: int) -> None:
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_task", name],
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        pass_fds=[lock],
        start_new_session=True,
    )
    Thread(target=process.wait, daemon=True).start()  # so that no zombie is left


def _is_locked(name: str) -> bool:
    try:
        with hold_lock(_get_file(name, "lock"), shared=True):
            return False
    except BlockingIOError:
        return True


def _get_file(name: str, suffix: str) -> Path:
    folder = Path(settings.DATA_DIR) / "upkeep"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"{name}.{suffix}"
