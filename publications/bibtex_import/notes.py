"""Sentences that tell the owner what to check about an entry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from publications.bibtex import Entry
from publications.identifiers import is_preprint_doi
from publications.models import Publication, Venue

if TYPE_CHECKING:
    from publications.bibtex_import.proposals import Proposal


def note_venue(entry: Entry, venue: Venue | None) -> Iterator[str]:
    """Yield a note if the site's name for the venue differs from the file's."""
    if venue is None or entry.venue == venue.short_name:
        return
    if venue.pk is None and entry.venue == venue.name:
        yield _("The new venue is shown as “%(venue)s”. Its full name is stored too.") % {
            "venue": venue
        }
    else:
        yield _("“%(venue)s” is read as the venue %(on_site)s.") % {
            "venue": entry.venue,
            "on_site": venue,
        }


def note_stage(proposal: Proposal) -> Iterator[str]:
    """Yield a note if the paper stays a preprint although the file says where it appeared."""
    entry, known = proposal.entry, proposal.publication
    given = {"volume", "doi"} if proposal.is_new else {d.name for d in proposal.differences}
    has_doi = "doi" in given and entry.doi and not is_preprint_doi(entry.doi)
    status = entry.status if proposal.is_new or "status" in given else known.status
    if status == Publication.Status.PREPRINT and (has_doi or ("volume" in given and entry.volume)):
        yield _("It has a volume or a DOI, but stays a preprint. Change its status if it appeared.")
