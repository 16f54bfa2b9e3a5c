"""A paper in a list: on the list of papers, the home page, a co-author's page, in the CV."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext

from common.links import Button
from publications.models import Publication

register = template.Library()


@register.inclusion_tag("publications/_entry.html", name="paper")
def entry(
    publication: Publication, *, level: int, number: int = 0, brief: bool = False
) -> dict[str, Any]:
    """Show a paper, with its title as a heading of this ``level``.

    In a CV it has a ``number`` and names all authors; elsewhere a long byline is folded, a picture
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
        "buttons": [*publication.page_buttons, cite],
    }
