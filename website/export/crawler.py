"""Follows every link from the first pages on, until all there is has been copied and checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

from website.export.exported_file import Copied, copy
from website.export.internal_urls import PageLink, SiteURL
from website.export.workers import workers

MANY = 200  # addresses, from which on other processes are worth their start
_Progress = Callable[[int, int], None]


class Crawl:
    """What was copied, and what is wrong with it."""

    def __init__(self, folder: Path, jobs: int = 1, progress: _Progress | None = None) -> None:
        self.folder, self.jobs = folder, jobs
        self.progress = progress or (lambda done, known: None)
        self.copied: dict[str, Copied] = {}  # by the path of the file
        self.linked_from: dict[str, SiteURL] = {}  # the first page that leads to a file

    def run(self, seeds: Iterable[SiteURL]) -> None:
        """Copy the seeds, all to which they lead, and so on."""
        wave = {seed.file: seed for seed in seeds}
        known = len(wave)
        with ExitStack() as stack:
            run: Any = map
            while wave:
                if self.jobs > 1 and len(wave) > MANY and run is map:
                    run = stack.enter_context(workers(self.jobs))
                following: dict[str, SiteURL] = {}
                for copied in run(partial(copy, folder=self.folder), wave.values()):
                    self.copied[copied.address.file] = copied
                    for link in copied.links:
                        file = link.to.file
                        if file not in self.copied and file not in wave:
                            following.setdefault(file, link.to)
                        self.linked_from.setdefault(file, copied.address)
                    self.progress(len(self.copied), known + len(following))
                known += len(following)
                wave = following

    def problems(self) -> list[str]:
        """Return what a reader would stumble over, each with its address and where it is linked."""
        return [*self._broken(), *self._wrong_on_pages(), *self._fragments_that_lead_nowhere()]

    def _broken(self) -> Iterator[str]:
        for file, copied in self.copied.items():
            if copied.failure:
                page = self.linked_from.get(file)
                linked = f" (linked from {page.in_full})" if page else ""
                yield f"{copied.address.in_full} {copied.failure}{linked}"

    def _wrong_on_pages(self) -> Iterator[str]:
        for copied in self.copied.values():
            for problem in copied.found.problems:
                yield f"{copied.address.in_full}: {problem}"

    def _fragments_that_lead_nowhere(self) -> Iterator[str]:
        for copied in self.copied.values():
            for link in sorted(copied.links):
                target = self.copied[link.to.file]
                if link.fragment and not _is_in(link, target):
                    yield (
                        f"{link.to.in_full}#{link.fragment} is no part of that page "
                        f"(linked from {copied.address.in_full})"
                    )


def _is_in(link: PageLink, target: Copied) -> bool:
    ids = target.found.ids  # a failure, a file, and a page that leads on have none
    return not ids or link.fragment in {*ids, "top"}
