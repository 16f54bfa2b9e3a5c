"""Gives a paper the authors of an author line: for the admin, the content file and imports."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction

from common.history.recording import note
from publications.authors.index import AuthorIndex, CreditError, name_of
from publications.models import Author, Authorship, Publication
from publications.names.author_line import AuthorLine, Credit
from publications.names.name import Name

# Names in parts, by the name as printed, where the division of printed names is known.
Names = Mapping[str, Name]
NO_NAMES: Names = MappingProxyType({})


class Assignment(NamedTuple):
    """What became of a paper: whether its authors are others now, and who of them is new here."""

    changed: bool
    new_authors: list[Author]


def check(
    line: AuthorLine, index: AuthorIndex, names: Names = NO_NAMES, *, guess: bool = False
) -> list[Author | None]:
    """Return who wrote the paper, None for a new name; raise CreditError where that is not sure.

    Where ``guess``, of several people who bear a name the first is taken.
    """
    people = index.people(line.credits, guess=guess)
    for credit, author in zip(line.credits, people, strict=True):
        if author is None:
            _check_new_name(names.get(credit.name) or name_of(credit))
        elif _is_new_group(credit, author) and author.is_owner and not names:
            raise CreditError(f"{author} is the owner of this site, so not a group in braces")
    return people


def _check_new_name(name: Name) -> None:
    try:
        Author.named(name).clean_fields()
    except ValidationError as error:
        raise CreditError(f'"{name}" is no usable name: {" ".join(error.messages)}') from error


def _is_new_group(credit: Credit, author: Author) -> bool:
    """Whether the line takes for a group who has been a person; a key says it is the person."""
    return credit.is_group and not author.is_group and not credit.key


@transaction.atomic
def assign_authors(
    publication: Publication,
    line: AuthorLine,
    index: AuthorIndex,
    names: Names = NO_NAMES,
    *,
    guess: bool = False,
) -> Assignment:
    """Make the authors of the line the authors of the saved paper, in that order.

    Names that are not known yet become new authors, divided as ``names`` says. Who is in braces
    becomes a group, unless the names come from elsewhere. The paper's own flags for an
    alphabetical order and for more authors are left to the caller. Raises CreditError, and changes
    nothing, where ``check`` would.
    """
    people = check(line, index, names, guess=guess)
    pairs = list(zip(line.credits, people, strict=True))
    groups = [] if names else [a for credit, a in pairs if a and _is_new_group(credit, a)]
    for author in groups:
        author.become_group()
        author.save()
    made = index.create(names.get(c.name) or name_of(c) for c, author in pairs if author is None)
    new = iter(made)
    rows = [
        Authorship.from_credit(credit, publication, author or next(new), position)
        for position, (credit, author) in enumerate(pairs, start=1)
    ]
    note([*made, *groups])
    present = publication.authorships.select_related("author")
    if [_said_by(row) for row in present] == [_said_by(row) for row in rows]:
        return Assignment(changed=bool(groups), new_authors=[])
    publication.authorships.all().delete()
    Authorship.objects.bulk_create(rows, batch_size=500)
    return Assignment(changed=True, new_authors=made)


def _said_by(row: Authorship) -> tuple[object, ...]:
    return (row.author_id, row.printed_name, row.marks)
