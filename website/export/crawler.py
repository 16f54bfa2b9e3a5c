"""Follows links from the start URLs until the whole public site is exported and checked."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from website.export.exported_file import ExportedFile, export_url
from website.export.internal_urls import InternalLink, InternalURL

ReportProgress = Callable[[int, int], None]  # takes how many files are done and known


class Crawler:
    """Exports every URL that links lead to, and lists the problems afterwards."""

    def __init__(self, folder: Path, report_progress: ReportProgress | None = None) -> None:
        self.folder = folder
        self.report_progress = report_progress or (lambda done, known: None)
        self.exported: dict[str, ExportedFile] = {}  # by the path of the file
        self.linked_from: dict[str, InternalURL] = {}  # the first page that links to a file

    def run(self, start_urls: Iterable[InternalURL]) -> None:
        """Export the start URLs, everything they link to, and so on."""
        queue = deque({url.file: url for url in start_urls}.values())
        known = {url.file for url in queue}
        while queue:
            exported = export_url(queue.popleft(), self.folder)
            self.exported[exported.url.file] = exported
            for link in exported.content.links:
                file = link.target.file
                self.linked_from.setdefault(file, exported.url)
                if file not in known:
                    known.add(file)
                    queue.append(link.target)
            self.report_progress(len(self.exported), len(known))

    def list_problems(self) -> list[str]:
        """Return a line for each failed page and broken link, with its URL."""
        return [
            *self._list_failures(),
            *self._list_problems_on_pages(),
            *self._list_missing_fragments(),
        ]

    def _list_failures(self) -> Iterator[str]:
        for file, exported in self.exported.items():
            if exported.failure:
                page = self.linked_from.get(file)
                linked = f" (linked from {page.absolute})" if page else ""
                yield f"{exported.url.absolute} {exported.failure}{linked}"

    def _list_problems_on_pages(self) -> Iterator[str]:
        for exported in self.exported.values():
            for problem in exported.content.problems:
                yield f"{exported.url.absolute}: {problem}"

    def _list_missing_fragments(self) -> Iterator[str]:
        for exported in self.exported.values():
            for link in sorted(exported.content.links):
                if link.fragment and not self._has_fragment(link):
                    yield (
                        f"{link.target.absolute} has no part #{link.fragment} "
                        f"(linked from {exported.url.absolute})"
                    )

    def _has_fragment(self, link: InternalLink) -> bool:
        ids = self.exported[link.target.file].content.ids
        # Files that are not pages, redirect pages and failures have no ids at all.
        return not ids or link.fragment in {*ids, "top"}
