"""Markdown to safe HTML: one renderer for the pages, the admin's preview and the PDF.

Raw HTML is shown as text, and the result is sanitised nevertheless. TeX formulas become MathML
after that, so the sanitiser does not have to allow MathML.
"""

import html
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import nh3
from django.urls import get_script_prefix
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from common.text.markdown_rules import make_parser
from common.text.markdown_tokens import get_alternative
from common.text.math import render_formula
from common.text.plain_math import write_formula_in_unicode

# The most characters of a text. A longer one, stored by other means, is shown as it was typed.
LONGEST = 50_000

TAGS = {
    *("a", "blockquote", "br", "code", "em", "hr", "img", "li", "ol", "p", "pre", "span", "strong"),
    *("table", "tbody", "td", "th", "thead", "tr", "ul", "h3", "h4", "h5", "h6"),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "span": {"data-formula"},
    "ol": {"start"},
    "li": {"value"},
}
URL_SCHEMES = {"http", "https", "mailto", "tel"}

_HREF = re.compile(r'<a href="([^"]*)"')  # in text, "<" is escaped
_PLACE = re.compile(r'<span data-formula="(\d+)"></span>')
_BLOCK_END = re.compile(r"</(?:p|li|h\d|td|th|tr|pre|blockquote)>|<[bh]r>")
_FormulaWriter = Callable[[re.Match[str]], str]  # takes a match of FORMULA


class _Renderer(RendererHTML):
    """Writes a numbered placeholder for each formula, and alternative texts with their TeX.

    With ``show_numbers``, list items begin with their numbers, for texts without HTML.
    """

    def formula(self, tokens: Sequence[Token], idx: int, _options: Any, env: Any) -> str:
        env["formulas"].append(tokens[idx].meta["match"])
        return f'<span data-formula="{len(env["formulas"]) - 1}"></span>'

    def list_item_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        number = tokens[idx].meta.get("number")
        prefix = f"{number}. " if env["show_numbers"] and number is not None else ""
        return self.renderToken(tokens, idx, options, env) + prefix

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        tokens[idx].attrSet("alt", get_alternative(tokens[idx]))
        return self.renderToken(tokens, idx, options, env)


_parser = make_parser()
_renderer = _Renderer()


def render(text: str) -> SafeString:
    """Return Markdown ``text`` as safe HTML."""
    return _render_cached(text, get_script_prefix())


@lru_cache(maxsize=4096)
def _render_cached(text: str, folder: str) -> SafeString:
    return render_uncached(text)


def render_uncached(text: str) -> SafeString:
    """Do what ``render`` does without caching, for a text that is still being written."""
    if len(text) > LONGEST:
        return mark_safe(linebreaks(text, autoescape=True))  # noqa: S308
    return mark_safe(_render_html(text, render_formula))  # noqa: S308


@lru_cache(maxsize=4096)
def render_plain(text: str) -> str:
    """Return Markdown ``text`` as one line of plain text, its formulas in Unicode.

    >>> plain("We *study* $\\ell_2$.")
    'We study ℓ₂.'
    """
    return " ".join(render_plain_lines(text).split())


@lru_cache(maxsize=4096)
def render_plain_lines(text: str) -> str:
    """Return Markdown ``text`` as plain text with a line for each paragraph, item or cell."""
    if len(text) > LONGEST:
        return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))
    rendered = _render_html(
        text, lambda match: html.escape(write_formula_in_unicode(match)), show_numbers=True
    )
    bare = nh3.clean(_BLOCK_END.sub("\n", rendered.replace("\n", " ")), tags=set())
    lines = (" ".join(html.unescape(line).split()) for line in bare.split("\n"))
    return "\n".join(line for line in lines if line)


def _render_html(text: str, write: _FormulaWriter, *, show_numbers: bool = False) -> str:
    """Return Markdown as safe HTML, with each formula replaced by what ``write`` returns."""
    env: dict[str, Any] = {"formulas": [], "show_numbers": show_numbers}
    rendered = _renderer.render(_parser.parse(text, env), _parser.options, env)
    clean = nh3.clean(
        rendered.strip(),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=URL_SCHEMES,
        link_rel="noopener",
    )
    return _PLACE.sub(lambda place: write(env["formulas"][int(place[1])]), clean)


def find_urls(text: str) -> list[str]:
    """Return the targets of the links in Markdown ``text``."""
    return [html.unescape(url) for url in _HREF.findall(render(text))]
