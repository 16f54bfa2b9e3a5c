"""The authors of a paper as a page shows them, and the legend of their marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django import template
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from publications.models import Publication
from publications.models.bylines import (
    BylineName,
    count_groups_at_end,
    describe_leading_role,
    join_names,
)
from publications.names.author_line import MARKS, NOTICE

register = template.Library()

MEANINGS = {
    "equal_contribution": _("equal contribution"),
    "corresponding": _("the corresponding author"),
    "equal_advising": _("equal advising"),
}

# Lists fold a line of more authors than this: they show the first, the owner and the last.
LONGEST_UNFOLDED = 12
SHOWN_FIRST = 5
FEWEST_FOLDED = 3  # to fold fewer would save no room

_NAME = "\0"  # stands for a name where only the words between the names are wanted


@dataclass(slots=True)
class BylinePart:
    """A name in a byline, with the words and signs around it."""

    author: BylineName
    before: str  # such as "and "
    after: str  # such as ","
    opens_fold_of: int = 0  # how many names are hidden, at the first of them
    closes_fold: bool = False


@register.inclusion_tag("publications/_byline.html")
def byline(
    publication: Publication, linked: bool = False, folded: bool = False
) -> dict[str, object]:
    """Show the authors in order, the owner emphasised, the marks as superscripts.

    With ``linked``, each name leads to the papers with that author, and an arrow to the author's
    homepage. With ``folded``, a reader can open the middle of a long line. An edited volume shows
    its editors; a paper without either shows nothing.
    """
    is_folded = folded and len(publication.leading_names) > LONGEST_UNFOLDED
    return {
        "publication": publication,
        "credits": list_credits(publication, folded=is_folded),
        "notice": NOTICE if publication.is_alphabetical else "",
        "role": describe_leading_role(publication),
        # A paragraph cannot contain the element that opens and closes.
        "element": "div" if is_folded else "p",
        "linked": linked,
    }


def list_credits(publication: Publication, *, folded: bool = False) -> list[BylinePart]:
    """Return the names of a byline, each with what separates it from its neighbours.

    With ``folded``, names may be hidden, but never the last and the groups at the end.
    """
    authors = publication.leading_names
    more = publication.has_more_authors
    groups = count_groups_at_end(authors) if more else 0
    _start, *between = join_names([_NAME] * len(authors), more=more, groups=groups).split(_NAME)
    credited, before = [], ""
    for place, (author, separator) in enumerate(zip(authors, between, strict=False), start=1):
        after, _space, following = separator.partition(" ")
        if place == len(authors):
            after = separator
        credited.append(BylinePart(author, before, after))
        before = following
    if folded:
        _fold(credited, last=len(credited) - 1 - groups)
    return credited


def _fold(credited: list[BylinePart], *, last: int) -> None:
    """Mark each run of names that is long enough to hide."""

    def may_be_hidden(place: int) -> bool:
        return SHOWN_FIRST <= place < last and not credited[place].author.is_owner

    for hidden, places in groupby(range(len(credited)), may_be_hidden):
        run = [credited[place] for place in places]
        if hidden and len(run) >= FEWEST_FOLDED:
            run[0].opens_fold_of = len(run)
            run[-1].closes_fold = True


@register.inclusion_tag("publications/_legend.html")
def marks_legend(papers: Publication | Iterable[Publication]) -> dict[str, object]:
    """Explain the marks that one paper or several show, and no others."""
    publications = [papers] if isinstance(papers, Publication) else list(papers)
    shown = {mark for paper in publications for name in paper.leading_names for mark in name.marks}
    marks = [(MARKS[flag], str(MEANINGS[flag])) for flag in MARKS if MARKS[flag] in shown]
    if any(paper.is_alphabetical and paper.leading_names for paper in publications):
        marks.insert(0, (NOTICE, gettext("random/alphabetical order")))
    return {"marks": marks}
