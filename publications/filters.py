"""What a visitor asked of the list of papers, all of it in the address: search, filter, group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from itertools import groupby
from urllib.parse import urlencode

from django.db.models import Count
from django.http import QueryDict
from django.utils.functional import cached_property

from publications.models import Author, Publication
from publications.querysets import PublicationQuerySet
from publications.timeline import Bar, bars


@dataclass(frozen=True)
class Filters:
    """The query of the address, as far as it is understood; what is not is left out."""

    q: str = ""
    year: str = ""
    kind: str = ""
    topic: str = ""
    author: str = ""
    by: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> Filters:
        """Read the query of an address."""
        names = [field.name for field in fields(cls)]
        values = {name: query.get(name, "").strip() for name in names}
        values["q"] = values["q"][:200].replace("\0", "")
        return cls(**values)

    def apply(self, papers: PublicationQuerySet) -> PublicationQuerySet:
        """Return those of the papers that every filter lets through."""
        found = papers.search(self.q)
        if self.year:
            year = int(self.year) if self.year.isdecimal() and len(self.year) == 4 else 0
            found = found.filter(year=year)
        if self.kind:
            found = found.filter(kind=self.kind)
        if self.topic:
            found = found.filter(topics__slug=self.topic)
        if self.author:
            found = found.filter(authorships__author__slug=self.author)
        return found

    def query(self, **changes: str) -> str:
        """Return the query that these filters make, with changes; ``?`` where nothing is left."""
        values = asdict(replace(self, **changes))
        return "?" + urlencode({name: value for name, value in values.items() if value})


@dataclass(frozen=True)
class ActiveFilter:
    """One thing the list is narrowed by, in words, and the query of the list without it."""

    name: str
    label: str
    query_without: str


@dataclass(frozen=True)
class Menu:
    """The values that one filter can have, each with what the page calls it."""

    name: str
    label: str
    choices: list[tuple[str, str]]
    chosen: str


class PublicationList:
    """The list of papers as one visitor asked for it, in at most five queries
    beside the profile's."""

    def __init__(self, filters: Filters) -> None:
        self.filters = filters
        published = Publication.objects.published()
        self.papers = list(filters.apply(published.with_bylines()))
        values = _Values.of(published)
        self.menus = [
            Menu(name, name.capitalize(), choices, getattr(filters, name))
            for name, choices in values.menus.items()
        ]
        self.timeline: list[Bar] = bars(self._papers_by_year(published), values.years, filters)

    def _papers_by_year(self, published: PublicationQuerySet) -> dict[int, int]:
        """Return the number of papers of each year that the filters but the year let through."""
        if not self.filters.year:
            return Counter(paper.year for paper in self.papers if paper.year)
        found = replace(self.filters, year="").apply(published).filter(year__isnull=False)
        return dict(found.order_by().values_list("year").annotate(Count("pk")))

    @cached_property
    def active(self) -> list[ActiveFilter]:
        """What the list is narrowed by."""
        labels = {"year": self.filters.year} | {
            menu.name: dict(menu.choices).get(menu.chosen, menu.chosen) for menu in self.menus
        }
        if self.filters.author:
            labels["author"] = self._author_name()
        labels["q"] = f"“{self.filters.q}”" if self.filters.q else ""
        return [
            ActiveFilter("search" if name == "q" else name, label, self.filters.query(**{name: ""}))
            for name, label in labels.items()
            if label
        ]

    def _author_name(self) -> str:
        """Return the name of the author filtered by, which the papers found know already."""
        slug = self.filters.author
        for paper in self.papers:
            for authorship in paper.authorships.all():
                if authorship.author.slug == slug:
                    return str(authorship.author)
        known = Author.objects.filter(authorships__publication__in=Publication.objects.published())
        return str(known.filter(slug=slug).first() or slug)

    @property
    def is_by_year_alone(self) -> bool:
        """Whether nothing but a year narrows the list: a static copy has no page of two filters."""
        return {active.name for active in self.active} <= {"year"}

    @property
    def coauthors(self) -> int:
        """The number of people, beside the owner, who wrote the papers that are listed."""
        authors = {row.author for paper in self.papers for row in paper.authorships.all()}
        return sum(not author.is_owner for author in authors)

    @property
    def query_without_filters(self) -> str:
        """The query of the whole list, grouped as it is now."""
        return Filters(by=self.filters.by).query()

    @property
    def citations_query(self) -> str:
        """The query under which the citations of the same papers are found, if it takes one."""
        return self.filters.query(by="").rstrip("?")

    @property
    def groupings(self) -> list[tuple[str, str, bool]]:
        """The ways to group: what the page calls them, their query, and whether it is this one."""
        ways = [("", "in order"), *((name, f"by {name}") for name in GROUPINGS)]
        return [
            (label, self.filters.query(by=name), name == self.filters.by) for name, label in ways
        ]

    @property
    def groups(self) -> list[tuple[str, list[Publication]]]:
        """The papers under headings; one group without a heading where none were asked for."""
        if self.filters.by not in GROUPINGS:
            return [("", self.papers)]
        order, heading = GROUPINGS[self.filters.by]
        return [
            (name, list(papers))
            for name, papers in groupby(sorted(self.papers, key=order), heading)
        ]


@dataclass(frozen=True)
class _Values:
    """What there is to filter by: the values that some published paper has, in one query."""

    years: set[int]
    menus: dict[str, list[tuple[str, str]]]

    @classmethod
    def of(cls, published: PublicationQuerySet) -> _Values:
        columns = ("year", "kind", "topics__slug", "topics__name")
        rows = set(published.order_by().values_list(*columns).distinct())
        kinds = {kind for _, kind, *_ in rows}
        topics = {(name, slug) for *_, slug, name in rows if slug}
        menus = {
            "kind": [(kind.value, kind.label) for kind in Publication.Kind if kind in kinds],
            "topic": [(slug, name) for name, slug in sorted(topics)],
        }
        return cls({year for year, *_ in rows if year}, menus)


def _year_order(paper: Publication) -> int:
    return -(paper.year or 9999)  # what has no date yet is the newest


def _year_heading(paper: Publication) -> str:
    return str(paper.year or "No date yet")


def _kind_order(paper: Publication) -> int:
    return Publication.Kind.values.index(paper.kind)


# The groupings: how papers are sorted (the owner's order stays within a group), and the heading.
GROUPINGS: dict[str, tuple[Callable[[Publication], int], Callable[[Publication], str]]] = {
    "year": (_year_order, _year_heading),
    "kind": (_kind_order, Publication.get_kind_display),
}
