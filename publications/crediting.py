"""Gives a paper the authors of an author line: for the admin, the content file and imports."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction

from common.history import note
from publications.author_index import AuthorIndex, CreditError
from publications.author_line import AuthorLine
from publications.models import Author, Authorship, Publication
from publications.names import Name

# Names in parts, by the name as printed, where the division of printed names is known.
Names = Mapping[str, Name]
NO_NAMES: Names = MappingProxyType({})


class Credited(NamedTuple):
    """What became of a paper: whether its authors are others now, and who of them is new here."""

    changed: bool
    new_authors: list[Author]


def check(line: AuthorLine, index: AuthorIndex, names: Names = NO_NAMES) -> None:
    """Raise CreditError where the line does not surely say who wrote the paper."""
    people = [index.find(credit.name, credit.key) for credit in line.credits]
    for credit, author in zip(line.credits, people, strict=True):
        if author is not None and people.count(author) > 1:
            raise CreditError(f"{author} is named twice, by different names")
        if author is None and credit.key:
            raise CreditError(f'[{credit.key}] after "{credit.name}" is no author\'s key')
        if author is None:
            _check_new_name(credit.name, names)


def _check_new_name(name: str, names: Names) -> None:
    try:
        Author.named(names.get(name, name)).clean_fields()
    except ValidationError as error:
        raise CreditError(f'"{name}" is no usable name: {" ".join(error.messages)}') from error


@transaction.atomic
def credit_authors(
    publication: Publication, line: AuthorLine, index: AuthorIndex, names: Names = NO_NAMES
) -> Credited:
    """Make the authors of the line the authors of the saved paper, in that order.

    Names that are not known yet become new authors, divided as ``names`` says. The paper's own
    flag for an alphabetical order is left to the caller. Raises CreditError, and changes nothing,
    where ``check`` would.
    """
    check(line, index, names)
    found = [index.find(credit.name, credit.key) for credit in line.credits]
    known = {author.pk for author in found if author}
    rows = [
        Authorship.from_credit(credit, publication, author, position)
        for position, credit in enumerate(line.credits, start=1)
        for author in [index.resolve(credit, names.get(credit.name))]
    ]
    present = publication.authorships.all()
    if [_said_by(row) for row in present] == [_said_by(row) for row in rows]:
        return Credited(changed=False, new_authors=[])
    present.delete()
    Authorship.objects.bulk_create(rows)
    new_authors = [row.author for row in rows if row.author_id not in known]
    note(new_authors)
    return Credited(True, new_authors)


def _said_by(row: Authorship) -> tuple[object, ...]:
    return (row.author_id, row.credited_as, row.marks)
