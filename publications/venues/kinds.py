"""Guesses what a venue is from its name alone."""

import re

from publications.models import Venue
from publications.venues.index import VenueNames
from publications.venues.series import make_series

_SIGNS = (
    (Venue.Kind.WORKSHOP, r"\b(?:work ?shops?|wkshp)\b"),
    (
        Venue.Kind.BOOK,
        r"\b(?:lecture notes|LN(?:CS|AI|M)|handbook|encyclop(?:a?e)dia|springer|elsevier|press)\b",
    ),
    (
        Venue.Kind.JOURNAL,
        r"\b(?:journal|j\.|transactions|trans\.|letters|lett\.|reviews?|rev\.|annals|ann\.|archives?"
        r"|bulletin|magazine|quarterly|acta|zeitschrift|revue|communications of|foundations and"
        r"|proceedings of the (?:national academy|royal society|IEEE)|PNAS)\b",
    ),
    (
        Venue.Kind.CONFERENCE,
        r"\b(?:conference|conf\.|symposium|symp\.|meeting|congress|proceedings|proc\.)",
    ),
)
_JOURNAL_ACRONYM = re.compile(r"(?:IEEE |ACM )?[JT][A-Z]{2,5}")  # JMLR, TMLR, TPAMI
_ONE_WORD = re.compile(r"[^\W\d_][^\W\d_A-Z]{3,}")  # Nature, Biometrika
_MEETINGS_ALIKE = frozenset(("TACAS", "TAMC", "TARK", "TCC", "TQC", "TREC", "TSD", "JCDL", "JELIA"))


def guess_kind(name: str) -> str:
    """Return the likeliest kind of a venue.

    >>> [str(guess_kind(name)) for name in ("TMLR", "ICLR", "Biometrika")]
    ['journal', 'conference', 'journal']
    """
    if VenueNames(make_series()).find_meant(name, Venue.Kind.CONFERENCE):
        return Venue.Kind.CONFERENCE
    for kind, signs in _SIGNS:
        if re.search(signs, name, re.IGNORECASE):
            return kind
    is_meeting = name in _MEETINGS_ALIKE
    looks_like_journal = _JOURNAL_ACRONYM.fullmatch(name) or _ONE_WORD.fullmatch(name)
    return Venue.Kind.JOURNAL if looks_like_journal and not is_meeting else Venue.Kind.CONFERENCE
