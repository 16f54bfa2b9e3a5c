"""Papers that somebody may have been looking for at an address where there is none."""

from __future__ import annotations

import re
from functools import reduce
from operator import or_

from django.db.models import Q

from common.text.search import fold
from publications.models import Publication
from publications.models.querysets import MAX_SEARCH_WORDS

MOST = 3
# Words that say nothing of a paper: the small ones of titles, and the endings of files.
IDLE_WORDS = frozenset({"the", "and", "for", "with", "from", "via", "html", "htm", "php", "pdf"})


def find_similar_papers(address: str) -> list[Publication]:
    """Return at most three published papers whose addresses have words of this one's last part.

    Those with most of the words come first. One query, none where the address has no words.
    """
    last_part = address.rstrip("/").rpartition("/")[2]
    sought = _words(last_part)
    if not sought:
        return []
    similar = reduce(or_, (Q(slug__contains=word) for word in sorted(sought)[:MAX_SEARCH_WORDS]))
    papers = Publication.objects.published().filter(similar).only("title", "slug")
    ranked = sorted(papers, key=lambda paper: len(sought & _words(paper.slug)), reverse=True)
    return [paper for paper in ranked[:MOST] if sought & _words(paper.slug)]


def _words(slug: str) -> set[str]:
    words = re.split(r"[\W_]+", fold(slug))
    return {word for word in words if len(word) > 2 or not word.isascii()} - IDLE_WORDS
