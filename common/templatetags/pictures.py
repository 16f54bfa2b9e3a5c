"""Shows the picture of a row in a page, in the size and format that suit the reader's screen."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from common.media.pictures import MODERN, PictureFile, Size

register = template.Library()


@register.simple_tag(name="picture")
def render_picture(
    picture: Any,
    *,
    alt: str,
    width: int,
    height: int,
    css_class: str = "",
    lazy: bool = False,
) -> SafeString:
    """Show a picture within a box in CSS pixels, or nothing if there is no picture.

    ``lazy`` lets the browser wait until the reader scrolls near it.
    """
    size = picture.dimensions if isinstance(picture, PictureFile) else None
    if size is None:
        return SafeString("")
    box = size.fit_into(Size(width, height))
    enough = next((w for w in picture.widths if w >= box.width), picture.widths[-1])
    context = {
        "sources": [(f"image/{kind}", picture.srcset(kind)) for kind in MODERN],
        "srcset": picture.srcset(picture.fallback),
        "src": picture.get_size_url(enough, picture.fallback),
        "box": box,
        "alt": alt,
        "lazy": lazy,
        "css_class": css_class,
    }
    return render_to_string("partials/picture.html", context)
