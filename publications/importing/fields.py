"""The fields of a paper that a BibTeX entry fills."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.dates.cv_date import CVDate
from publications.bibtex import Entry
from publications.bibtex.text.shortening import shorten
from publications.identifiers import is_named_in
from publications.models import Publication
from publications.models.choices import Role
from publications.names.author_line import AuthorLine, Credit
from publications.names.name import Name

PLAIN_FIELDS = (
    *("title", "kind", "status", "volume", "number", "pages", "doi", "arxiv_id", "abstract"),
    *("note", "article_number", "publisher", "place", "series", "edition", "isbn"),
    *("report_number", "institution", "licence"),
)
# The model allows these characters in a key, but programs that read BibTeX have trouble with them.
_UNUSUAL_IN_KEY = re.compile(r"[\"'()=@]")


def get_label(name: str) -> str:
    """Return the name of a field in the admin: "issue" for ``number``."""
    labels = {
        "title": _("title"),
        "kind": _("kind"),
        "status": _("status"),
        "volume": _("volume"),
        "pages": _("pages"),
        "abstract": _("abstract"),
        "note": _("note"),
        "when": _("date"),
        "venue": _("venue"),
        "authors": _("authors"),
        "editors": _("editors"),
        "translators": _("translators"),
        "awards": _("awards"),
        "link": _("link"),
        "short_name": _("short name of the venue"),
    }
    return labels.get(name) or str(getattr(Publication._meta.get_field(name), "verbose_name", name))


def list_others(entry: Entry) -> list[tuple[str, Role, tuple[Name, ...]]]:
    """Return the editors and translators of an entry: their label, role and names."""
    return [
        ("editors", Role.EDITOR, entry.editors),
        ("translators", Role.TRANSLATOR, entry.translators),
    ]


def make_line(names: Iterable[Name]) -> AuthorLine:
    """Return the author line of names in parts."""
    return AuthorLine(tuple(Credit(str(name), is_group=name.is_group) for name in names))


def get_values(entry: Entry) -> dict[str, Any]:
    """Return the values of an entry by field of the paper. They already fit the columns."""
    values: dict[str, Any] = {name: getattr(entry, name) for name in PLAIN_FIELDS}
    return values | {"when": CVDate.from_edtf(entry.when) if entry.when else None}


def get_link(entry: Entry) -> str:
    """Return the link of an entry, unless it only repeats the DOI."""
    return "" if is_named_in(entry.url, entry.doi) else entry.url


def check_key(key: str) -> tuple[str, str]:
    """Return the citation key, or "" and a note for the owner if the site cannot use it."""
    if not key:
        return "", ""
    try:
        if not _UNUSUAL_IN_KEY.search(key):
            usable: str = Publication._meta.get_field("citation_key").clean(key, None)
            if usable == key:
                return key, ""
    except ValidationError:
        pass
    note = _(
        "“%(key)s” cannot be used as a citation key: a key is one word without quotation marks, "
        "brackets or special TeX characters. The site will create one."
    )
    return "", note % {"key": shorten(key, 80)}
