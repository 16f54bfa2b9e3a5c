"""What is new in the owner's ORCID record: neither on the site, nor left out by the owner."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.core.exceptions import ValidationError

from common.owner import find_owner
from publications.bibtex import Entry
from publications.identifiers import remove_version, strip_orcid, validate_orcid
from publications.merging.duplicates import normalise
from publications.models import Author, LeftOutWork, Publication
from publications.sources.readers.orcid import OrcidWork
from publications.sources.recognition import Identifier, Kind
from publications.sources.search import Search

_FEWEST_WORDS = 4  # of a title that no other work has
_ARXIV_DOI = "10.48550/arxiv."


def find_owners_orcid() -> str:
    """Return the iD of the author who is the owner, else the one that the profile links to."""
    author = Author.objects.filter(is_owner=True).only("orcid").first()
    orcid = (author.orcid if author else "") or strip_orcid(find_owner().orcid_url)
    try:
        validate_orcid(orcid)
    except ValidationError:
        return ""
    return orcid


def start_search(orcid: str) -> Search:
    """Return the search for the works of a record that the site neither has nor leaves out."""
    search = Search.for_identifiers([Identifier(Kind.ORCID, orcid)])
    search.only_new = True
    return search


def make_is_known() -> Callable[[OrcidWork], bool]:
    """Return a function that tells whether a work is known, by its identifiers or its title."""
    known: set[tuple[str, object]] = set()
    for row in (*Publication.objects.all(), *LeftOutWork.objects.all()):
        known |= _list_marks(row.title, row.year, row.doi, row.arxiv_id)

    def is_known(work: OrcidWork) -> bool:
        year = int(work.year) if str(work.year).isdigit() else None
        return not known.isdisjoint(_list_marks(work.title, year, work.doi, work.arxiv_id))

    return is_known


def _list_marks(title: str, year: int | None, doi: str, arxiv_id: str) -> set[tuple[str, object]]:
    words, doi = normalise(title), doi.lower()
    arxiv_id = remove_version(arxiv_id).lower() or doi.partition(_ARXIV_DOI)[2]
    alone = len(words.split()) >= _FEWEST_WORDS
    marks = {"doi": doi, "arxiv": arxiv_id, "title": words if alone else ""}
    found: set[tuple[str, object]] = {mark for mark in marks.items() if mark[1]}
    return found | ({("title and year", (words, year))} if words else set())


def leave_out(entries: Iterable[Entry], reason: LeftOutWork.Reason) -> int:
    """Remember not to offer these entries again; return how many they are."""
    rows = [
        LeftOutWork(
            title=entry.title,
            year=int(entry.when[:4]) if entry.when[:4].isdigit() else None,
            doi=entry.doi,
            arxiv_id=entry.arxiv_id,
            reason=reason,
        )
        for entry in entries
    ]
    LeftOutWork.objects.bulk_create(rows)
    return len(rows)
