"""Finds records that may be the same paper, and normalizes the texts to compare."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from django.utils.translation import gettext as _

from common.text.plain_math import write_in_unicode
from common.text.search import fold
from publications.identifiers import remove_version
from publications.models import Publication

COMPARED = ("title", "doi", "arxiv_id", "venue", "published_as")
DOI_OF_ARXIV = re.compile(r"10\.48550/arxiv\.", re.IGNORECASE)
_MARKUP = re.compile(r"</?\w[^<>]*>|\\(?:emph|text\w+|math\w+)(?=\s*\{)")


def normalise(text: str) -> str:
    """Return only the words of a text, in lower case and without accents or punctuation.

    >>> plain("Erdős: On $L_2$-norms!")
    'erdos on l_2 norms'
    """
    return re.sub(r"\W+", " ", fold(text)).strip()


@lru_cache(maxsize=8192)
def normalise_title(title: str) -> str:
    """Return only the letters and digits of a title, without its markup and TeX.

    >>> normalise_title(r"The \\emph{$\\ell_2$}-Norm: <i>On-line</i>")
    'thel2normonline'
    """
    return re.sub(r"[\W_]+", "", list_title_words(title))


def list_title_words(title: str) -> str:
    """Return only the words of a title, without its markup; formulas are compared as plain text."""
    return normalise(write_in_unicode(_MARKUP.sub("", title)))


def find_duplicates(
    papers: Iterable[Publication],
) -> Iterator[tuple[Publication, Publication, str]]:
    """Yield each possible duplicate, with the earlier paper and the identifier that they share.

    The last item is "DOI", "arXiv id" or "title". Papers with the same title or arXiv id but
    different venues, such as a conference paper and its journal version, are not duplicates, nor
    are a preprint and its published version that are linked.
    """
    known: dict[tuple[str, str], list[Publication]] = defaultdict(list)
    for paper in papers:
        marks = list(list_marks(paper))
        yield from _find_first_match(paper, marks, known)
        for mark in marks:
            known[mark].append(paper)


def list_marks(paper: Publication) -> Iterator[tuple[str, str]]:
    """Yield the values that identify a paper, the most reliable first, each with its name."""
    doi, arxiv_id = paper.doi.lower(), remove_version(paper.arxiv_id).lower()
    if found := DOI_OF_ARXIV.match(doi):
        doi, arxiv_id = "", arxiv_id or remove_version(doi[found.end() :])
    marks = {"DOI": doi, _("arXiv id"): arxiv_id, _("title"): normalise_title(paper.title)}
    yield from ((name, value) for name, value in marks.items() if value)


def are_linked(paper: Publication, other: Publication) -> bool:
    """Whether the owner has said that one is the preprint of the other, or both are of a third."""
    later = {paper.published_as_id, other.published_as_id}
    return bool(later & {paper.pk, other.pk} - {None}) or (len(later) == 1 and None not in later)


def _find_first_match(
    paper: Publication,
    marks: list[tuple[str, str]],
    known: dict[tuple[str, str], list[Publication]],
) -> Iterator[tuple[Publication, Publication, str]]:
    for mark in marks:
        for other in known[mark]:
            if are_linked(paper, other):
                continue
            if mark[0] == "DOI" or not _appeared_apart(paper, other):
                yield paper, other, mark[0]
                return


def _appeared_apart(paper: Publication, other: Publication) -> bool:
    venues = {paper.venue_id, other.venue_id}
    return None not in venues and len(venues) == 2
