"""Citation keys: short names that stand for papers in BibTeX files, such as dong2023raft.

A key that was seen by readers must not change, as their own texts cite it. So a paper is given its
key when it is first published, and keeps it whatever becomes of its title, authors and year. One
that is still in preparation waits; there is nothing to cite yet.
"""

import re

from common.text.math import FORMULA, without_math
from common.text.search import fold
from common.urls.slugs import free_slug
from publications.models import Publication

# Words with which titles begin and that tell nothing.
_SKIPPED = frozenset(
    (
        *("a", "an", "the", "on", "of", "in", "for", "to", "from", "and", "with", "at", "by"),
        *("der", "die", "das", "ein", "eine", "le", "la", "les", "un", "une"),
    )
)
_WORD = re.compile(r"[a-z0-9]+")
_LONGEST = 150  # as long as a key without a number may be


def assign_citation_keys() -> None:
    """Give each published paper that lacks a citation key one that no other paper has.

    To be called wherever papers may have been published, when their authors are in place.
    """
    lacking = Publication.objects.published().filter(citation_key="")
    citable = lacking.exclude(status=Publication.Status.IN_PREPARATION).order_by("pk")
    papers = list(citable.with_bylines())
    if not papers:
        return
    present = Publication.objects.exclude(citation_key="").values_list("citation_key", flat=True)
    taken = {key.lower() for key in present}
    for paper in papers:
        paper.citation_key = free_slug(key_for(paper), taken)
        taken.add(paper.citation_key)
        paper.save(update_fields=["citation_key"])


def key_for(publication: Publication) -> str:
    """Return first author, year and first word in ASCII: "dong2023raft", "muller1905elektro".

    What has no ASCII form is left out, and so is what is not known; "paper" where nothing is left.
    """
    first = next(iter(publication.authorships.all()), None)
    author = "".join(_words(first.author.family_name)) if first else ""
    title = publication.title
    words = _words(FORMULA.sub(" ", title)) or _words(without_math(title))
    telling = [word for word in words if word not in _SKIPPED] or words
    word = telling[0] if telling else ""
    year = str(publication.when.year) if publication.when else ""
    return f"{author}{year}{word}"[:_LONGEST] if author or word else f"paper{year}"


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))
