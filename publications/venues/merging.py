"""Merges venues that turned out to be one."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from common.history.recording import note
from common.write_lock import write_lock
from publications.models import Publication, Venue


@write_lock()
def merge(kept: Venue, others: Sequence[Venue]) -> list[str]:
    """Move the papers and names of the others to ``kept``, and delete the others.

    The names become variants of the kept venue's. What it lacks, it gets from the others; what it
    has, it keeps. Returns what is lost by that, for the owner: other ISSNs and websites.
    """
    papers = list(Publication.objects.filter(venue__in=others))
    now = timezone.now()
    Publication.objects.filter(venue__in=others).update(venue=kept, changed_at=now)
    for field in ("name", "iso4", "issn", "url"):
        values = (getattr(venue, field) for venue in (kept, *others))
        setattr(kept, field, next(filter(None, values), ""))
    lost = [
        f"{label} {value}"
        for field, label in (("issn", _("ISSN")), ("url", _("website")))
        for value in dict.fromkeys(getattr(other, field) for other in others)
        if value not in {"", getattr(kept, field)}
    ]
    names = [*kept.variants, *(name for other in others for name in other.names)]
    own = {kept.short_name, kept.name, kept.iso4}
    kept.variants = [name for name in dict.fromkeys(names) if name not in own]
    for other in others:
        other.delete()
    kept.save()
    note([kept, *papers])
    return lost
