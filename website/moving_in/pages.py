"""Pages of static sites: front matter in YAML or TOML, then Markdown."""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from urllib.parse import SplitResult, urlsplit

import yaml
from django.utils.translation import gettext as _

from common.dates.errors import DateError
from common.dates.reading import to_edtf
from website.moving_in.archive import ArchiveError, SiteArchive

_FRONT_MATTER = re.compile(
    r"\s*(?P<fence>---|\+\+\+)[ \t]*\n(?P<head>.*?\n?)(?P=fence)[ \t]*(?:\n|$)", re.DOTALL
)
_LONGEST_HEAD = 100_000
MOST_BYTES_OF_PAGE = 500_000
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same in C is ten times faster

# The template languages of Jekyll and Hugo, kramdown's attributes, comments, and emoji codes. The
# limits keep the time proportional to the length of the text.
_COMMANDS = re.compile(
    r"\{%.{0,2000}?%\}|\{\{.{0,2000}?\}\}|\{:[^{}\n]*\}|<!--.{0,5000}?-->"
    r"|(?<!\w):[a-z][a-z0-9_]*:(?!\w)",
    re.DOTALL,
)
_LINK_TAG = re.compile(
    r"<a\b[^<>]*?\bhref\s*=\s*[\"']([^\"'<>]*)[\"'][^<>]*>(.{0,500}?)</a>",
    re.IGNORECASE | re.DOTALL,
)
_BREAK_TAG = re.compile(r"<br\s*/?>|</?p\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()]*\)")
_LOCAL_LINK = re.compile(r"\[([^\[\]]*)\]\((?!https?:|mailto:)[^()\s]*(?:\s[^()]*)?\)")


class Page:
    """The values of a page's front matter, and its text. It notes which values were taken."""

    def __init__(self, name: str, values: dict[str, Any], body: str = "") -> None:
        self.name = name
        self.values = values
        self.body = body
        self.taken: set[str] = set()

    def take(self, *names: str) -> Any:
        """Return the first of these values that is not empty, or None."""
        self.taken.update(names)
        return next((v for name in names if (v := self.values.get(name)) not in _EMPTY), None)

    def take_text(self, *names: str) -> str:
        return to_line(self.take(*names))

    def take_list(self, *names: str) -> list[str]:
        """Return the texts of a list, or of one text divided at its commas."""
        value = self.take(*names)
        values = value if isinstance(value, list) else to_line(value).split(",")
        return list(filter(None, map(to_line, values)))

    def take_page(self, name: str) -> Page:
        """Return values inside a value as a page of their own."""
        value = self.take(name)
        return Page(self.name, value if isinstance(value, dict) else {})

    def take_pages(self, name: str) -> list[Page]:
        """Return the tables in a list as pages of their own."""
        value = self.take(name)
        values = value if isinstance(value, list) else []
        return [Page(self.name, one) for one in values if isinstance(one, dict)]

    def take_date(self, *names: str) -> str:
        """Return the date as the content file takes it; "" if there is none that can be read."""
        text = self.take_text(*names)
        try:
            return text if to_edtf(text) else ""
        except DateError:
            return ""

    def list_unused(self) -> list[str]:
        """Return the names of the values that nobody took."""
        return [str(n) for n, v in self.values.items() if n not in self.taken and v not in _EMPTY]


_EMPTY: tuple[Any, ...] = (None, "", [], {}, False)


def read_page(archive: SiteArchive, name: str) -> Page:
    """Read a page with front matter, or a file of data. Raises ArchiveError."""
    text = archive.read_text(name, MOST_BYTES_OF_PAGE)
    if name.endswith((".yml", ".yaml")):
        return Page(name, _read_values(name, "---", text))
    found = _FRONT_MATTER.match(text)
    if not found:
        return Page(name, {}, text)
    return Page(name, _read_values(name, found["fence"], found["head"]), text[found.end() :])


def _read_values(name: str, fence: str, head: str) -> dict[str, Any]:
    if len(head) > _LONGEST_HEAD:
        raise ArchiveError(_("The front matter of %(name)s is too long.") % {"name": name})
    try:
        values = tomllib.loads(head) if fence == "+++" else yaml.load(head, _Loader)  # noqa: S506
    except (yaml.YAMLError, ValueError, RecursionError, TypeError) as error:
        where = getattr(error, "problem_mark", None)
        line = _(", line %(line)s") % {"line": where.line + 1} if where else ""
        sentence = _("The front matter of %(name)s cannot be read%(line)s.")
        raise ArchiveError(sentence % {"name": name, "line": line}) from error
    return values if isinstance(values, dict) else {}


def to_line(value: Any) -> str:
    """Return a scalar as one line of plain text."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, bool) or not isinstance(value, str | int | float | date):
        return ""
    text = str(value).strip()
    if re.match(r"\d{4}-\d\d-\d\d[T ]\d\d:", text):  # Hugo's dates have a time
        text = text[:10]
    return " ".join(html.unescape(_TAG.sub("", _BREAK_TAG.sub(" ", text))).split())


def split_url(url: str) -> SplitResult:
    """Return the parts of a URL; of one that cannot be read, no parts."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def clean_markdown(text: str) -> tuple[str, bool]:
    """Return a text without what only its old site understood, and whether there was any.

    Links within the old site become plain text.
    """
    told = _LINK_TAG.sub(r"[\2](\1)", _BREAK_TAG.sub("\n", text))
    bare = told
    for pattern in (_COMMANDS, _TAG, _IMAGE):
        bare = pattern.sub("", bare)
    bare = _LOCAL_LINK.sub(r"\1", bare)
    lines = (line.rstrip() for line in bare.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), bare != told


def list_unused(pages: Iterable[Page], ignored: Iterable[str]) -> str:
    """Return the names of the values that nobody took, except those that only a layout needs."""
    names = dict.fromkeys(name for page in pages for name in page.list_unused())
    return ", ".join(name for name in names if name not in set(ignored))
