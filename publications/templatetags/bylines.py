"""The authors of a paper as a page shows them, and the legend of their marks."""

from collections.abc import Iterable

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from publications.author_line import MARKS, NOTICE
from publications.models import Authorship, Publication

register = template.Library()

MEANINGS = {
    "equal_contribution": "equal contribution",
    "corresponding": "the corresponding author",
    "equal_advising": "equal advising",
}


@register.simple_tag
def byline(publication: Publication, linked: bool = False) -> SafeString:
    """Show the authors in order, the owner emphasised, the marks as superscripts.

    Where ``linked``, each name leads to that author's papers here and, by an arrow, to the
    author's own page. Written without a template, as a long list shows thousands of names.
    """
    names = [_author(authorship, linked) for authorship in publication.authorships.all()]
    if len(names) > 2:
        names[-1] = f"and {names[-1]}"
        text = ", ".join(names)
    else:
        text = " and ".join(names)
    notice = f'<span class="notice">{NOTICE}</span> ' if publication.is_alphabetical else ""
    return mark_safe(notice + text if text else "")  # noqa: S308


def _author(authorship: Authorship, linked: bool) -> str:
    author = authorship.author
    name: str = escape(authorship.printed_name)
    if author.is_owner:
        name = f'<strong class="owner">{name}</strong>'
    if linked:
        papers = f"{reverse('publications:list')}?author={author.slug}"
        name = f'<a href="{escape(papers)}">{name}</a>'
    if authorship.marks:
        name += f"<sup>{authorship.marks}</sup>"
    if linked and author.homepage:
        name += (
            f'<a class="homepage" href="{escape(author.homepage)}" rel="noopener" '
            f'aria-label="Homepage of {escape(authorship.printed_name)}">↗</a>'
        )
    return name


@register.inclusion_tag("publications/_legend.html")
def marks_legend(papers: Publication | Iterable[Publication]) -> dict[str, object]:
    """Explain the marks that stand at the authors of one paper or of several, and no others."""
    publications = [papers] if isinstance(papers, Publication) else papers
    shown: set[str] = set()
    alphabetical = False
    for publication in publications:
        authorships = publication.authorships.all()
        alphabetical = alphabetical or (publication.is_alphabetical and bool(authorships))
        shown |= {flag for row in authorships for flag in MARKS if getattr(row, flag)}
    marks = [(MARKS[flag], MEANINGS[flag]) for flag in MARKS if flag in shown]
    if alphabetical:
        marks.insert(0, (NOTICE, "random/alphabetical order"))
    return {"marks": marks}
