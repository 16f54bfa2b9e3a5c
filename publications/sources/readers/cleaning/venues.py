"""Names of journals, books and conferences, their kinds, and the series that they are in."""

import re

from publications.bibtex.kinds import MEETING, WORKSHOP
from publications.sources.readers.cleaning.titles import clean_line

# What names a series of books, not the book.
_SERIES = re.compile(
    r"^(?:spie )?proceedings$|\blecture notes\b|\bseries\b|\bstudies in\b|\badvances in\b"
    r"|\bprogress in\b|^springer\w*|\bbriefs\b|\bschriften|\bcontemporary\b"
    r"|\bcommunications in computer\b|\bIFIP advances\b"
    r"|\btracts in\b|\bmonographs\b|\btexts in\b|\blibrary of\b|\btopics in\b",
    re.IGNORECASE,
)


def choose_container(titles: list[str]) -> tuple[str, str]:
    """Return the name of the book or journal and the series, given in either order."""
    names = list(dict.fromkeys(filter(None, map(clean_line, titles))))
    if len(names) < 2:
        return "".join(names), ""
    series = [name for name in names[:2] if _SERIES.search(name)]
    if len(series) == 1:
        return next(name for name in names[:2] if name not in series), series[0]
    return names[1], names[0]


def choose_venue_kind(kind: str, venue: str, *, at_meeting: bool = False) -> str:
    """Return the kind of the venue of a paper of this kind."""
    if not venue:
        return "other"
    if WORKSHOP.search(venue):
        return "workshop"
    if at_meeting or kind in {"book", "proceedings"}:
        return "conference"
    if kind == "chapter":
        return "book"
    if kind not in {"article", "review"}:
        return "other"
    return "conference" if MEETING.search(venue) else "journal"
