"""Assigns the people in an author line to a paper, for the admin, content file and imports."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from common.history.recording import note
from publications.authors.index import AuthorIndex, CreditError, name_of
from publications.models import Author, Authorship, Publication
from publications.models.choices import Role
from publications.names.author_line import AuthorLine, Credit
from publications.names.name import Name

# Names in parts by the name as printed, for sources that know how the names divide.
Names = Mapping[str, Name]
NO_NAMES: Names = MappingProxyType({})


class Assignment(NamedTuple):
    """The result of an assignment: whether anything changed, and the authors that were created."""

    changed: bool
    new_authors: list[Author]


def check(
    line: AuthorLine, index: AuthorIndex, names: Names = NO_NAMES, *, guess: bool = False
) -> list[Author | None]:
    """Return the author of each credit, or None for a new name.

    Raises CreditError for an ambiguous credit, an unknown key or an invalid name. With ``guess``,
    an ambiguous name means the first person who has it.
    """
    people = index.people(line.credits, guess=guess)
    for credit, author in zip(line.credits, people, strict=True):
        if author is None:
            _check_new_name(names.get(credit.name) or name_of(credit))
        elif _is_new_group(credit, author) and author.is_owner and not names:
            raise CreditError(
                _("%(author)s is the owner of this site, so not a group in braces")
                % {"author": author}
            )
    return people


def _check_new_name(name: Name) -> None:
    try:
        Author.from_printed(name).clean_fields()
    except ValidationError as error:
        raise CreditError(
            _('"%(name)s" is not a usable name: %(messages)s')
            % {"name": name, "messages": " ".join(error.messages)}
        ) from error


def _is_new_group(credit: Credit, author: Author) -> bool:
    """Whether the line makes a group of a person; with a key, it means the person."""
    return credit.is_group and not author.is_group and not credit.key


@transaction.atomic
def assign_authors(
    publication: Publication,
    line: AuthorLine,
    index: AuthorIndex,
    names: Names = NO_NAMES,
    *,
    guess: bool = False,
    role: Role = Role.AUTHOR,
) -> Assignment:
    """Replace the authors, editors or translators of a saved paper by those in the line, in order.

    Unknown names become new authors, divided into parts as in ``names``. An author in braces
    becomes a group, unless ``names`` is given. The caller sets the paper's flags for alphabetical
    order and for further authors. If ``check`` raises CreditError, nothing is changed.
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
        Authorship.from_credit(credit, publication, author or next(new), position, role)
        for position, (credit, author) in enumerate(pairs, start=1)
    ]
    note([*made, *groups])
    everybody = list(publication.authorships.select_related("author"))
    present = [row for row in everybody if row.role == role]
    if [_describe_row(row) for row in present] == [_describe_row(row) for row in rows]:
        return Assignment(changed=bool(groups), new_authors=[])
    replace_rows(publication, [*rows, *(row for row in everybody if row.role != role)])
    return Assignment(changed=True, new_authors=made)


def replace_rows(publication: Publication, rows: list[Authorship]) -> None:
    """Store the rows as the only ones of the paper: authors, then editors, then translators."""
    in_order = [row for role in Role for row in rows if row.role == role]
    for position, row in enumerate(in_order, start=1):
        row.pk, row.position = None, position
        row._state.adding = True
    publication.authorships.all().delete()
    Authorship.objects.bulk_create(in_order, batch_size=500)


def learn_variants(line: AuthorLine, index: AuthorIndex) -> None:
    """Remember the names by which a line called people whom it identified by their keys.

    So the same name means the same person in later lines.
    """
    for credit in line.credits:
        author = index.find(credit.name, credit.key) if credit.key else None
        if author is None or author.is_group or index.has(credit.name):
            continue
        author.variants = [*author.variants, credit.name]
        author.save()
        note([author])


def _describe_row(row: Authorship) -> tuple[object, ...]:
    return (row.author_id, row.printed_name, row.marks)
