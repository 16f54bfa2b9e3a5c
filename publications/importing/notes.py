"""Sentences that tell the owner what to check about an entry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from publications.identifiers import is_preprint_doi
from publications.models import Publication

if TYPE_CHECKING:
    from publications.importing.proposal import Proposal


def note_stage(proposal: Proposal) -> Iterator[str]:
    """Yield a note if the paper stays a preprint although the file says where it appeared."""
    entry, known = proposal.entry, proposal.publication
    given = {"volume", "doi"} if proposal.is_new else {d.name for d in proposal.differences}
    has_doi = "doi" in given and entry.doi and not is_preprint_doi(entry.doi)
    status = entry.status if proposal.is_new or "status" in given else known.status
    if status == Publication.Status.PREPRINT and (has_doi or ("volume" in given and entry.volume)):
        yield _("It has a volume or a DOI, but stays a preprint. Change its status if it appeared.")
