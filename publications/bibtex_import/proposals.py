"""Proposals: what importing the entries of a BibTeX file would change.

An import fills empty fields and shows the fields that differ. It replaces these only if the owner
chooses so, which means that nothing on the site is overwritten silently.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import islice

from django.utils.translation import gettext as _

from publications.authors.assigning import check
from publications.authors.index import AuthorIndex, CreditError
from publications.bibtex import Entry
from publications.bibtex.grammar.reading import make_sentence
from publications.bibtex_import.differences import Difference, find_differences
from publications.bibtex_import.fields import check_key
from publications.bibtex_import.matching import Marks, MarksIndex, match
from publications.bibtex_import.notes import note_stage, note_venue
from publications.bibtex_import.venue_index import VenueIndex
from publications.models import Publication, Venue
from publications.names.author_line import AuthorLine
from publications.names.name import Name

_PROCEEDINGS = {"proceedings", "mvproceedings"}
_MOST_ALIKE = 50  # earlier entries of the file that an entry is compared with


@dataclass
class Proposal:
    """What importing one entry would do.

    ``publication`` is the paper, not saved yet if it is new. ``refused`` says why the entry cannot
    be imported, and ``doubt`` why it is imported only if the owner selects it. ``like`` lists
    papers on the site that it may duplicate, and ``notes`` are sentences that tell the owner what
    to check. If ``replace`` is true, the owner allows the file to replace fields that differ.
    ``handle`` identifies the entry within the file.
    """

    entry: Entry
    publication: Publication
    is_new: bool
    venue: Venue | None = None
    differences: list[Difference] = field(default_factory=list)
    like: list[Publication] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    refused: str = ""
    doubt: str = ""
    replace: bool = False
    key: str = ""
    handle: str = ""

    @property
    def conflicts(self) -> bool:
        """Whether the site and the file disagree."""
        return any(not difference.fills for difference in self.differences)

    @property
    def outcome(self) -> str:
        """One of "refused", "new", "changed", "unchanged", and "kept" if the site's values stay."""
        if self.refused:
            return "refused"
        if self.is_new:
            return "new"
        if not self.differences:
            return "unchanged"
        return "changed" if self.replace or any(d.fills for d in self.differences) else "kept"

    @property
    def is_suggested(self) -> bool:
        """Whether it is selected for import by default."""
        return self.outcome in {"new", "changed"} and not self.doubt

    @property
    def written(self) -> set[str]:
        """The names of the differing fields that the import writes."""
        return {d.name for d in self.differences if d.fills or self.replace}


def propose(entries: Iterable[Entry]) -> list[Proposal]:
    """Propose what importing each entry would do, without changing anything."""
    entries = list(entries)
    site = _Site()
    proposals = site.propose(entries)
    _compare_with_earlier_entries(proposals)
    keys = Counter(entry.key.lower() for entry in entries)
    for number, proposal in enumerate(proposals, start=1):
        key = proposal.key  # has no comma, so it cannot equal the other kind of handle
        proposal.handle = key if key and keys[key.lower()] == 1 else f"{number},"
    return proposals


def list_names(entry: Entry) -> dict[str, Name]:
    """Map the printed name of each author to the name in parts, as split in the file."""
    return {str(name): name for name in entry.names}


