"""Gives a paper the authors of an author line: for the admin, the content file and imports."""

from __future__ import annotations

from django.db import transaction

from publications.author_index import AuthorIndex, UnknownAuthorError
from publications.author_line import AuthorLine
from publications.models import Author, Authorship, Publication


def check(line: AuthorLine, index: AuthorIndex) -> None:
    """Raise UnknownAuthorError where the line does not surely say who wrote the paper."""
    people = [index.find(credit.name, credit.key) for credit in line.credits]
    for credit, author in zip(line.credits, people, strict=True):
        if author is None and credit.key:
            raise UnknownAuthorError(f'[{credit.key}] after "{credit.name}" is no author\'s key')
        if author is not None and people.count(author) > 1:
            raise UnknownAuthorError(f"{author} is named twice, by different names")


@transaction.atomic
def credit_authors(publication: Publication, line: AuthorLine, index: AuthorIndex) -> list[Author]:
    """Make the authors of the line the authors of the saved paper, in that order.

    Names that are not known yet become new authors, which are returned. The paper's own flag for
    an alphabetical order is left to the caller. Raises UnknownAuthorError, and changes nothing,
    where ``check`` would.
    """
    check(line, index)
    known = set(index)
    rows = [
        Authorship.from_credit(credit, publication, index.resolve(credit), position)
        for position, credit in enumerate(line.credits, start=1)
    ]
    publication.authorships.all().delete()
    Authorship.objects.bulk_create(rows)
    return [row.author for row in rows if row.author not in known]
