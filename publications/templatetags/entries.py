"""How a paper stands in a list: on the list of papers, the home page, with an author, in the CV.

It is drawn without templates, which would take four times as long: a list has a hundred entries.
``format_html`` escapes whatever is put into it.
"""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from common.links import Button
from common.templatetags import buttons, pictures
from common.text.markdown import render
from common.text.math import render_math
from publications.models import Publication
from publications.templatetags.bylines import byline

register = template.Library()


@register.simple_tag(name="paper")
def drawn(paper: Publication, *, level: int, number: int = 0, brief: bool = False) -> SafeString:
    """Return the entry of a paper, with its title as a heading of this ``level``.

    In a CV it has a ``number``, and names all authors; elsewhere a long line of them is folded, a
    picture is shown, and a button leads to how to cite the paper. ``brief`` leaves the summary out.
    """
    address = paper.get_absolute_url()
    in_cv = bool(number)
    links = paper.buttons
    if not in_cv:
        links = [*links, Button("Cite", f"{address}#cite", kind="cite")]
    return format_html(
        '<article class="entry paper">\n<div class="margin">{}{}</div>\n<div class="body">\n'
        '<h{level} class="title"><a href="{address}">{title}</a></h{level}>\n{}\n{}{}{}'
        "</div>\n</article>\n",
        _where(number, paper.venue_line, paper.separate_year),
        SafeString() if in_cv else _thumbnail(paper),
        byline(paper, folded=not in_cv),
        format_html('<p class="note">{}</p>\n', paper.note) if paper.note else "",
        SafeString() if brief else _summary(paper),
        buttons.shown(links, paper.title),
        level=level,
        address=address,
        title=render_math(paper.title),
    )


@lru_cache(maxsize=1024)
def _where(number: int, venue: str, year: str) -> SafeString:
    """Return what the margin says: in a CV the number, then venue and year."""
    parts = [("number", f"[{number}]")] if number else []
    parts += [("venue", venue)] if venue else []
    parts += [("year", year)] if year else []
    return format_html_join(" ", '<span class="{}">{}</span>', parts)


def _thumbnail(paper: Publication) -> SafeString:
    return pictures.shown(
        paper.thumbnail,
        alt=paper.thumbnail_alt,
        width=152,
        height=112,
        css_class="thumbnail",
        lazy=True,
    )


def _summary(paper: Publication) -> SafeString:
    if not paper.summary:
        return SafeString()
    return format_html('<div class="summary">{}</div>\n', render(paper.summary))
