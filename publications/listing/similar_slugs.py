"""Suggests papers to visitors whose URL does not exist."""

from __future__ import annotations

import re
from functools import reduce
from operator import or_

from django.db.models import Q

from common.text.search import fold
from publications.models import Publication
from publications.models.querysets import MAX_SEARCH_WORDS

MOST = 3
# Words that say nothing about a paper: small words of titles, and file extensions.
IDLE_WORDS = frozenset({"the", "and", "for", "with", "from", "via", "html", "htm", "php", "pdf"})


def find_similar_papers(path: str) -> list[Publication]:
    """Return at most three published papers whose slugs share words with the path's last part.

    Papers with the most shared words come first. Takes one query, or none if there are no words.
    """
    last_part = path.rstrip("/").rpartition("/")[2]
    sought = _split_words(last_part)
    if not sought:
        return []
    similar = reduce(or_, (Q(slug__contains=word) for word in sorted(sought)[:MAX_SEARCH_WORDS]))
    papers = Publication.objects.published().filter(similar).only("title", "slug")
    ranked = sorted(papers, key=lambda paper: len(sought & _split_words(paper.slug)), reverse=True)
    return [paper for paper in ranked[:MOST] if sought & _split_words(paper.slug)]


def _split_words(slug: str) -> set[str]:
    words = re.split(r"[\W_]+", fold(slug))
    return {word for word in words if len(word) > 2 or not word.isascii()} - IDLE_WORDS