class _Site:
    """The papers, authors, venues and citation keys of the site, to compare entries with."""

    def __init__(self) -> None:
        papers = Publication.objects.with_bylines().order_by("pk")
        self.papers = MarksIndex(Marks.from_paper(paper) for paper in papers)
        self.authors = AuthorIndex()
        self.venues = VenueIndex()
        self.keys = {paper.source.cited_as.lower() for paper in self.papers.marks}

    def propose(self, entries: list[Entry]) -> list[Proposal]:
        marks = [Marks.from_entry(entry) for entry in entries]
        paper_of = match(marks, self.papers, self._is_at_same_venue)
        taken = set(paper_of.values())
        proposals = []
        for number, entry in enumerate(entries):
            found = paper_of.get(number)
            known = None if found is None else self.papers.marks[found].source
            proposal = Proposal(entry, known or Publication(), known is None)
            self._propose_new(proposal, marks[number], taken)
            if found is not None:
                self._compare(proposal, marks[number], self.papers.marks[found])
            proposal.notes += note_stage(proposal)
            proposals.append(proposal)
        return proposals

    def _is_at_same_venue(self, entry: Marks, paper: Marks) -> bool:
        name, venue = entry.source.venue, paper.source.venue
        if not name or not venue:
            return not name and not venue
        return venue in self.venues.find_meant(
            name, entry.source.venue_kind, entry.source.venue_short
        )

    def _propose_new(self, proposal: Proposal, marks: Marks, taken: set[int]) -> None:
        entry = proposal.entry
        proposal.key, key_note = check_key(entry.key)
        warnings = [make_sentence(warning) for warning in entry.warnings]
        proposal.notes = list(dict.fromkeys(filter(None, [*warnings, key_note])))
        proposal.venue = self._find_venue(entry)
        if not proposal.is_new:
            return
        proposal.notes += note_venue(entry, proposal.venue)
        proposal.notes += self._note_namesakes(entry)
        proposal.refused = self._find_objection(proposal)
        for number in self.papers.find_similar(marks, "doi", "arxiv_id", "title"):
            if number not in taken:
                other = self.papers.marks[number]
                proposal.like.append(other.source)
                if marks.shares_identifier(other):
                    proposal.notes.append(_describe_shared_with_site(marks, other))
        if proposal.key and proposal.key.lower() in self.keys:
            proposal.notes.append(
                _(
                    "Another paper on the site has the key “%(key)s”. The site will create a "
                    "new key."
                )
                % {"key": proposal.key}
            )

    def _find_venue(self, entry: Entry) -> Venue | None:
        if not entry.venue:
            return None
        return self.venues.find_or_plan(entry.venue, entry.venue_kind, entry.venue_short)

    def _find_objection(self, proposal: Proposal) -> str:
        try:
            check(
                AuthorLine(proposal.entry.credits),
                self.authors,
                list_names(proposal.entry),
                guess=True,
            )
        except CreditError as error:
            return f"{error}."
        return ""

    def _note_namesakes(self, entry: Entry) -> list[str]:
        """Return notes on who is credited if several authors on the site have the same name."""
        return [
            _(
                "Several authors are called %(name)s. The first one is credited; if it "
                "should be another, change it in the form of the paper."
            )
            % {"name": name}
            for name in self.authors.list_unsure(entry.credits)
        ]

    def _compare(self, proposal: Proposal, marks: Marks, present: Marks) -> None:
        """Set the differences between an entry and the matching paper on the site."""
        entry, paper = proposal.entry, proposal.publication
        venues = (
            self.venues.find_meant(entry.venue, entry.venue_kind, entry.venue_short)
            if proposal.venue
            else []
        )
        found = list(find_differences(entry, proposal.key, paper, venues, self.authors))
        if any(one.name == "authors" for one in found) and (why := self._find_objection(proposal)):
            found = [one for one in found if one.name != "authors"]
            proposal.notes.append(_("The authors were not compared. %(why)s") % {"why": why})
        elif any(one.name == "authors" for one in found):
            proposal.notes += self._note_namesakes(entry)
        if any(one.name == "venue" for one in found):
            proposal.notes += note_venue(entry, proposal.venue)
        will_share = marks.shares_identifier(present) or marks.adds_identifier(present)
        if not (will_share or marks.have_similar_titles(present)):
            # If the year were filled in, the next import would not find the paper by its key.
            found = [replace(one, fills=False) if one.name == "when" else one for one in found]
        free = proposal.key.lower() not in self.keys
        proposal.differences = [one for one in found if one.name != "citation_key" or free]


def _describe_shared_with_site(marks: Marks, other: Marks) -> str:
    sentences = _(
        "The site has the same %(what)s: “%(title)s”. They stay two papers. If they are one paper, "
        "such as a preprint and its published version, you can make them one after the import."
    )
    return sentences % {"what": _name_shared(marks, other), "title": other.source.title}


def _describe_shared_with_entry(marks: Marks, other: Marks) -> str:
    sentences = _(
        "Line %(line)s has the same %(what)s: “%(title)s”. They stay two papers. If they are one "
        "paper, such as a preprint and its published version, keep one of the two entries."
    )
    entry: Entry = other.source
    return sentences % {
        "line": entry.line,
        "what": _name_shared(marks, other),
        "title": entry.title,
    }


def _name_shared(marks: Marks, other: Marks) -> str:
    return _("DOI") if marks.doi and marks.doi == other.doi else _("arXiv id")


def _compare_with_earlier_entries(proposals: list[Proposal]) -> None:
    """Find duplicate entries in the file, and entries that share an identifier."""
    earlier = MarksIndex()
    for proposal in proposals:
        marks = Marks.from_entry(proposal.entry)
        if proposal.is_new:
            _note_doubtful_volumes(proposal)
            alike = earlier.find_similar(marks, "title", "key", "doi", "arxiv_id")
            for number in islice(alike, _MOST_ALIKE):
                if not proposal.doubt:
                    _compare_with_earlier_entry(proposal, marks, earlier.marks[number])
        earlier.add(marks)


def _note_doubtful_volumes(proposal: Proposal) -> None:
    if proposal.entry.is_parent and proposal.entry.type in _PROCEEDINGS:
        proposal.doubt = _("This is the volume in which other entries of the file appeared.")


def _compare_with_earlier_entry(proposal: Proposal, marks: Marks, other: Marks) -> None:
    entry: Entry = other.source
    if marks.title == other.title:
        sentence = _("Line %(line)s has a paper with the same title: %(title)s") % {
            "line": entry.line,
            "title": entry.key or entry.title,
        }
        if marks.is_same_by_title(other) or marks.is_same_by_key(other):
            proposal.doubt = sentence
        else:
            proposal.notes.append(_("%(clause)s. They stay two papers.") % {"clause": sentence})
    elif marks.shares_identifier(other):
        proposal.notes.append(_describe_shared_with_entry(marks, other))
    elif proposal.key:
        proposal.notes.append(
            _(
                "Line %(line)s uses the key “%(key)s” for another paper. "
                "The site will create a new key."
            )
            % {"line": entry.line, "key": proposal.key}
        )
