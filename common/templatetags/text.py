"""Filters that turn stored text into what a page shows."""

from django import template
from django.utils.safestring import SafeString

from common.text.markdown import render
from common.text.markdown import render_plain as plain_markdown
from common.text.plain_math import write_in_unicode
from common.text.title_markup import render_title

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    return render(text)


@register.filter
def math(text: str) -> SafeString:
    """Show a title with its formulas, italics, subscripts and superscripts."""
    return render_title(text)


@register.filter
def plain(text: str) -> str:
    """Show a title in Unicode, for labels and other places without markup."""
    return write_in_unicode(text)


@register.filter
def strip_markup(text: str) -> str:
    """Show Markdown as one line of plain text."""
    return plain_markdown(text)
