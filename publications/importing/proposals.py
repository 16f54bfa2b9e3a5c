"""Proposals: what importing the entries of a BibTeX file would change.

An import fills empty fields and shows the fields that differ. It replaces these only if the owner
chooses so, which means that nothing on the site is overwritten silently.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from publications.authors.assigning import check
from publications.authors.index import AuthorIndex, CreditError
from publications.authors.orcids import index_by_orcid, recognise_authors
from publications.bibtex import Entry
from publications.bibtex.grammar.reading import make_sentence
from publications.identifiers import is_preprint_doi
from publications.importing.differences import find_differences
from publications.importing.earlier_entries import compare_with_earlier_entries, name_shared
from publications.importing.fields import check_key, list_others, make_line
from publications.importing.matching import Marks, MarksIndex, match
from publications.importing.proposal import Proposal
from publications.importing.venue_index import VenueIndex, note_venue
from publications.models import Author, Publication, Venue
from publications.names.author_line import AuthorLine
from publications.names.name import Name


def propose(entries: Iterable[Entry]) -> list[Proposal]:
    """Propose what importing each entry would do, without changing anything."""
    entries = list(entries)
    site = _Site()
    proposals = site.propose(entries)
    compare_with_earlier_entries(proposals)
    _find_new_venues(proposals)
    keys = Counter(entry.key.lower() for entry in entries)
    for number, proposal in enumerate(proposals, start=1):
        key = proposal.key  # has no comma, so it cannot equal the other kind of handle
        proposal.handle = key if key and keys[key.lower()] == 1 else f"{number},"
    return proposals


def list_names(entry: Entry) -> dict[str, Name]:
    """Map the printed name of each author to the name in parts, as split in the file."""
    return {str(name): name for name in entry.names}


_MOST_NEW = 20  # of the new authors of a paper, those of a collaboration may be thousands


class _Site:
    """The papers, authors, venues and citation keys of the site, to compare entries with."""

    def __init__(self) -> None:
        papers = Publication.objects.with_citations().order_by("pk")
        self.papers = MarksIndex(Marks.from_paper(paper) for paper in papers)
        self.authors = AuthorIndex()
        self._by_orcid = index_by_orcid(self.authors)
        self._similar: dict[str, str] = {}  # the authors who look like a new one, by its name
        self.venues = VenueIndex()
        self.keys = {paper.source.cited_as.lower() for paper in self.papers.marks}

    def propose(self, entries: list[Entry]) -> list[Proposal]:
        entries = [self._recognise_authors(entry) for entry in entries]
        marks = [self._mark(entry) for entry in entries]
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
            proposal.notes += _note_stage(proposal)
            proposals.append(proposal)
        return proposals

    def _recognise_authors(self, entry: Entry) -> Entry:
        if not any(entry.orcids):
            return entry
        found = recognise_authors(entry.credits, entry.orcids, self.authors, self._by_orcid)
        return replace(entry, credits=found)

    def _mark(self, entry: Entry) -> Marks:
        """Return the marks of an entry. A preprint may be of a paper that the site has already."""
        marks = Marks.from_entry(entry)
        is_new = next(self.papers.find_similar(marks, "arxiv_id"), None) is None
        if entry.published_as and not marks.doi and is_new:
            marks.doi = entry.published_as.lower()
        return marks

    def _is_at_same_venue(self, entry: Marks, paper: Marks) -> bool:
        name, venue = entry.source.venue, paper.source.venue
        if not name or not venue:
            return not name and not venue
        return venue in self.venues.find_meant(*_get_venue_marks(entry.source))

    def _propose_new(self, proposal: Proposal, marks: Marks, taken: set[int]) -> None:
        entry = proposal.entry
        proposal.doubt = entry.doubt
        proposal.key, key_note = check_key(entry.key)
        warnings = [make_sentence(one) for one in (*entry.warnings, *_list_files(entry))]
        proposal.notes = list(dict.fromkeys(filter(None, [*warnings, key_note])))
        proposal.venue = self._find_venue(entry)
        if not proposal.is_new:
            return
        proposal.notes += note_venue(entry.venue, proposal.venue)
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
        return self.venues.find_or_plan(*_get_venue_marks(entry))

    def _find_objection(self, proposal: Proposal) -> str:
        """Return why the authors cannot be written, or "" after noting which of them are new."""
        credits_ = proposal.entry.credits
        try:
            people = check(
                AuthorLine(credits_), self.authors, list_names(proposal.entry), guess=True
            )
            for _name, _role, others in list_others(proposal.entry):
                names = {str(one): one for one in others}
                check(make_line(others), self.authors, names, guess=True)
        except CreditError as error:
            return f"{error}."
        pairs = zip(credits_, people, strict=True)
        proposal.new_authors = [credit.name for credit, author in pairs if author is None]
        proposal.notes += self._note_orcids(people, proposal.entry.orcids)
        proposal.notes += self._note_similar(proposal)
        return ""

    def _note_similar(self, proposal: Proposal) -> Iterator[str]:
        """Yield a note for each new author who may be one that the site has under another name."""
        names = list_names(proposal.entry)
        for printed in proposal.new_authors[:_MOST_NEW]:
            if printed in names and printed not in self._similar:
                author = Author.from_printed(names[printed])
                alike = self.authors.find_similar(author)
                self._similar[printed] = _(" or ").join(_describe_author(one) for one in alike)
            if others := self._similar.get(printed):
                sentence = _("%(name)s is new – or is it %(others)s?")
                yield sentence % {"name": printed, "others": others}

    def _note_orcids(self, people: list[Author | None], orcids: tuple[str, ...]) -> Iterator[str]:
        """Yield a note for each known author who would get an ORCID iD, once."""
        for author, orcid in zip(people, orcids, strict=False):
            if author and orcid and not author.orcid and orcid not in self._by_orcid:
                self._by_orcid[orcid] = author
                sentence = _("%(author)s gets the ORCID iD %(orcid)s.")
                yield sentence % {"author": author, "orcid": orcid}

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
        venues = self.venues.find_meant(*_get_venue_marks(entry)) if proposal.venue else []
        found = list(find_differences(entry, proposal.key, paper, venues, self.authors))
        if any(one.name == "authors" for one in found) and (why := self._find_objection(proposal)):
            found = [one for one in found if one.name != "authors"]
            proposal.notes.append(_("The authors were not compared. %(why)s") % {"why": why})
        elif any(one.name == "authors" for one in found):
            proposal.notes += self._note_namesakes(entry)
        if any(one.name == "venue" for one in found):
            proposal.notes += note_venue(entry.venue, proposal.venue)
        will_share = marks.shares_identifier(present) or marks.adds_identifier(present)
        if not (will_share or marks.have_similar_titles(present)):
            # If the year were filled in, the next import would not find the paper by its key.
            found = [replace(one, fills=False) if one.name == "when" else one for one in found]
        free = proposal.key.lower() not in self.keys
        proposal.differences = [one for one in found if one.name != "citation_key" or free]


def _describe_author(author: Author) -> str:
    return _("%(name)s (the owner)") % {"name": author} if author.is_owner else str(author)


def _list_files(entry: Entry) -> Iterator[str]:
    """Yield a clause for each file that an entry names but does not contain."""
    for file in entry.files:
        clause = _('the file "%(name)s" (%(field)s) is not on the web; upload it in the paper form')
        yield clause % {"name": file.name, "field": file.field}


def _get_venue_marks(entry: Entry) -> tuple[str, str, str, str]:
    """Return what identifies the venue of an entry."""
    return entry.venue, entry.venue_kind, entry.venue_short, entry.venue_issn


def _find_new_venues(proposals: list[Proposal]) -> None:
    """Mark the first proposal of each new venue that would be saved."""
    seen: set[int] = set()
    for proposal in proposals:
        venue = proposal.venue
        is_saved = proposal.is_new or any(d.name == "venue" for d in proposal.differences)
        if venue and venue.pk is None and is_saved and not proposal.refused:
            proposal.names_venue = id(venue) not in seen
            seen.add(id(venue))


def _describe_shared_with_site(marks: Marks, other: Marks) -> str:
    sentences = _(
        "The site has the same %(what)s: “%(title)s”. They stay two papers. If they are one paper, "
        "such as a preprint and its published version, you can make them one after the import."
    )
    what = name_shared(marks, other)
    return sentences % {"what": what, "title": other.source.title}


def _note_stage(proposal: Proposal) -> Iterator[str]:
    """Yield a note if the paper stays a preprint although the file says where it appeared."""
    entry, known = proposal.entry, proposal.publication
    given = {"volume", "doi"} if proposal.is_new else {d.name for d in proposal.differences}
    has_doi = "doi" in given and entry.doi and not is_preprint_doi(entry.doi)
    status = entry.status if proposal.is_new or "status" in given else known.status
    if status == Publication.Status.PREPRINT and (has_doi or ("volume" in given and entry.volume)):
        yield _("It has a volume or a DOI, but stays a preprint. Change its status if it appeared.")
