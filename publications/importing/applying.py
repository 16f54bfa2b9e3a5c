"""Saves the proposals of an import to the database, in one transaction.

An entry that cannot be saved is refused with a reason; the others are still imported.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from common.ordering.models import insert_newest_first, renumber
from common.write_lock import write_lock
from publications.authors.assigning import assign_authors
from publications.authors.index import AuthorIndex, CreditError
from publications.authors.orcids import index_by_orcid, recognise_authors, store_orcids
from publications.bibtex import Entry
from publications.citations.keys import assign_citation_keys
from publications.import_history.recording import begin_import, complete_import, record_rows
from publications.importing.fields import get_label, get_link, get_values, list_others, make_line
from publications.importing.proposal import Proposal
from publications.importing.proposals import list_names, propose
from publications.models import (
    Author,
    Import,
    Publication,
    PublicationAward,
    PublicationLink,
    Topic,
    Venue,
)
from publications.models.awards import read_award
from publications.names.author_line import AuthorLine

__all__ = ["Proposal", "apply", "propose"]


@write_lock()
def apply(proposals: Iterable[Proposal], user: Any = None) -> Import | None:
    """Import the proposals: add new papers, and fill in missing fields of existing ones.

    Fields that differ are replaced if the proposal says so. New papers are placed among the
    existing ones by date. If a proposal fails, its ``refused`` is set. The history records the
    user, and what is needed to undo it.
    """
    wanted = [p for p in proposals if p.outcome in {"new", "changed"}]
    if not wanted:
        return None
    present_rows = [row for p in wanted for row in (p.publication, p.venue) if row and row.pk]
    before = begin_import(present_rows, user)
    present = list(Publication.objects.only("position", "when"))
    writer = _Writer()
    for proposal in wanted:
        writer.write(proposal)
    done = [proposal for proposal in wanted if not proposal.refused]
    new = [proposal.publication for proposal in done if proposal.is_new]
    if new:
        renumber(insert_newest_first(present, new))
    assign_citation_keys()
    papers = [proposal.publication for proposal in done]
    identified = {author.pk: author for author in writer.identified}
    new_authors = [author for author in writer.new_authors if author.pk not in identified]
    venues = dict.fromkeys([*writer.new_venues, *writer.changed_venues])
    rows = [*new_authors, *identified.values(), *venues, *papers]
    record_rows(rows, _("Imported."), user)
    if not done:
        return None
    return complete_import(before, new, writer.new_authors, writer.new_venues)


class _Writer:
    """Saves proposals one by one, and keeps track of the authors and the citation keys in use."""

    def __init__(self) -> None:
        keys = Publication.objects.exclude(citation_key="").values_list("citation_key", flat=True)
        self._keys = {key.lower() for key in keys}
        self._authors = AuthorIndex()
        self._by_orcid = index_by_orcid(self._authors)
        self.new_authors: list[Author] = []
        self.identified: list[Author] = []  # who got an ORCID iD
        self.new_venues: list[Venue] = []
        self.changed_venues: list[Venue] = []

    def write(self, proposal: Proposal) -> None:
        """Save a proposal. If that fails, save nothing and set ``refused``."""
        venue = proposal.venue
        venue_is_new = venue is not None and venue.pk is None
        try:
            with transaction.atomic():
                self._save(proposal)
        except (ValidationError, CreditError, IntegrityError, DataError) as error:
            proposal.refused = _explain(error)
            self._authors = AuthorIndex()  # the authors just added were rolled back
            self._by_orcid = index_by_orcid(self._authors)
            if venue is not None and venue_is_new:
                venue.pk = None
                venue._state.adding = True
            return
        if venue is not None and venue_is_new and venue.pk is not None:
            self.new_venues.append(venue)
        self._keys.add(proposal.publication.citation_key.lower())

    def _save(self, proposal: Proposal) -> None:
        paper, written = proposal.publication, proposal.written
        values = self._get_values(proposal)
        for name, value in values.items():
            setattr(paper, name, value)
        _check(paper, values)
        if proposal.is_new or "authors" in written:
            paper.has_more_authors = proposal.entry.more_authors
        if proposal.is_new:
            paper.position = 0  # until all papers are renumbered
            paper.is_selected = proposal.entry.is_selected
        paper.save()
        if proposal.is_new or "authors" in written:
            self._save_authors(paper, proposal.entry)
        self._save_others(proposal)
        if (proposal.is_new and proposal.entry.awards) or "awards" in written:
            _set_awards(paper, proposal.entry)
        link = get_link(proposal.entry)
        if link and (proposal.is_new or "link" in written):
            _add_link(paper, link, is_new=proposal.is_new)
        if proposal.is_new:
            _add_extras(paper, proposal.entry)

    def _get_values(self, proposal: Proposal) -> dict[str, Any]:
        """Return the values to be set by field of the paper, after saving the venue."""
        values = {**get_values(proposal.entry), "citation_key": proposal.key}
        if proposal.key.lower() in self._keys:
            del values["citation_key"]
        if not proposal.is_new:
            values = {name: value for name, value in values.items() if name in proposal.written}
        if proposal.venue and (proposal.is_new or "venue" in proposal.written):
            values["venue"] = self._save_venue(proposal.venue, proposal.entry.venue_issn)
        return values

    def _save_authors(self, paper: Publication, entry: Entry) -> None:
        credits_ = entry.credits
        if any(entry.orcids):
            credits_ = recognise_authors(credits_, entry.orcids, self._authors, self._by_orcid)
        line, names = AuthorLine(credits_), list_names(entry)
        credited = assign_authors(paper, line, self._authors, names, guess=True)
        self.new_authors += credited.new_authors
        if any(entry.orcids):
            identified = store_orcids(paper, entry.orcids)
            self._by_orcid |= index_by_orcid(identified)
            self.identified += identified

    def _save_others(self, proposal: Proposal) -> None:
        """Save the editors and translators."""
        paper, written = proposal.publication, proposal.written
        for name, role, people in list_others(proposal.entry):
            line = make_line(people)
            if (proposal.is_new and line.credits) or name in written:
                names = {str(one): one for one in people}
                credited = assign_authors(paper, line, self._authors, names, guess=True, role=role)
                self.new_authors += credited.new_authors

    def _save_venue(self, venue: Venue, issn: str) -> Venue:
        """Save a new venue, or the ISSN that a known one lacks."""
        if venue.pk and (venue.issn or not issn):
            return venue
        if venue.pk:
            self.changed_venues.append(venue)
        venue.issn = venue.issn or issn
        venue.full_clean()
        venue.save()
        return venue


def _check(paper: Publication, values: dict[str, Any]) -> None:
    """Validate the values to be saved as a form would, but not the paper's other fields."""
    others = {field.name for field in paper._meta.fields} - values.keys()
    paper.clean_fields(exclude=others | {"venue"})  # _Writer already checked that the key is free


