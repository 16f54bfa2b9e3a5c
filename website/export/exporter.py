"""Makes the copy: all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from common.files.file_lock import locked
from website.export.crawler import Crawl
from website.export.folder import Changes, CopyFolder, FolderError
from website.export.start_urls import seeds
from website.pagecache import site_version

ALWAYS = {".nojekyll": ""}  # GitHub Pages: take the files as they are
ENDED = "One of the processes that copy was ended, perhaps for want of memory: try --jobs 1."


class ExportError(Exception):
    """There is no new copy; ``problems`` says why, a line each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def export(
    directory: Path, *, jobs: int = 1, progress: Callable[[int, int], None] | None = None
) -> Changes:
    """Write the whole public site below a folder, as files for ``settings.SITE``.

    Raises ExportError, FolderError or OSError; the folder is then as it was.
    """
    folder = CopyFolder(directory)
    data = Path(settings.DATA_DIR).resolve()
    if folder.folder.is_relative_to(data) or data.is_relative_to(folder.folder):
        raise FolderError(
            f"Neither {directory} nor {data}, which holds the data of the site, may be within the "
            "other; name a folder elsewhere."
        )
    with _alone():
        beside = folder.prepare()
        try:
            before = _edition()
            _collect_static_files()
            crawl = Crawl(beside, jobs, progress)
            try:
                crawl.run(seeds())
            except BrokenProcessPool:
                raise ExportError([ENDED]) from None
            if problems := crawl.problems():
                raise ExportError(problems)
            if _edition() != before:
                raise ExportError(["The site was changed while it was copied."])
            for name, text in ALWAYS.items():
                (beside / name).write_text(text)
            return folder.put_in_place()
        finally:
            folder.give_up()


def _edition() -> str:
    """Return what changes with every write to what pages show: a copy is of one moment."""
    if (now := site_version.current()) is None:
        raise ExportError(["The database is not up to date. Run `manage.py setup` first."])
    return now.token


def _collect_static_files() -> None:
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)


@contextmanager
def _alone() -> Iterator[None]:
    """Hold off a second export of this site; what was killed holds nothing."""
    try:
        with locked(Path(f"{settings.STATIC_ROOT}.lock")):  # what two would overwrite of each other
            yield
    except BlockingIOError:
        raise ExportError(["Another export of this site is running."]) from None
