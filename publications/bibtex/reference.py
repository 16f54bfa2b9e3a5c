"""Reads what a bibliography says beside title, authors, venue and date: publisher, ISBN, awards."""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from publications.bibtex.kinds import Nature
from publications.bibtex.people.reading import People, PeopleError, read_people
from publications.bibtex.preparing import read_plain_field
from publications.bibtex.text.latex import to_plain, to_verbatim
from publications.identifiers import strip_isbn, strip_issn, validate_isbn, validate_issn
from publications.models.awards import split_awards
from publications.models.references.licences import find_licence
from publications.names.name import Name

# The fields that may have the value of a column, best first.
_FIELDS = {
    "publisher": ("publisher",),
    "place": ("address", "location", "place"),
    "series": ("series",),
    "edition": ("edition",),
    "article_number": ("eid", "articleno", "article-number", "articlenumber"),
    "report_number": ("reportnumber",),
    "institution": ("institution", "school"),
}
# Kinds whose number is not the issue of a journal.
_NUMBERED = {"report", "patent"}
_OF_LICENCES = ("copyright", "license", "licence", "rights")
_BETWEEN_NUMBERS = re.compile(r"\s*[,;/]\s*|\s+(?=97[89])|(?<=\d)\s+(?=\d{10})|\s*\([^)]*\)\s*")


class Reference(NamedTuple):
    """The values by column of the paper, and the people who are not its authors.

    ``more`` means that there are editors who are not named. ``read`` holds the names of the fields
    that were used though their values do not show it.
    """

    values: dict[str, Any]
    editors: tuple[Name, ...]
    translators: tuple[Name, ...]
    more: bool
    awards: tuple[str, ...]
    issn: str
    read: frozenset[str]
    warnings: list[str]


def read_reference(fields: Mapping[str, str], nature: Nature) -> Reference:
    """Read these fields of an entry. What the nature of the entry has used is no value again."""
    values: dict[str, Any] = {
        column: read_plain_field(fields, *(name for name in names if name not in nature.read))
        for column, names in _FIELDS.items()
    }
    values["number"] = read_plain_field(fields, "number", "issue")
    if nature.kind in _NUMBERED:
        values["report_number"] = values.pop("number") or values["report_number"]
    if nature.kind == "report" and not values["institution"]:
        values["institution"] = read_plain_field(fields, "organization")
    read: set[str] = set()
    warnings: list[str] = []
    values["isbn"] = _read_number(fields, "isbn", strip_isbn, validate_isbn)
    if (written := to_plain(fields.get("isbn", ""))) and not values["isbn"]:
        warnings.append(_('"%(isbn)s" is not an ISBN, and is left out') % {"isbn": written[:60]})
        read.add("isbn")
    for name in _OF_LICENCES:
        if licence := find_licence(to_verbatim(fields.get(name, ""))):
            values["licence"] = licence
            read.add(name)
            break
    editors = _read_people(fields, "editor", _("editors"), read, warnings)
    translators = _read_people(fields, "translator", _("translators"), read, warnings)
    awards = split_awards(read_plain_field(fields, "award_name", "award"))
    if awards:
        read.add("award_name" if to_plain(fields.get("award_name", "")) else "award")
    issn = _read_number(fields, "issn", strip_issn, validate_issn)
    is_of_journal = issn and nature.venue and nature.venue_kind == "journal"
    if is_of_journal:
        read.add("issn")
    return Reference(
        values=values,
        editors=editors.names,
        translators=translators.names,
        more=editors.more,
        awards=awards,
        issn=issn if is_of_journal else "",
        read=frozenset(read),
        warnings=warnings,
    )


def _read_people(
    fields: Mapping[str, str], name: str, label: str, read: set[str], warnings: list[str]
) -> People:
    try:
        people = read_people(fields.get(name, ""))
    except PeopleError as error:
        sentence = _("the %(people)s cannot be read and are left out: %(error)s")
        warnings.append(sentence % {"people": label, "error": error})
        return People()
    read.add(name)
    warnings += people.warnings
    return people


def _read_number(
    fields: Mapping[str, str],
    name: str,
    strip: Callable[[str], str],
    validate: Callable[[str], None],
) -> str:
    """Return the first of several numbers whose check digit is correct, or ""."""
    written = to_plain(fields.get(name, ""))
    for text in (written, *_BETWEEN_NUMBERS.split(written)):
        bare = strip(text)
        try:
            validate(bare)
        except ValidationError:
            continue
        return bare
    return ""
