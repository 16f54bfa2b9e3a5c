"""The owner's co-authors, and the papers they wrote together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from common.text.search import fold
from publications.models import Author, Publication


@dataclass(frozen=True)
class JointPapers:
    """The published papers with one author, in the owner's order, in at most four queries."""

    author: Author
    papers: list[Publication]

    @classmethod
    def with_author(cls, author: Author) -> JointPapers:
        """Return what was written with that author."""
        papers = Publication.objects.published().filter(authorships__author=author)
        return cls(author, papers.listed())

    @property
    def heading(self) -> str:
        """What the page calls itself: "Papers with Han Zhong"."""
        return gettext("Papers with {author}").format(author=self.author)

    @property
    def first_year(self) -> int | None:
        """The year of the earliest of these papers, or None if none has a date."""
        return min((paper.year for paper in self.papers if paper.year), default=None)


def coauthors(*, by_name: bool = False) -> list[Author]:
    """Return all co-authors, each with their number of ``papers``, in one query.

    Those with most papers come first; or all by family name, accents and case being equal.
    """

    def order(author: Any) -> tuple[int, str]:
        return (0 if by_name else -author.papers, fold(author.name.sorted_form))

    return sorted(Author.objects.coauthors(), key=order)
