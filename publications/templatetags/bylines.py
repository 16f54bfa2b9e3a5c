"""The authors of a paper as a page shows them, and the legend of their marks."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from common.text.math import without_math
from publications.models import Publication
from publications.models.bylines import BylineName, groups_at_end, joined
from publications.names.author_line import MARKS, NOTICE

register = template.Library()

MEANINGS = {
    "equal_contribution": "equal contribution",
    "corresponding": "the corresponding author",
    "equal_advising": "equal advising",
}

# A line of more authors than this is folded in lists: the first, the owner and the last are shown.
LONGEST_UNFOLDED = 12
SHOWN_FIRST = 5
FEWEST_FOLDED = 3  # to fold fewer would save no room


@register.simple_tag
def byline(publication: Publication, linked: bool = False, folded: bool = False) -> SafeString:
    """Show the authors in order, the owner emphasised, the marks as superscripts.

    Where ``linked``, each name leads to the papers with that author and, by an arrow, to the
    author's own page. Where ``folded``, a long line can be opened. Nothing for a paper without
    authors. Written without a template, as a long list shows thousands of names.
    """
    count = len(publication.byline_names)
    folded = folded and count > LONGEST_UNFOLDED
    names = names_of(publication, linked=linked, folded=folded)
    element = "div" if folded else "p"  # a paragraph cannot contain what opens and closes
    return mark_safe(f'<{element} class="byline">{names}</{element}>' if count else "")  # noqa: S308


def names_of(publication: Publication, *, linked: bool = False, folded: bool = False) -> SafeString:
    """Return what stands in the line of authors, as HTML; empty where the paper has none."""
    byline_names = publication.byline_names
    shown = _linked_author if linked else _author
    names = [shown(signature) for signature in byline_names]
    more = publication.has_more_authors
    groups = groups_at_end(byline_names) if more else 0
    if folded:
        names = _folded(names, byline_names, publication.title, at_end=groups)
    text = joined(names, more=more, groups=groups)
    alphabetical = publication.is_alphabetical and names
    notice = f'<span class="notice">{NOTICE}</span> ' if alphabetical else ""
    return mark_safe(notice + text)  # noqa: S308


def _folded(
    names: list[str], byline_names: list[BylineName], title: str, *, at_end: int = 0
) -> list[str]:
    """Return the names, of which each run that may be hidden has become one that opens.

    The last is shown, and so are the groups ``at_end``.
    """

    def may_be_hidden(place: int) -> bool:
        return SHOWN_FIRST <= place < len(names) - 1 - at_end and not byline_names[place].is_owner

    shown: list[str] = []
    for hidden, places in groupby(range(len(names)), may_be_hidden):
        run = [names[place] for place in places]
        shown += [_fold(run, title)] if hidden and len(run) >= FEWEST_FOLDED else run
    return shown


def _fold(names: list[str], title: str) -> str:
    return (
        f'<details class="more"><summary><span class="unseen">Show </span>{len(names)} more'
        f'<span class="unseen"> authors of {escape(without_math(title))}</span></summary> '
        f"{', '.join(names)}</details>"
    )


@lru_cache(maxsize=8192)
def _author(signature: BylineName) -> str:
    return f"{_name(signature)}{_marks(signature)}"


def _linked_author(signature: BylineName) -> str:
    link = f'<a href="{escape(signature.address)}">{_name(signature)}</a>{_marks(signature)}'
    if signature.homepage:
        link += (
            f'<a class="homepage" href="{escape(signature.homepage)}" rel="noopener" '
            f'aria-label="Homepage of {escape(signature.name)}">↗</a>'
        )
    return link


def _name(signature: BylineName) -> str:
    name: str = escape(signature.name)
    return f'<strong class="owner">{name}</strong>' if signature.is_owner else name


def _marks(signature: BylineName) -> str:
    return f"<sup>{signature.marks}</sup>" if signature.marks else ""


@register.inclusion_tag("publications/_legend.html")
def marks_legend(papers: Publication | Iterable[Publication]) -> dict[str, object]:
    """Explain the marks that stand at the authors of one paper or of several, and no others."""
    publications = [papers] if isinstance(papers, Publication) else list(papers)
    shown = {mark for paper in publications for name in paper.byline_names for mark in name.marks}
    marks = [(MARKS[flag], MEANINGS[flag]) for flag in MARKS if MARKS[flag] in shown]
    if any(paper.is_alphabetical and paper.byline_names for paper in publications):
        marks.insert(0, (NOTICE, "random/alphabetical order"))
    return {"marks": marks}
