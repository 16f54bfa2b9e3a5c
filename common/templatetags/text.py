"""Filters that turn stored text into what a page shows."""

from django import template
from django.utils.safestring import SafeString

from common.text.markdown import render
from common.text.markdown import render_plain as plain_markdown
from common.text.math import render_math
from common.text.math import write_math_as_text as bare
from common.text.plain_math import write_in_unicode

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    return render(text)


@register.filter
def math(text: str) -> SafeString:
    """Show a line of plain text with its formulas."""
    return render_math(text)


@register.filter
def plain(text: str) -> str:
    """Show a line with formulas in Unicode, for labels and other places without markup."""
    return write_in_unicode(text)


@register.filter
def strip_markup(text: str) -> str:
    """Show Markdown as one line of plain text."""
    return plain_markdown(text)


@register.filter
def strip_math(text: str) -> str:
    """Show a line with its formulas as bare TeX."""
    return bare(text)
