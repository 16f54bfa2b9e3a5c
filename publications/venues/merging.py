"""Merges venues that turned out to be one."""

from __future__ import annotations

from collections.abc import Sequence

from common.history.recording import note
from common.write_lock import write_lock
from publications.models import Publication, Venue


@write_lock()
def merge(kept: Venue, others: Sequence[Venue]) -> None:
    """Move the papers and names of the others to ``kept``, and delete the others.

    The names become variants of the kept venue's. What it lacks, it gets from the others; what it
    has, it keeps.
    """
    papers = list(Publication.objects.filter(venue__in=others))
    Publication.objects.filter(venue__in=others).update(venue=kept)
    for field in ("name", "iso4", "issn", "url"):
        values = (getattr(venue, field) for venue in (kept, *others))
        setattr(kept, field, next(filter(None, values), ""))
    names = [*kept.variants, *(name for other in others for name in other.names)]
    own = {kept.short_name, kept.name, kept.iso4}
    kept.variants = [name for name in dict.fromkeys(names) if name not in own]
    for other in others:
        other.delete()
    kept.save()
    note([kept, *papers])
