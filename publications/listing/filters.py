"""The list of papers, as searched, filtered, grouped and paginated by the URL's query."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from itertools import groupby
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.text.characters import keep_printable
from publications.listing.facets import Facets
from publications.listing.grouping import GROUPINGS, Group, begin_with_complete, is_by_year
from publications.listing.pagination import ALL, Pagination
from publications.listing.year_chart import MOST_EASY, YearBar, make_year_bars
from publications.models import Author, Authorship, Publication, PublicationAward
from publications.models.querysets import PublicationQuerySet

NARROWING = ("q", "year", "kind", "topic", "author", "award")


@dataclass(frozen=True)
class Filters:
    """The parameters in the query of the URL; unknown ones are ignored."""

    q: str = ""
    year: str = ""
    kind: str = ""
    topic: str = ""
    author: str = ""
    award: str = ""
    by: str = ""
    page: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> Filters:
        names = [field.name for field in fields(cls)]
        values = {name: query.get(name, "").strip() for name in names}
        values["q"] = keep_printable(values["q"][:200], keep="\t\n")
        return cls(**values)

    def apply(self, papers: PublicationQuerySet) -> PublicationQuerySet:
        """Return the papers that match every filter."""
        found = papers.search(self.q)
        if self.year:
            found = found.filter(year=self.year_number)
        if self.kind:
            found = found.filter(kind=self.kind)
        if self.topic:
            found = found.filter(topics__slug=self.topic)
        if self.author:
            rows = Authorship.objects.filter(author__slug=self.author)
            found = found.filter(pk__in=rows.values("publication"))
        if self.award:
            found = found.filter(
                Exists(PublicationAward.objects.filter(publication=OuterRef("pk")))
            )
        return found

    @property
    def year_number(self) -> int:
        """The year asked for; 0 if it is not a year."""
        return int(self.year) if self.year.isdecimal() and len(self.year) == 4 else 0

    def query(self, **changes: str) -> str:
        """Return the query string of these filters, with changes; empty if no filter is set.

        It is for the first page, unless ``changes`` has another.
        """
        values = asdict(replace(self, **{"page": "", **changes}))
        query = urlencode({name: value for name, value in values.items() if value})
        return f"?{query}" if query else ""


@dataclass(frozen=True)
class ActiveFilter:
    """A filter in use, in words, and the query of the list without it."""

    parameter: str
    name: str
    label: str
    query_without: str


@dataclass(frozen=True)
class Menu:
    """The values that one filter can have, each with its label."""

    name: str
    label: str
    all: str  # the label of no choice
    choices: list[tuple[str, str]]
    chosen: str


class PublicationList:
    """The list of papers that a URL asks for, with a constant number of queries."""

    def __init__(self, filters: Filters) -> None:
        published = Publication.objects.published()
        any_year = replace(filters, year="")
        narrows = any_year.query(by="") != ""
        facets = Facets.of(published, any_year.apply(published) if narrows else None)
        counts = facets.found_by_year
        total = counts.get(filters.year_number, 0) if filters.year else sum(counts.values())
        self.pages = Pagination.of(total, filters.page)
        self.filters = replace(filters, page=self.pages.word)
        self.coauthors = facets.coauthors
        self.menus = [
            Menu("kind", _("Kind"), _("Any kind"), facets.kinds, filters.kind),
            Menu("topic", _("Topic"), _("Any topic"), facets.topics, filters.topic),
        ]
        if facets.has_awards:
            awarded = [("yes", _("Awarded"))]
            self.menus.append(Menu("award", _("Awards"), _("All papers"), awarded, filters.award))
        years = {year for year in facets.by_year if year}
        self.timeline: list[YearBar] = make_year_bars(
            counts, years, self.filters.year, lambda year: self.filters.query(year=year)
        )
        if len(self.timeline) > MOST_EASY:
            choices = [(str(year), str(year)) for year in sorted(years, reverse=True)]
            self.menus.append(Menu("year", _("Year"), _("Any year"), choices, filters.year))
        self.papers, self._paper_before = self._fetch(filters.apply(published))

    def _fetch(self, found: PublicationQuerySet) -> tuple[list[Publication], Publication | None]:
        """Return the papers of this page, and the last one of the page before."""
        if not self.pages.total:
            return [], None
        start, end = self.pages.rows.start, self.pages.rows.stop
        if self.filters.by in GROUPINGS:
            found = found.order_by(GROUPINGS[self.filters.by].order, "position", "pk")
        papers = found[max(0, start - 1) : end].list_with_bylines()
        if start:
            return papers[1:], papers[0]
        return (papers if self.filters.by else begin_with_complete(papers)), None

    @property
    def hides_year(self) -> bool:
        """Whether the form needs a hidden field for the year, because no menu offers it."""
        return bool(self.filters.year) and all(
            (self.filters.year, self.filters.year) not in menu.choices for menu in self.menus
        )

    @cached_property
    def active(self) -> list[ActiveFilter]:
        labels = {"year": self.filters.year} | {
            menu.name: dict(menu.choices).get(menu.chosen, menu.chosen) for menu in self.menus
        }
        if self.filters.author:
            labels["author"] = self._find_author_name()
        if self.filters.award:
            labels["award"] = _("Awarded")
        labels["q"] = _("“{words}”").format(words=self.filters.q) if self.filters.q else ""
        names = {
            "year": _("year"),
            "kind": _("kind"),
            "topic": _("topic"),
            "author": _("author"),
            "award": _("awards"),
            "q": _("search"),
        }
        return [
            ActiveFilter(name, names[name], label, self.filters.query(**{name: ""}))
            for name, label in labels.items()
            if label
        ]

    def _find_author_name(self) -> str:
        """Return the name of the author filtered by, if a published paper has that author."""
        slug = self.filters.author
        known = Author.objects.filter(authorships__publication__in=Publication.objects.published())
        return str(known.filter(slug=slug).first() or slug)

    @property
    def is_by_year_alone(self) -> bool:
        """Whether only a year narrows the list: a static export has no pages for two filters."""
        return {active.parameter for active in self.active} <= {"year"}

    @property
    def query_without_filters(self) -> str:
        """The query of the whole list, grouped as it is now."""
        return Filters(by=self.filters.by).query()

    @property
    def citations_query(self) -> str:
        """The query for the citations of the same papers."""
        return self.filters.query(by="")

    @property
    def groupings(self) -> list[tuple[str, str, bool]]:
        """The ways to group: their label, their query, and whether it is the current one."""
        ways = [("", _("in order")), ("year", _("by year")), ("kind", _("by kind"))]
        return [
            (label, self.filters.query(by=name), name == self.filters.by) for name, label in ways
        ]

    @property
    def groups(self) -> list[Group]:
        """The papers under headings.

        If no grouping was asked for, they are by year if the owner's order is; else in one group
        without a heading.
        """
        grouping = self.filters.by or ("year" if is_by_year(self.papers) else "")
        if grouping not in GROUPINGS:
            return [Group("", self.papers)]
        heading = GROUPINGS[grouping].heading
        before = heading(self._paper_before) if self._paper_before else None
        return [
            Group(name, list(papers), continued=name == before)
            for name, papers in groupby(self.papers, heading)
        ]

    @property
    def count(self) -> str:
        """How many papers there are, and which are shown: "1,000 papers, 1–100 shown"."""
        pages = self.pages
        count = ngettext("{count:,} paper", "{count:,} papers", pages.total)
        papers = count.format(count=pages.total)
        if pages.count == 1 or not pages.number:
            return papers
        shown = _("{papers}, {first:,}–{last:,} shown")
        return shown.format(papers=papers, first=pages.rows.start + 1, last=pages.rows.stop)

    @property
    def title(self) -> str:
        """The title of the page, with the page number from the second page on."""
        if self.pages.number > 1:
            return _("Publications, page {number}").format(number=self.pages.number)
        return _("Publications")

    @property
    def canonical_query(self) -> str:
        """The query in the canonical URL, for search engines.

        They should index the pages of the whole list in the owner's order, because filtered and
        grouped lists only repeat its papers.
        """
        is_whole_list = self.filters.query() == ""
        is_part = is_whole_list and self.pages.number > 1
        return self.filters.query(page=self.pages.word) if is_part else ""

    @property
    def query_of_previous(self) -> str | None:
        """The query of the page before; None on the first."""
        return self._build_query(self.pages.previous)

    @property
    def query_of_next(self) -> str | None:
        """The query of the page after; None on the last."""
        return self._build_query(self.pages.next)

    @property
    def query_of_all(self) -> str:
        """The query of all these papers on one page."""
        return self.filters.query(page=ALL)

    @property
    def query_of_pages(self) -> str:
        """The query of the first page."""
        return self.filters.query()

    @property
    def page_links(self) -> list[tuple[str, str | None, bool]]:
        """Each page's label, its query (None for a gap), and whether it is the current one."""
        return [
            (label, self._build_query(word), word == self.pages.word)
            for label, word in self.pages.numbers
        ]

    def _build_query(self, page: str | None) -> str | None:
        return None if page is None else self.filters.query(page=page)
