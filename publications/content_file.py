"""Papers, their authors and venues in the content file."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from common.content_file.report import FileLocation, LoadedRow, LoadReport, note_in_order
from common.content_file.rows import Rows, Table
from common.text.characters import join_lines
from common.urls.slug_history import pop_by_slug
from publications.authors.content_file import format_line
from publications.authors.content_file_lines import (
    Lines,
    assign_lines,
    format_lines,
    get_leading_line,
    read_lines,
)
from publications.authors.index import AuthorIndex
from publications.citations.keys import assign_citation_keys
from publications.models import Publication, PublicationAward, PublicationLink, Topic, Venue
from publications.models.awards import read_award
from publications.models.versions import NOT_ITS_OWN_PREPRINT

VENUES = Rows(
    Venue,
    fields=("short_name", "name", "variants", "iso4", "issn", "kind", "url"),
    required=("short_name",),
)
TOPICS = Rows(Topic, fields=("name", "slug"), required=("name",))
PUBLICATIONS = Rows(
    Publication,
    fields=(
        *("title", "slug", "former_slugs", "kind", "status", "when", "note", "summary", "abstract"),
        *("arxiv_id", "doi", "citation_key", "volume", "number", "pages"),
        *("article_number", "publisher", "place", "series", "edition", "isbn", "report_number"),
        *("institution", "licence", "pdf", "thumbnail", "thumbnail_alt", "is_selected", "is_draft"),
    ),
    extra=(
        *("authors", "editors", "translators", "venue", "published_as", "topics", "awards"),
        "links",
    ),
    required=("title", "authors"),
)
AWARDS = Rows(PublicationAward, fields=("title", "year"), required=("title",))
LINKS = Rows(PublicationLink, fields=("kind", "label", "url", "file", "note"))


def load_venues(tables: list[Any], report: LoadReport) -> None:
    VENUES.load_list(tables, "venues", ("short_name",), report)


def load_topics(tables: list[Any], report: LoadReport) -> None:
    """Load ``[[topics]]``: what the papers' lists of topics cannot say about a topic."""
    TOPICS.load_list(tables, "topics", ("name",), report)


def _map_names_to_venues() -> dict[str, Venue]:
    """Map each name of a venue to it. A short name wins over other names of other venues."""
    venues = list(Venue.objects.order_by("pk"))
    names = [(format_line(name), venue) for venue in venues for name in venue.names]
    bearers = Counter(name for name, _ in names)
    others = {name: venue for name, venue in names if bearers[name] == 1}
    return others | {format_line(venue): venue for venue in venues}


