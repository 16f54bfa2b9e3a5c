"""Finds papers that may be the same as one that is about to be saved."""

from __future__ import annotations

from dataclasses import dataclass

from publications.merging.duplicates import COMPARED, are_linked, list_marks
from publications.models import Publication

DECISIVE = frozenset({"title", "doi", "arxiv_id"})


@dataclass(frozen=True)
class SamePaper:
    """Another paper that may be the same, and what both share: "DOI", "arXiv id" or "title"."""

    paper: Publication
    shares: str


def find_same_papers(paper: Publication) -> list[SamePaper]:
    """Return the other papers with the DOI, the arXiv id or the title of one, in one query.

    Versions of an arXiv id, and case, punctuation and markup of a title, make no difference. Papers
    that are linked as preprint and published version are left out.
    """
    marks = list(list_marks(paper))
    found = []
    for other in Publication.objects.exclude(pk=paper.pk).only(*COMPARED, "slug", "status"):
        theirs = set(list_marks(other))
        shared = next((name for name, value in marks if (name, value) in theirs), "")
        if shared and not are_linked(paper, other):
            found.append(SamePaper(other, shared))
    return found