def _add_link(paper: Publication, url: str, *, is_new: bool) -> None:
    link = PublicationLink(publication=paper, url=url)
    if is_new:
        link.position = 1
    link.full_clean(exclude={"publication", "position"})
    link.save()


def _set_awards(paper: Publication, entry: Entry) -> None:
    paper.awards.all().delete()
    for position, text in enumerate(entry.awards, start=1):
        title, year = read_award(text)
        award = PublicationAward(publication=paper, title=title, year=year, position=position)
        award.full_clean(exclude={"publication", "position"})
        award.save()


def _add_extras(paper: Publication, entry: Entry) -> None:
    """Add further links to a new paper, and the keywords that are already topics of the site."""
    for found in entry.links:
        link = PublicationLink(publication=paper, kind=found.kind, url=found.url, label=found.label)
        link.full_clean(exclude={"publication", "position"})
        link.save()
    wanted = {word.casefold() for word in entry.topics}
    if wanted:
        paper.topics.add(*(t for t in Topic.objects.all() if t.name.casefold() in wanted))


def _explain(error: Exception) -> str:
    """Return a sentence that says why an entry could not be saved."""
    if isinstance(error, CreditError):
        return f"{error}."
    if isinstance(error, ValidationError):
        messages = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        return " ".join(
            message
            if name in {"", NON_FIELD_ERRORS}
            else _("The %(field)s: %(problem)s") % {"field": get_label(name), "problem": message}
            for name, several in messages.items()
            for message in several
        )
    return _("The database refused this entry: something in it is a duplicate or too long.")