class _PublicationReader:
    """Reads the tables of ``[[publications]]``, with authors, venues and topics in memory."""

    def __init__(self, report: LoadReport) -> None:
        self.report = report
        self.authors = AuthorIndex()
        self.venues = _map_names_to_venues()
        self.topics = {format_line(topic): topic for topic in Topic.objects.all()}
        rows = Publication.objects.with_citations().prefetch_related("topics")
        self.known = {publication.slug: publication for publication in rows}
        self.seen: dict[str, int] = {}
        self.loaded: list[LoadedRow] = []
        self.published_as: dict[int, tuple[Any, FileLocation]] = {}

    def read(self, table: Any, number: int) -> None:
        place = FileLocation("publications", number)
        values = PUBLICATIONS.read(table, place, self.report)
        lines = read_lines(table, place, self.report) if values else None
        if values is None or lines is None:
            return
        if not PUBLICATIONS.read_slug(values, place, self.report, self.seen):
            return
        if "thumbnail" not in table and not values["thumbnail_alt"]:
            del values["thumbnail_alt"]  # keep the description of an uploaded picture
        values["venue"] = self._find_venue(table.get("venue", ""), place)
        line = get_leading_line(lines)
        if line.credits:  # without authors, the line says nothing about their order
            values["is_alphabetical"] = line.alphabetical
            values["has_more_authors"] = line.more
        slugs = (values["slug"], *values["former_slugs"])
        publication = pop_by_slug(self.known, slugs) or Publication()
        # Keep a key made by the site, as other people's texts may cite it.
        values["citation_key"] = values["citation_key"] or publication.citation_key
        created = publication._state.adding
        changed = PUBLICATIONS.apply(publication, values, place, self.report)
        if changed is not None:
            self.published_as[publication.pk] = (table.get("published_as", ""), place)
            parts = self._set_parts(publication, table, lines, place)
            if parts and not created:
                publication.note_change()
            changed |= parts
            self.loaded.append(LoadedRow(publication, created, changed))

    def _set_parts(
        self,
        publication: Publication,
        table: Table,
        lines: Lines,
        place: FileLocation,
    ) -> set[str]:
        """Set the saved paper's authors, topics, awards and links; return those that changed."""
        people = assign_lines(publication, lines, self.authors, place, self.report)
        is_new = {
            "topics": self._set_topics(publication, table.get("topics", []), place),
            "awards": AWARDS.load_children(
                _read_awards(table.get("awards", [])), publication, "awards", place, self.report
            ),
            "links": LINKS.load_children(
                table.get("links", []), publication, "links", place, self.report
            ),
        }
        return people | {part for part, new in is_new.items() if new}

    def link_versions(self) -> None:
        """Set the published versions of the preprints, after all papers have been loaded."""
        wanted = {slug for slug, _place in self.published_as.values() if isinstance(slug, str)}
        found = {paper.slug: paper for paper in Publication.objects.filter(slug__in=wanted)}
        for entry in self.loaded:
            slug, place = self.published_as[entry.row.pk]
            later = found.get(slug) if isinstance(slug, str) else None
            if slug != "" and later is None:
                sentence = _('"%(name)s" is not the slug of another paper')
                self.report.refuse(place.at("published_as"), sentence % {"name": slug})
            elif later == entry.row:
                self.report.refuse(place.at("published_as"), str(NOT_ITS_OWN_PREPRINT))
            elif entry.row.published_as_id != (later and later.pk):
                entry.row.published_as = later
                entry.row.save(update_fields=["published_as", "changed_at"])
                entry.changed.add("published_as")
        for entry in self.loaded:
            if "published_as" in entry.changed and entry.row.is_own_preprint:
                place = self.published_as[entry.row.pk][1]
                self.report.refuse(place.at("published_as"), str(NOT_ITS_OWN_PREPRINT))

    def _find_venue(self, name: Any, place: FileLocation) -> Venue | None:
        venue = self.venues.get(join_lines(name)) if isinstance(name, str) else None
        if name != "" and venue is None:
            self.report.refuse(
                place.at("venue"),
                _('"%(name)s" is not a short_name among [[venues]]') % {"name": name},
            )
        return venue

    def _set_topics(self, publication: Publication, names: Any, place: FileLocation) -> bool:
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            self.report.refuse(place.at("topics"), _('write a list of texts, like ["Bandits"]'))
            return False
        names = [join_lines(name) for name in names]
        if set(names) == {format_line(topic) for topic in publication.topics.all()}:
            return False
        for name in names:
            if name not in self.topics and not self._add_topic(name, place):
                return False
        publication.topics.set([self.topics[name] for name in names])
        return True

    def _add_topic(self, name: str, place: FileLocation) -> bool:
        nested, topic = LoadReport(), Topic()
        if values := TOPICS.read({"name": name}, place, nested):
            TOPICS.apply(topic, values, place, nested)
        for problem in nested.problems:
            self.report.refuse(place.at("topics"), f'"{name}": {problem.message}')
        self.topics[name] = topic
        return not nested.problems


def _read_awards(awards: Any) -> Any:
    """Return awards as tables; each may also be written like "Best paper award, 2025"."""
    if not isinstance(awards, list):
        return awards
    return [_read_award(award) if isinstance(award, str) else award for award in awards]


def _read_award(text: str) -> Table:
    title, year = read_award(text)
    return {"title": title, "year": year} if year else {"title": title}


def _dump_award(award: PublicationAward) -> Table | str:
    """Return the award as text, or as a table if it would not be read from the text."""
    text = format_line(award)
    table = AWARDS.dump(award)
    return text if _read_award(text) == table else table


def load_publications(tables: list[Any], report: LoadReport) -> None:
    """Load ``[[publications]]``; the order of the file becomes the order of the papers."""
    reader = _PublicationReader(report)
    for number, table in enumerate(tables, start=1):
        reader.read(table, number)
    reader.link_versions()
    assign_citation_keys()
    note_in_order("publications", reader.loaded, report)


def dump_venues() -> list[Table]:
    return [VENUES.dump(venue) for venue in sorted(Venue.objects.all(), key=str)]


def dump_topics() -> list[Table]:
    """Return the topics that have no papers or whose slug is not made from their name."""
    topics = sorted(Topic.objects.annotate(papers=Count("publications")), key=str)
    implied = [t for t in topics if t.papers and t.slug == Topic.slug_of(t.name)]
    return [TOPICS.dump(topic) for topic in topics if topic not in implied]


def dump_publications() -> list[Table]:
    """Return all papers in their order, including drafts."""
    index = AuthorIndex()
    papers = Publication.objects.with_citations().select_related("published_as")
    papers = papers.prefetch_related("topics")
    return [_dump_publication(paper, index) for paper in papers]


def _dump_publication(publication: Publication, index: AuthorIndex) -> Table:
    table = PUBLICATIONS.dump(publication)
    parts = {
        "venue": format_line(publication.venue or ""),
        "published_as": publication.published_as.slug if publication.published_as else "",
        "topics": sorted(format_line(topic) for topic in publication.topics.all()),
        "awards": [_dump_award(award) for award in publication.awards_in_order],
        "links": [LINKS.dump(link) for link in publication.links.all()],
    }
    head = {"title": table.pop("title"), **format_lines(publication, index)}
    return head | table | {key: value for key, value in parts.items() if value}
