"""Shows links as buttons."""

from collections.abc import Iterable
from typing import Any

from django import template

from common.links import Button
from common.text.plain_math import write_in_unicode

register = template.Library()


@register.inclusion_tag("partials/buttons.html")
def buttons(buttons: Iterable[Button], title: str) -> dict[str, Any]:
    """Show the links of the item called ``title``, or nothing if it has none."""
    return {"buttons": buttons, "title": write_in_unicode(title)}
