"""The documentation in ``docs``, in pages and sections, with a search."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator, slugify

from common.text.markdown import render, render_plain
from common.text.search import fold, split_words

# In the order of the list. What is about the code of Vita is left out.
NAMES = (
    *("papers", "importing", "moving-in", "authors", "venues", "talks", "profile", "cv"),
    *("pictures", "uploads", "coauthors", "content-file", "upkeep", "backup", "static-copy"),
    *("signing-in", "settings", "deploy", "scale", "security"),
)
_HEADING = re.compile(r"^#{1,3} +(.+)$", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]+)\)")
_DOCS_LINK = re.compile(r"([\w-]+)\.md(#[\w-]+)?")


@dataclass(frozen=True)
class Section:
    """A heading of a page and the text below it, in Markdown."""

    page: str
    title: str
    text: str

    @property
    def anchor(self) -> str:
        return slugify(self.title)

    @property
    def html(self) -> SafeString:
        return render(_LINK.sub(_rewrite_link, self.text))

    @property
    def excerpt(self) -> str:
        return Truncator(render_plain(_LINK.sub(r"\1", self.text))).chars(200)


@dataclass(frozen=True)
class HelpPage:
    """A file of the documentation. The first section has the title of the page."""

    name: str
    sections: list[Section]

    @property
    def title(self) -> str:
        return self.sections[0].title


@cache
def load_pages() -> dict[str, HelpPage]:
    """Return the pages of this release by their names."""
    return {name: HelpPage(name, list(_read_sections(name))) for name in NAMES}


def find_sections(query: str) -> list[Section]:
    """Return the sections that have all words of a query, those with a word in the title first."""
    words = split_words(query)
    sections = [section for page in load_pages().values() for section in page.sections]
    texts = [(section, fold(section.title), fold(section.text)) for section in sections]
    found = [
        (not any(word in title for word in words), section)
        for section, title, text in texts
        if words and all(word in f"{title} {text}" for word in words)
    ]
    return [section for _, section in sorted(found, key=lambda pair: pair[0])]


def _read_sections(name: str) -> Iterator[Section]:
    text = (settings.BASE_DIR / "docs" / f"{name}.md").read_text(encoding="utf-8")
    _before, *parts = _HEADING.split(text)
    for title, body in zip(parts[::2], parts[1::2], strict=True):
        yield Section(name, title, body.strip("\n"))


def _rewrite_link(match: re.Match[str]) -> str:
    """Let links between documents lead to help pages. What is not a page loses its link."""
    label, target = match.groups()
    if target.startswith("#") or "://" in target:
        return match[0]
    found = _DOCS_LINK.fullmatch(target)
    if found is None or found[1] not in NAMES:
        return label
    return f"[{label}]({reverse('help-page', args=[found[1]])}{found[2] or ''})"
