"""Finds records that may be the same paper, and normalizes the texts to compare."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from common.text.plain_math import write_in_unicode
from common.text.search import fold
from publications.identifiers import remove_version
from publications.models import Publication


def normalise(text: str) -> str:
    """Return only the words of a text, in lower case and without accents or punctuation.

    >>> plain("Erdős: On $L_2$-norms!")
    'erdos on l_2 norms'
    """
    return re.sub(r"\W+", " ", fold(text)).strip()


def normalise_title(title: str) -> str:
    """Return only the words of a title; formulas and markup are compared as plain text."""
    return normalise(write_in_unicode(title))


def find_duplicates(
    papers: Iterable[Publication],
) -> Iterator[tuple[Publication, Publication, str]]:
    """Yield each possible duplicate, with the earlier paper and the identifier that they share.

    The last item is "DOI", "arXiv id" or "title". Papers with the same title or arXiv id but
    different venues, such as a conference paper and its journal version, are not duplicates.
    """
    known: dict[tuple[str, str], list[Publication]] = defaultdict(list)
    for paper in papers:
        marks = list(_list_marks(paper))
        yield from _find_first_match(paper, marks, known)
        for mark in marks:
            known[mark].append(paper)


def _list_marks(paper: Publication) -> Iterator[tuple[str, str]]:
    """Yield the values that identify a paper, the most reliable first."""
    marks = {
        "DOI": paper.doi.lower(),
        _("arXiv id"): remove_version(paper.arxiv_id),
        _("title"): normalise_title(paper.title),
    }
    yield from ((name, value) for name, value in marks.items() if value)


def _find_first_match(
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
