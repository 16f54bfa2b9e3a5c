"""Keeps the ORCID iDs of authors that a source knows."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError

from publications.identifiers import validate_orcid
from publications.models import Author, Publication


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
