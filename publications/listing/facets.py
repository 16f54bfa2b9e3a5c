"""The values for filtering the list of papers, and the number of papers in each year."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from publications.models import Author, Authorship, Publication, PublicationAward
from publications.models.querysets import PublicationQuerySet


@dataclass(frozen=True)
class Facets:
    """The values that published papers have, and the number of papers in each year.

    ``found_by_year`` counts only the papers found; the year None is for papers without a date.
    """

    by_year: Counter[int | None]
    kinds: list[tuple[str, str]]  # value and label
    has_awards: bool
    topics: list[tuple[str, str]]  # slug and name
    coauthors: int
    found_by_year: Counter[int | None]

    @classmethod
    def of(cls, published: PublicationQuerySet, found: PublicationQuerySet | None) -> Facets:
        """Return the facets of the published papers and of those found, in at most five queries.

        ``found`` is None if no filter is on.
        """
        by_year = _count_by_year(published)
        awards = PublicationAward.objects.filter(publication=OuterRef("pk"))
        seen = set(published.order_by().values_list("kind", Exists(awards)).distinct())
        kinds = {kind for kind, _is_awarded in seen}
        topics = published.filter(topics__isnull=False).order_by()
        joint = Authorship.objects.joint().filter(publication__in=published)
        return cls(
            by_year=by_year,
            kinds=[(kind.value, str(kind.label)) for kind in Publication.Kind if kind in kinds],
            has_awards=any(is_awarded for _kind, is_awarded in seen),
            topics=sorted(
                topics.values_list("topics__slug", "topics__name").distinct(),
                key=lambda topic: topic[1],
            ),
            coauthors=Author.objects.filter(pk__in=joint.values("author"), is_owner=False).count(),
            found_by_year=by_year if found is None else _count_by_year(found),
        )


def _count_by_year(papers: PublicationQuerySet) -> Counter[int | None]:
    years = papers.order_by().values_list("year").annotate(papers=Count("pk", distinct=True))
    return Counter(dict(years))
