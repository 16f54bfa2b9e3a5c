"""Shows links as buttons."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from common.links import Button
from common.text.plain_math import in_unicode

register = template.Library()

LINK = (
    '<li><a class="button"{} href="{}" rel="noopener">{}<span class="unseen">: {}</span></a>{}</li>'
)


@register.simple_tag(name="buttons")
def shown(buttons: Iterable[Button], title: str) -> SafeString:
    """Show the links of something that is called ``title``; nothing where there are none.

    Written without a template, and remembered, as a long list of papers has hundreds.
    """
    about = escape(in_unicode(title))
    items = format_html_join("\n", "{}", ((_button(button, about),) for button in buttons))
    return format_html('<ul class="buttons">\n{}</ul>', items) if items else items


@lru_cache(maxsize=4096)
def _button(button: Button, about: SafeString) -> SafeString:
    label, href, note, kind = button
    more = format_html(" <small>{}</small>", note) if note else ""
    if not href:
        return format_html('<li><span class="button">{}</span>{}</li>', label, more)
    return format_html(LINK, _drawing(kind), href, label, about, more)


@lru_cache(maxsize=64)
def _drawing(kind: str) -> SafeString:
    return format_html(' data-kind="{}"', kind) if kind else SafeString()
