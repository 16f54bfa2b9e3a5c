"""The lines of authors, editors and translators in a paper's table of the content file."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from common.content_file.report import FileLocation, LoadReport
from common.content_file.rows import Table
from publications.authors.assigning import assign_authors
from publications.authors.content_file import format_line
from publications.authors.index import AuthorIndex, CreditError
from publications.models import Publication
from publications.models.choices import Role
from publications.names import author_line
from publications.names.author_line import AuthorLine

KEYS = {Role.AUTHOR: "authors", Role.EDITOR: "editors", Role.TRANSLATOR: "translators"}
Lines = dict[Role, AuthorLine]


def read_lines(table: Table, place: FileLocation, report: LoadReport) -> Lines | None:
    """Return the line of each role; None if one cannot be read."""
    lines = {
        role: _read_line(table.get(key, ""), place.at(key), report) for role, key in KEYS.items()
    }
    read = {role: line for role, line in lines.items() if line is not None}
    if len(read) < len(lines):
        return None
    leading = get_leading_line(read)
    for role, line in read.items():
        if line is not leading and (line.more or line.alphabetical):
            sentence = _('only the authors can be in alphabetical order or end in "et al."')
            report.refuse(place.at(KEYS[role]), sentence)
            return None
    return read


def get_leading_line(lines: Lines) -> AuthorLine:
    """Return the line of the authors, or of the editors of an edited volume."""
    authors, editors = lines[Role.AUTHOR], lines[Role.EDITOR]
    return authors if authors.credits or not editors.credits else editors


def _read_line(text: Any, place: FileLocation, report: LoadReport) -> AuthorLine | None:
    if not isinstance(text, str):
        report.refuse(place, _('write the author line in quotes, like "Wei Xiong*, Han Zhong*"'))
        return None
    try:
        return author_line.read(text)
    except author_line.AuthorLineError as error:
        report.refuse(place, str(error))
        return None


def assign_lines(
    publication: Publication,
    lines: Lines,
    index: AuthorIndex,
    place: FileLocation,
    report: LoadReport,
) -> set[str]:
    """Give the saved paper its people; return the keys of those that changed."""
    changed = set()
    for role, line in lines.items():
        key = KEYS[role]
        try:
            assigned = assign_authors(publication, line, index, role=role)
        except CreditError as error:
            report.refuse(place.at(key), str(error))
            continue
        for author in assigned.new_authors:
            report.note("authors", author, created=True, changed=set())
        changed |= {key} if assigned.changed else set()
    return changed


def format_lines(publication: Publication, index: AuthorIndex) -> dict[str, str]:
    """Return the lines of a paper by key, with keys where a name alone is ambiguous.

    The line of authors is there even if it is empty.
    """
    leading = KEYS[Role.EDITOR if publication.is_edited_volume else Role.AUTHOR]
    lines = {}
    for role, key in KEYS.items():
        credits_ = tuple(index.credit(row) for row in publication.list_rows(role))
        line = AuthorLine(credits_)
        if credits_ and key == leading:
            alphabetical, more = publication.is_alphabetical, publication.has_more_authors
            line = AuthorLine(credits_, alphabetical, more)
        lines[key] = format_line(author_line.write(line))
    return {key: line for key, line in lines.items() if line or key == KEYS[Role.AUTHOR]}
