"""BibTeX entries onto the site: first what they would do, then the doing, all of it or none.

An entry is a paper that is there already if the DOI, the arXiv id, the citation key, or else the
title and year agree, in this order. What the site already says is never replaced unseen: an
import fills what is empty and shows what differs, and replaces that only where it is told to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from common.dates import CVDate
from common.history import note, recorded
from common.math import without_math
from common.one_writer import one_writer
from publications.author_index import AuthorIndex, CreditError
from publications.author_line import AuthorLine, write
from publications.bibtex import Entry
from publications.citations.keys import give_citation_keys
from publications.crediting import check, credit_authors
from publications.matching import plain, versionless
from publications.models import Publication, PublicationLink, Venue
from publications.names import Name

# The fields of a paper that an entry fills as they are.
PLAIN_FIELDS = (
    *("title", "kind", "status", "volume", "number", "pages", "doi", "arxiv_id", "abstract"),
    *("note", "citation_key"),
)


@dataclass(frozen=True)
class Difference:
    """A field of which the site and the file say different things."""

    name: str
    on_site: str
    in_file: str

    @property
    def fills(self) -> bool:
        """Whether the site says nothing yet."""
        return not self.on_site


@dataclass
class Proposal:
    """What importing one entry would do.

    ``publication`` is the paper that it is about, not saved yet where it is new. ``refused`` says
    why it cannot be imported; ``like`` names papers of the site that it may be a double of.
    ``replace`` is the owner's word that the file may replace what the site says otherwise.
    ``twin`` is an earlier entry of the same title.
    """

    entry: Entry
    publication: Publication
    is_new: bool
    differences: list[Difference] = field(default_factory=list)
    like: list[Publication] = field(default_factory=list)
    refused: str = ""
    replace: bool = False
    twin: Entry | None = None

    @property
    def conflicts(self) -> bool:
        """Whether the site says something else than the file."""
        return any(not difference.fills for difference in self.differences)

    @property
    def outcome(self) -> str:
        """One of "refused", "new", "changed", "unchanged" and, where all that differs is kept,
        "kept"."""
        if self.refused:
            return "refused"
        if self.is_new:
            return "new"
        if not self.differences:
            return "unchanged"
        return "changed" if self.replace or any(d.fills for d in self.differences) else "kept"


def propose(entries: Iterable[Entry]) -> Iterator[Proposal]:
    """Say of each entry, one after the other, what importing it would do; change nothing."""
    site = _Site()
    earlier: dict[str, Entry] = {}
    for entry in entries:
        proposal = site.propose(entry)
        first = earlier.setdefault(plain(entry.title), entry)
        proposal.twin = first if first is not entry else None
        yield proposal


@one_writer()
def apply(proposals: Iterable[Proposal], user: Any = None) -> None:
    """Import what the proposals propose: new papers, and of changed ones what they lack.

    What the site says otherwise is replaced where the proposal says so. New papers come to stand
    above the present ones, in the order of the file. The history names the user.
    """
    index = AuthorIndex()
    wanted = [p for p in proposals if p.outcome in {"new", "changed"}]
    with recorded("Imported from BibTeX.", user):
        for proposal in reversed(wanted):
            _apply(proposal, index)
        give_citation_keys()
        note(proposal.publication for proposal in wanted)


class _Site:
    """The papers of the site, found by what an entry says."""

    def __init__(self) -> None:
        papers = list(Publication.objects.with_bylines())
        self.authors = AuthorIndex()
        self.by_doi = {paper.doi.lower(): paper for paper in papers if paper.doi}
        self.by_arxiv_id = {versionless(p.arxiv_id): p for p in papers if p.arxiv_id}
        self.by_key = {paper.cited_as.lower(): paper for paper in papers}
        self.by_title: dict[str, list[Publication]] = {}
        for paper in papers:
            self.by_title.setdefault(plain(paper.title), []).append(paper)

    def propose(self, entry: Entry) -> Proposal:
        alike = self.by_title.get(plain(entry.title), [])
        known = self._known(entry, alike)
        proposal = Proposal(entry, known or Publication(), is_new=known is None)
        proposal.refused = self._objection(entry)
        if known:
            proposal.differences = [
                difference
                for difference in _differences(entry, known, self.authors)
                if difference.name != "citation_key" or self._is_free(entry.key)
            ]
        else:
            proposal.like = alike
        return proposal

    def _known(self, entry: Entry, alike: list[Publication]) -> Publication | None:
        found = (
            self.by_doi.get(entry.doi.lower())
            or self.by_arxiv_id.get(versionless(entry.arxiv_id))
            or self._of_key(entry)
        )
        if found:
            return found
        year = CVDate.from_edtf(entry.when).year if entry.when else None
        same_year = [p for p in alike if year is None or p.year is None or p.year == year]
        return same_year[0] if len(same_year) == 1 else None

    def _of_key(self, entry: Entry) -> Publication | None:
        """Return the paper of that key, unless the identifiers tell that it is another one.

        Two papers of one author and year easily have the same key.
        """
        paper = self.by_key.get(entry.key.lower())
        if paper is None:
            return None
        identifiers = [(entry.doi.lower(), paper.doi.lower())]
        identifiers.append((versionless(entry.arxiv_id), versionless(paper.arxiv_id)))
        is_another = any(one and other and one != other for one, other in identifiers)
        return None if is_another else paper

    def _is_free(self, key: str) -> bool:
        return key.lower() not in self.by_key

    def _objection(self, entry: Entry) -> str:
        try:
            check(AuthorLine(entry.credits), self.authors, _names(entry))
            row = Publication(**_values(entry))
            row.clean_fields(exclude=["position", "slug", "venue"])
        except CreditError as error:
            return f"{error}."
        except ValidationError as error:
            return " ".join(
                f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items()
            )
        return ""


def _values(entry: Entry) -> dict[str, Any]:
    """Return the fields of a new paper, but for its authors and venue."""
    values = {name: getattr(entry, name) for name in PLAIN_FIELDS if name != "citation_key"}
    return values | {
        "citation_key": entry.key,
        "when": CVDate.from_edtf(entry.when) if entry.when else None,
    }


def _differences(
    entry: Entry, publication: Publication, authors: AuthorIndex
) -> Iterator[Difference]:
    """Yield what the entry says otherwise; where it says nothing, nothing differs."""
    for name, value in _values(entry).items():
        present = getattr(publication, name)
        if value and value != present and not (present and _agrees(name, value, present)):
            yield Difference(name, _shown(present), _shown(value))
    venue = str(publication.venue or "")
    names = {venue, publication.venue.name} if publication.venue else set()
    if entry.venue and plain(entry.venue) not in {plain(name) for name in names}:
        yield Difference("venue", venue, entry.venue)
    credits_ = tuple(authors.credit(row) for row in publication.authorships.all())
    if entry.credits and _people(entry.credits) != _people(credits_):
        on_site, in_file = write(AuthorLine(credits_)), write(AuthorLine(entry.credits))
        yield Difference("authors", on_site, in_file)


def _agrees(name: str, in_file: Any, on_site: Any) -> bool:
    """Say whether a field of the file, written otherwise, says nothing else than the site's."""
    match name:
        case "title":  # formulas and dollars can be marked in several ways
            return without_math(in_file) == without_math(on_site)
        case "kind":  # BibTeX has @misc for all that it has no word for, and for preprints
            return in_file in {Publication.Kind.OTHER, Publication.Kind.PREPRINT}
        case "when":  # BibTeX knows no days and no periods
            return str(on_site.edtf).lstrip("{./").startswith(in_file.edtf)
        case "pages":  # with a hyphen or a dash
            return plain(in_file) == plain(on_site)
        case "citation_key":  # that of the site stays, as other people's texts cite it
            return True
        case "arxiv_id":
            return versionless(in_file) == versionless(on_site)
    return False


