"""The owner's co-authors, and the papers they wrote together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from common.text.search import fold
from publications.models import Author, Authorship, Publication


@dataclass(frozen=True)
class JointPapers:
    """The published papers with one author, in the owner's order; at most four queries."""

    author: Author
    papers: list[Publication]

    @classmethod
    def find_with_author(cls, author: Author) -> JointPapers:
        theirs = Authorship.objects.listed().filter(author=author)
        papers = Publication.objects.published().filter(pk__in=theirs.values("publication"))
        return cls(author, papers.list_with_bylines())

    @property
    def heading(self) -> str:
        """The heading of the page: "Papers with Han Zhong"."""
        return gettext("Papers with {author}").format(author=self.author)

    @property
    def first_year(self) -> int | None:
        """The year of the earliest of these papers, or None if none has a date."""
        return min((paper.year for paper in self.papers if paper.year), default=None)


def list_coauthors(*, by_name: bool = False) -> list[Author]:
    """Return all co-authors, each with their number of ``papers``, with one query.

    They are sorted by most papers, or else by family name, regardless of accents and case.
    """

    def order(author: Any) -> tuple[int, str]:
        return (0 if by_name else -author.papers, fold(author.name.sorted_form))

    return sorted(Author.objects.coauthors(), key=order)
