"""Adds the fields that an entry inherits: BibTeX's crossref and biblatex's xdata."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from publications.bibtex.grammar.reading import (
    MOST_TEXT,
    RawEntry,
    too_much_text,
)

# A parent's title is its children's book title (biblatex manual, appendix B).
_UNDER_ANOTHER_NAME = {"title": "booktitle", "subtitle": "booksubtitle"}
# These describe only the parent. BibTeX copies them, but the volume's DOI is not the paper's.
_NOT_INHERITED = frozenset(
    (
        *("crossref", "xdata", "key", "keywords", "note", "abstract", "pages", "pagetotal"),
        *("doi", "url", "urldate", "eprint", "eprinttype", "eprintclass", "archiveprefix"),
    )
)
_NO_PUBLICATIONS = {"xdata", "set"}
_MOST_XDATA = 10


def resolve(entries: Iterable[RawEntry]) -> list[RawEntry]:
    """Return the entries with the fields that they inherit; the parent may be before or after them.

    As in BibTeX, an entry's own fields win, and nothing is inherited from a parent's parent.
    Entries that only hold data for others (@xdata) or list others (@set) are left out; parents
    are kept. Raises FileTooLargeError.
    """
    entries = list(entries)
    # If two entries have the same key, BibTeX uses the first.
    by_key = {entry.key.lower(): entry for entry in reversed(entries) if entry.key}
    parents = {
        key.lower() for e in entries for key in _split_keys(e.fields.get("crossref", ""))[:1]
    }
    resolved: list[RawEntry] = []
    characters = 0
    for entry in entries:
        if entry.type not in _NO_PUBLICATIONS:
            resolved.append(_add_hint(_add_inherited(entry, by_key), parents))
            characters += resolved[-1].size
            if characters > MOST_TEXT:
                raise too_much_text()
    return resolved


def _add_inherited(entry: RawEntry, by_key: Mapping[str, RawEntry]) -> RawEntry:
    fields, warnings = dict(entry.fields), list(entry.warnings)
    xdata = list(dict.fromkeys(_split_keys(fields.get("xdata", ""))))
    if len(xdata) > _MOST_XDATA:
        warnings.append(
            _("of %(count)s entries in xdata, the first %(most)s are used")
            % {"count": f"{len(xdata):,}", "most": _MOST_XDATA}
        )
    for key in xdata[:_MOST_XDATA]:
        if container := by_key.get(key.lower()):
            fields = container.fields | fields
        else:
            warnings.append(_('xdata names "%(key)s", which is not in this file') % {"key": key})
    for key in _split_keys(fields.get("crossref", ""))[:1]:
        parent = by_key.get(key.lower())
        if parent and parent.key != entry.key:
            fields = _rename_inherited(parent.fields) | fields
        elif parent is None:
            warnings.append(_('crossref names "%(key)s", which is not in this file') % {"key": key})
    return replace(entry, fields=fields, warnings=tuple(warnings))


def _split_keys(value: str) -> list[str]:
    return [key for part in value.split(",") if (key := part.strip())]


def _rename_inherited(fields: Mapping[str, str]) -> dict[str, str]:
    own = {name: value for name, value in fields.items() if name not in _NOT_INHERITED}
    renamed = {_UNDER_ANOTHER_NAME.get(name, name): value for name, value in own.items()}
    # If the parent has a booktitle, that wins over its title.
    return renamed | {name: value for name, value in own.items() if name == "booktitle"}


def _add_hint(entry: RawEntry, parents: set[str]) -> RawEntry:
    if entry.key.lower() not in parents:
        return entry
    hint = _("other entries refer to this one by crossref; it may not be a paper itself")
    return replace(entry, is_parent=True, warnings=(*entry.warnings, hint))