def _people(credits_: Iterable[Any]) -> list[str]:
    """Return the names alone: BibTeX files seldom have the marks."""
    return [plain(credit.name) for credit in credits_]


def _names(entry: Entry) -> dict[str, Name]:
    """Return the names of the authors in parts, as the file divides them, by the printed name."""
    return {str(name): name for name in entry.names}


def _shown(value: Any) -> str:
    return value.display() if isinstance(value, CVDate) else str(value or "")


def _apply(proposal: Proposal, index: AuthorIndex) -> None:
    entry, publication = proposal.entry, proposal.publication
    new = proposal.is_new
    wanted = {d.name for d in proposal.differences if d.fills or proposal.replace}
    values = _values(entry)
    if new and Publication.objects.filter(citation_key__iexact=entry.key).exists():
        values["citation_key"] = ""
    for name in values:
        if new or name in wanted:
            setattr(publication, name, values[name])
    if entry.venue and (new or "venue" in wanted):
        publication.venue = _venue(entry)
    publication.save()
    if new or "authors" in wanted:
        credit_authors(publication, AuthorLine(entry.credits), index, _names(entry))
    if new and entry.url and not (entry.doi in entry.url and entry.doi):
        PublicationLink.objects.create(publication=publication, url=entry.url)


def _venue(entry: Entry) -> Venue:
    for venue in Venue.objects.all():
        if plain(entry.venue) in {plain(venue.short_name), plain(venue.name)}:
            return venue
    venue = Venue.objects.create(short_name=entry.venue[:120], kind=entry.venue_kind)
    note([venue])
    return venue
