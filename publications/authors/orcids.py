"""Authors by the ORCID iDs that a source knows: recognising them, and keeping the iDs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.core.exceptions import ValidationError

from common.text.search import fold
from publications.authors.index import AuthorIndex, CreditError, name_of
from publications.identifiers import validate_orcid
from publications.models import Author, Publication
from publications.names.author_line import Credit


def index_by_orcid(authors: Iterable[Author]) -> dict[str, Author]:
    return {author.orcid: author for author in authors if author.orcid}


def recognise_authors(
    credits_: Sequence[Credit],
    orcids: Sequence[str],
    index: AuthorIndex,
    known: Mapping[str, Author],
) -> tuple[Credit, ...]:
    """Add the keys of known authors whom a paper prints by another form of their names.

    The family name must be the same, as sources sometimes give an iD to a co-author.
    """
    found = list(credits_)
    for at, (credit, orcid) in enumerate(zip(credits_, orcids, strict=False)):
        author = known.get(orcid)
        if author is None or credit.key or _is_found_by_name(credit, author, index):
            continue
        if fold(name_of(credit).family) == fold(author.family_name):
            found[at] = replace(credit, key=author.slug)
    try:
        index.people(found, guess=True)
    except CreditError:  # an author would be on the paper twice
        return tuple(credits_)
    return tuple(found)


def _is_found_by_name(credit: Credit, author: Author, index: AuthorIndex) -> bool:
    try:
        return index.find(credit.name) == author
    except CreditError:
        return False


def store_orcids(paper: Publication, orcids: Sequence[str]) -> list[Author]:
    """Give the authors of a paper their ORCID iDs, in the same order; return whom they were given.

    An author keeps an iD, and nobody gets one that another author has.
    """
    rows = paper.authorships.select_related("author").order_by("position")
    wanted = {
        orcid: row.author
        for row, orcid in zip(rows, orcids, strict=False)
        if orcid and not row.author.orcid and not row.author.is_group and _is_valid(orcid)
    }
    taken = set(Author.objects.filter(orcid__in=wanted).values_list("orcid", flat=True))
    given = []
    for orcid, author in wanted.items():
        if orcid not in taken:
            author.orcid = orcid
            author.save(update_fields=["orcid"])
            given.append(author)
    return given


def _is_valid(orcid: str) -> bool:
    try:
        validate_orcid(orcid)
    except ValidationError:
        return False
    return True
