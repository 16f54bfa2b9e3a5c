"""When two records of a paper may be one paper: what is compared, and in which form."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from common.text.search import fold
from publications.models import Publication


def plain(text: str) -> str:
    """Return the letters and digits of a text alone, in lower case and without accents.

    >>> plain("Erdős: On $L_2$-norms!")
    'erdos on l_2 norms'
    """
    return re.sub(r"\W+", " ", fold(text)).strip()


def versionless(arxiv_id: str) -> str:
    """Return the arXiv id without its version, as all versions are one paper."""
    return re.sub(r"v\d+$", "", arxiv_id)


def find_duplicates(
    papers: Iterable[Publication],
) -> Iterator[tuple[Publication, Publication, str]]:
    """Yield each paper that may be there already, with the earlier one and what they share.

    What they share is one of "DOI", "arXiv id" and "title". Two papers of one title or one arXiv
    id that appeared at different venues, as a conference paper and its journal version do, are
    taken for two.
    """
    known: dict[tuple[str, str], list[Publication]] = defaultdict(list)
    for paper in papers:
        marks = list(_marks(paper))
        yield from _first_match(paper, marks, known)
        for mark in marks:
            known[mark].append(paper)


def _marks(paper: Publication) -> Iterator[tuple[str, str]]:
    """Yield what tells papers apart, the surest first."""
    marks = {
        "DOI": paper.doi.lower(),
        "arXiv id": versionless(paper.arxiv_id),
        "title": plain(paper.title),
    }
    yield from ((name, value) for name, value in marks.items() if value)


def _first_match(
    paper: Publication,
    marks: list[tuple[str, str]],
    known: dict[tuple[str, str], list[Publication]],
) -> Iterator[tuple[Publication, Publication, str]]:
    for mark in marks:
        for other in known[mark]:
            if mark[0] == "DOI" or not _appeared_apart(paper, other):
                yield paper, other, mark[0]
                return


def _appeared_apart(paper: Publication, other: Publication) -> bool:
    venues = {paper.venue_id, other.venue_id}
    return None not in venues and len(venues) == 2
