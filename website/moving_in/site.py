"""What was found in the files of a site."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from publications.bibtex import Entry, Refused
from website.moving_in.archive import ArchiveError, SiteArchive
from website.moving_in.pages import Page, clean_markdown, list_unused, read_page

_FEWEST_PAPERS = 2  # of a topic by which readers can filter
_MOST_NAMED = 40
# What only layouts, search engines and the old site's menus need.
_OF_LAYOUTS = (
    *("layout", "permalink", "collection", "redirect_from", "nav", "nav_order", "inline", "slug"),
    *("related_posts", "draft", "publishDate", "lastmod", "author_profile", "math", "type"),
    *("superuser", "highlight_name", "user_groups", "cascade", "build", "share", "reading_time"),
    *("announcements", "latest_posts", "selected_papers", "social", "highlight", "all_day"),
)


@dataclass
class MovedSite:
    """A site as Vita takes it: sections of the content file, and entries for the import.

    ``notes`` are sentences about what was left out. ``photo`` is a path in the archive.
    """

    archive: SiteArchive
    content: dict[str, Any] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    photo: str = ""

    def read_pages(self, *patterns: str) -> list[Page]:
        """Read the pages whose paths match; those that cannot be read are noted."""
        pages = []
        for name in self.archive.find(*patterns):
            try:
                page = read_page(self.archive, name)
            except ArchiveError as error:
                self.notes.append(str(error))
                continue
            if page.take("draft") or page.take("published") is False:
                self.notes.append(_("%(name)s is a draft, and is left out.") % {"name": name})
            else:
                pages.append(page)
        return pages

    def read_first(self, *patterns: str) -> Page:
        """Read the first page whose path matches, or return an empty one."""
        return next(iter(self.read_pages(*patterns)), Page("", {}))

    def clean(self, page: Page) -> str:
        """Return the text of a page as Markdown."""
        text, lost = clean_markdown(page.body)
        if lost:
            sentence = _(
                "%(name)s: template commands, HTML, pictures and links within the old site are "
                "left out of the text."
            )
            self.notes.append(sentence % {"name": page.name})
        return text

    def note_unused(self, pages: list[Page]) -> None:
        """Note the values of pages of one sort that have no place on the site."""
        if pages and (names := list_unused(pages, _OF_LAYOUTS)):
            folder = pages[0].name.split("/")[0] if len(pages) > 1 else pages[0].name
            sentence = _("Not used of %(folder)s: %(names)s.")
            self.notes.append(sentence % {"folder": folder, "names": names})

    def add(self, section: str, table: dict[str, Any]) -> None:
        """Add a table to a section of the content file, without its empty values."""
        self.content.setdefault(section, []).append({k: v for k, v in table.items() if v})

    def add_topics(self) -> None:
        """Make topics of the keywords that several papers have."""
        words = Counter(word for entry in self.entries for word in entry.topics)
        for word, count in sorted(words.items()):
            if count >= _FEWEST_PAPERS:
                self.add("topics", {"name": word})

    def list_notes(self) -> list[str]:
        """Return the notes, and another on the files that were not read."""
        folders = Counter(name.split("/")[0] for name in self.archive.list_unused())
        names = [f"{name} ({count})" if count > 1 else name for name, count in folders.items()]
        if not names:
            return self.notes
        shown = ", ".join(names[:_MOST_NAMED]) + (", …" if len(names) > _MOST_NAMED else "")
        return [*self.notes, _("Files that were not read: %(names)s.") % {"names": shown}]
