"""What there is to filter the list of papers by, and how many papers each choice has."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast

from publications.models import Author, Authorship, Publication
from publications.models.querysets import PublicationQuerySet


@dataclass(frozen=True)
class Facets:
    """The values that published papers have, and the number of papers in each year.

    ``found_by_year`` counts those that were found; None stands for papers without a date.
    """

    by_year: Counter[int | None]
    kinds: list[tuple[str, str]]  # value and label
    topics: list[tuple[str, str]]  # slug and name
    coauthors: int
    found_by_year: Counter[int | None]

    @classmethod
    def of(cls, published: PublicationQuerySet, found: PublicationQuerySet | None) -> Facets:
        """Return the facets of the published papers and of those found, in one query.

        ``found`` is None where all are.
        """
        year = Cast("year", TextField())
        topics = published.filter(topics__isnull=False)
        parts = [
            _counted("paper", published, year, F("kind")),
            _counted("topic", topics, F("topics__slug"), F("topics__name")),
            _counted("coauthors", _coauthors_of(published)),
        ]
        if found is not None:
            parts.append(_counted("found", found, year))
        rows: dict[str, list[_Row]] = {"paper": [], "topic": [], "coauthors": [], "found": []}
        for facet, *row in parts[0].union(*parts[1:], all=True):
            rows[facet].append(_Row(*row))
        kinds = {row.label for row in rows["paper"]}
        by_year = _by_year(rows["paper"])
        return cls(
            by_year=by_year,
            kinds=[(kind.value, kind.label) for kind in Publication.Kind if kind in kinds],
            topics=sorted(
                ((row.value, row.label) for row in rows["topic"]), key=lambda topic: topic[1]
            ),
            coauthors=sum(row.number for row in rows["coauthors"]),
            found_by_year=by_year if found is None else _by_year(rows["found"]),
        )


class _Row(NamedTuple):
    value: str
    label: str
    number: int


def _counted(facet: str, rows: QuerySet[Any], value: Any = None, label: Any = None) -> Any:
    """Return a query of a facet: its name, each value with its label, and how many have it."""
    nothing = Value("", TextField())
    named = {"facet": Value(facet, TextField()), "value": value or nothing}
    grouped = rows.order_by().values(**named, label=label or nothing)
    return grouped.annotate(papers=Count("pk")).values_list("facet", "value", "label", "papers")


def _coauthors_of(published: PublicationQuerySet) -> QuerySet[Author]:
    places = Authorship.objects.filter(author=OuterRef("pk"), publication__in=published)
    return Author.objects.filter(Exists(places), is_owner=False)


def _by_year(rows: list[_Row]) -> Counter[int | None]:
    counts: Counter[int | None] = Counter()
    for year, _, number in rows:
        counts[int(year) if year else None] += number
    return counts
