"""Gives new venues the short names that the owner chose in the preview."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from common.history.recording import note, record_revision
from publications.bibtex import Entry
from publications.importing.proposal import Proposal
from publications.models import Venue
from publications.venues.index import VenueNames

FIELD = "venue:"  # and the guess: the name of the field in the form


def name_new_venues(proposals: Sequence[Proposal], chosen: Mapping[str, str], user: Any) -> None:
    """Give the new venues of these proposals the chosen names.

    The short name of a venue on the site means that one: it takes the place of the new venue, and
    what the file calls it becomes one of its variants, so that the next import finds it.
    """
    known = {venue.short_name.casefold(): venue for venue in Venue.objects.all()}
    proposals_of: dict[int, list[Proposal]] = defaultdict(list)
    for proposal in proposals:
        if proposal.venue and proposal.venue.pk is None:
            proposals_of[id(proposal.venue)].append(proposal)
    for of_it in proposals_of.values():
        venue: Any = of_it[0].venue
        name = " ".join(chosen.get(FIELD + venue.short_name, "").split())
        kept = known.setdefault((name or venue.short_name).casefold(), venue)
        names = [venue.name or venue.short_name] if kept is not venue else []
        if kept is venue and name:
            if name.casefold() != venue.short_name.casefold():
                venue.name = venue.name or venue.short_name  # citations print the full name
            venue.short_name = name
        for proposal in of_it:
            proposal.venue = kept
        if _add_variants(kept, names, [proposal.entry for proposal in of_it]) and kept.pk:
            with record_revision(_("Imported."), user):
                kept.save()
                note([kept])


def _add_variants(venue: Venue, names: list[str], entries: list[Entry]) -> bool:
    """Add names that are not the venue's yet, and what the entries call it if that is needed."""
    before = len(venue.variants)
    venue.variants += [name for name in names if name not in venue.names]
    for entry in entries:
        if venue not in VenueNames([venue]).find_meant(entry.venue, entry.venue_kind):
            venue.variants.append(entry.venue)
    return len(venue.variants) > before
