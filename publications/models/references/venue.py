"""What a reader sees of a paper's status and venue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from publications.models import Publication


def format_venue_line(paper: Publication) -> str:
    """Return "ICLR 2023", "Submitted to JMLR" or "Preprint".

    A paper that appeared without a venue shows its kind, unless the kind says nothing.
    """
    match paper.status:
        case paper.Status.IN_PREPARATION | paper.Status.PREPRINT:
            return paper.get_status_display()
        case paper.Status.SUBMITTED:
            if paper.venue:
                return _("Submitted to %(venue)s") % {"venue": paper.venue}
            return _("Submitted")
    return f"{format_where(paper)} {name_standing(paper)}".strip()


def format_where(paper: Publication) -> str:
    """Return where a paper appeared: "ICLR 2023", or its kind, or "Accepted"."""
    where = (
        paper.venue.format_with_year(paper.when.year if paper.when else None) if paper.venue else ""
    )
    match paper.status:
        case paper.Status.ACCEPTED:
            return where or _("Accepted")
        case paper.Status.IN_PRESS:
            return where or _("In press")
    if where and paper.kind in {paper.Kind.MASTER_THESIS, paper.Kind.PHD_THESIS}:
        return f"{paper.get_kind_display()}, {where}"
    kind_says_nothing = paper.kind in {paper.Kind.ARTICLE, paper.Kind.OTHER}
    return where or ("" if kind_says_nothing else paper.get_kind_display())


def name_standing(paper: Publication) -> str:
    """Return what follows the venue of a paper that will appear there: "(in press)"."""
    match paper.status:
        case paper.Status.ACCEPTED if paper.venue:
            return _("(to appear)")
        case paper.Status.IN_PRESS if paper.venue:
            return _("(in press)")
    return ""


def format_margin_venue(paper: Publication) -> str:
    """Return the venue line without its year, and with an abbreviation of the venue: "ICLR"."""
    venue = paper.venue.abbreviation if paper.venue else ""
    if paper.has_appeared and venue:
        is_thesis = paper.kind in {paper.Kind.MASTER_THESIS, paper.Kind.PHD_THESIS}
        return f"{paper.get_kind_display()}, {venue}" if is_thesis else venue
    if paper.status == paper.Status.SUBMITTED and venue:
        return _("Submitted to %(venue)s") % {"venue": venue}
    return format_venue_line(paper)
