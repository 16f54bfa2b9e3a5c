"""Citation keys: short names of papers in BibTeX files, such as dong2023raft.

A published key must not change, because readers cite it in their own texts. So a paper gets its
key when it is first published, and keeps it even if its title, authors or year change. A paper in
preparation gets none, as there is nothing to cite yet.
"""

import re

from common.text.math import FORMULA, write_math_as_text
from common.text.search import fold
from common.text.title_markup import remove_title_markup
from common.urls.slugs import free_slug
from publications.models import Publication

# Words at the start of titles that say nothing about the paper.
_SKIPPED = frozenset(
    (
        *("a", "an", "the", "on", "of", "in", "for", "to", "from", "and", "with", "at", "by"),
        *("der", "die", "das", "ein", "eine", "le", "la", "les", "un", "une"),
    )
)
_WORD = re.compile(r"[a-z0-9]+")
_LONGEST = 150  # the longest key, before a number is added


def assign_citation_keys() -> None:
    """Give each published paper without a citation key a unique one.

    Call this wherever papers may have been published, once their authors are saved.
    """
    lacking = Publication.objects.published().filter(citation_key="")
    citable = lacking.exclude(status=Publication.Status.IN_PREPARATION).order_by("pk")
    papers = list(citable.with_bylines())
    if not papers:
        return
    rows = Publication.objects.exclude(citation_key="")
    known = rows.only("citation_key", "is_draft", "published_at")
    present = {paper.citation_key.lower(): paper for paper in known}
    # The key of a draft that never was public must not show in those of public papers.
    secret = {key: p for key, p in present.items() if p.is_draft and not p.published_at}
    taken = present.keys() - secret.keys()
    for paper in papers:
        paper.citation_key = free_slug(make_key(paper), taken)
        taken.add(paper.citation_key)
        if draft := secret.get(paper.citation_key):
            numbered = free_slug(paper.citation_key, {*present, *taken})
            draft.citation_key += numbered.removeprefix(paper.citation_key)
            present[numbered] = draft
            draft.save(update_fields=["citation_key"])
        paper.save(update_fields=["citation_key"])


def make_key(publication: Publication) -> str:
    """Return first author, year and first word in ASCII: "dong2023raft", "muller1905elektro".

    Missing parts are left out, and so are characters without an ASCII form. If there is neither
    an author nor a word, the key begins with "paper".
    """
    first = next(iter(publication.leading_rows), None)
    author = "".join(_split_words(first.author.family_name)) if first else ""
    title = remove_title_markup(publication.title)
    words = _split_words(FORMULA.sub(" ", title)) or _split_words(write_math_as_text(title))
    telling = [word for word in words if word not in _SKIPPED] or words
    word = telling[0] if telling else ""
    year = str(publication.when.year) if publication.when else ""
    return f"{author}{year}{word}"[:_LONGEST] if author or word else f"paper{year}"


def _split_words(text: str) -> list[str]:
    return _WORD.findall(fold(text))
