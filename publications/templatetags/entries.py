"""A paper in a list: on the list of papers, the home page, a co-author's page, in the CV."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from common.links import Button
from publications.models import Publication
from publications.models.references.line import ReferencePart, compose_reference, compose_rest

register = template.Library()

_HTML = {"venue": '<span class="venue">{}</span>', "book": "<cite>{}</cite>"}


@register.inclusion_tag("publications/_entry.html", name="paper")
def entry(
    publication: Publication, *, level: int, number: int = 0, brief: bool = False
) -> dict[str, Any]:
    """Show a paper, with its title as a heading of this ``level``.

    The venue is in the margin, the rest of the reference under the authors. In a CV it has a
    ``number`` and names all authors; elsewhere a long byline is folded, a picture
    is shown, and so are the buttons, with one that leads to how to cite the paper. ``brief`` leaves
    the summary out.
    """
    url = publication.get_absolute_url()
    cite = Button(gettext("Cite"), f"{url}#cite", kind="cite")
    return {
        "publication": publication,
        "url": url,
        "level": level,
        "number": number,
        "is_in_cv": bool(number),
        "brief": brief,
        "reference": render_reference(compose_rest(publication)),
        "buttons": [*publication.page_buttons, cite],
    }


@register.simple_tag
def reference(publication: Publication) -> SafeString:
    """Show the whole reference of a paper, with the venue emphasised."""
    return render_reference(compose_reference(publication))


def render_reference(parts: Sequence[ReferencePart]) -> SafeString:
    """Return the parts of a reference as HTML, with the titles of books in italics."""
    html = ""
    for place, part in enumerate(parts):
        html += part.before * bool(place) + _HTML.get(part.kind, "{}").format(escape(part.text))
    return mark_safe(html)  # noqa: S308
