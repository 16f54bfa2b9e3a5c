"""Markdown to safe HTML: one renderer for the pages, the admin's preview and the PDF.

Raw HTML is shown as the text it is. What Markdown makes is sanitised all the same, and TeX
formulas become MathML after that, so that the sanitiser need not let MathML in.
"""

import html
import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import markdown
import nh3
from django.conf import settings
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from common.math import FORMULA, formula_of
from common.math_text import formula_in_unicode

EXTENSIONS = ["fenced_code", "sane_lists", "tables"]
TAGS = {
    *("a", "blockquote", "br", "code", "em", "hr", "img", "li", "ol", "p", "pre", "span", "strong"),
    *("table", "tbody", "td", "th", "thead", "tr", "ul", "h3", "h4", "h5", "h6"),
}
ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "span": {"data-formula"}}
URL_SCHEMES = {"http", "https", "mailto", "tel"}

_HREF = re.compile(r'<a href="([^"]*)"')  # in text, "<" is escaped
_PLACE = re.compile(r'<span data-formula="(\d+)"></span>')
_FIRST_HEADING = 3  # the page's own headings are h1 and h2
_BLOCK_END = re.compile(r"</(?:p|li|h\d|td|th|tr|pre|blockquote)>|<[bh]r>")
_Writer = Callable[[re.Match[str]], str]  # what becomes of a match of FORMULA


class _Formulas(InlineProcessor):
    """Takes the formulas out before anything in them can be read as Markdown."""

    def __init__(self, md: markdown.Markdown, found: list[str], write: _Writer) -> None:
        super().__init__(FORMULA.pattern, md)
        self.compiled_re = FORMULA
        self.found = found
        self.write = write

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # noqa: N802
        """Leave a numbered place for the formula."""
        place = Element("span", {"data-formula": str(len(self.found))})
        self.found.append(self.write(m))
        return place, m.start(), m.end()


class _FitIntoPage(Treeprocessor):
    """Moves headings below the page's own, and makes a foreign picture a link to it.

    The pages ask nothing of other hosts, so a picture is shown only from the site's own uploads.
    Where the site stands in a folder of its host, what is written as "/cv/" leads below it.
    """

    def run(self, root: Element) -> None:
        for element in root.iter():
            for name in {"href", "src"} & element.attrib.keys():
                element.set(name, _below_the_site(element.get(name, "")))
            if re.fullmatch("h[1-6]", element.tag):
                element.tag = f"h{min(6, int(element.tag[1]) + _FIRST_HEADING - 1)}"
            elif element.tag == "img" and not _is_own(element.get("src", "")):
                source = element.get("src", "")
                element.tag, element.text = "a", element.get("alt") or source
                element.attrib = {"href": source}


def _below_the_site(address: str) -> str:
    is_path = address.startswith("/") and not address.startswith("//")
    return get_script_prefix() + address[1:] if is_path else address


def _is_own(address: str) -> bool:
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc and address.startswith(settings.MEDIA_URL)


class _SafeMarkdown(Extension):
    """Formulas in; raw HTML out."""

    def __init__(self, found: list[str], write: _Writer) -> None:
        super().__init__()
        self.found = found
        self.write = write

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
        """Register the parts with Python-Markdown, whose name this is."""
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.ESCAPED_CHARS = [*md.ESCAPED_CHARS, "$"]
        # After code (190), in which a dollar is a dollar; before backslash escapes (180).
        md.inlinePatterns.register(_Formulas(md, self.found, self.write), "formula", 185)
        md.treeprocessors.register(_FitIntoPage(md), "fit-into-page", 0)


def render(text: str) -> SafeString:
    """Return Markdown ``text`` as HTML that is safe to put into a page."""
    return _remembered(text, get_script_prefix())


@lru_cache(maxsize=4096)
def _remembered(text: str, folder: str) -> SafeString:
    return render_anew(text)


def render_anew(text: str) -> SafeString:
    """Do what ``render`` does without remembering it: for a text that is still being written."""
    return mark_safe(_rendered(text, formula_of))  # noqa: S308


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return Markdown ``text`` as one line of plain text, its formulas in Unicode.

    >>> plain("We *study* $\\ell_2$.")
    'We study ℓ₂.'
    """
    return " ".join(plain_lines(text).split())


@lru_cache(maxsize=4096)
def plain_lines(text: str) -> str:
    """Return Markdown ``text`` as ``plain`` does, but a line for each paragraph, item or cell."""
    written = _rendered(text, lambda match: html.escape(formula_in_unicode(match)))
    bare = nh3.clean(_BLOCK_END.sub("\n", written.replace("\n", " ")), tags=set())
    lines = (" ".join(html.unescape(line).split()) for line in bare.split("\n"))
    return "\n".join(line for line in lines if line)


def _rendered(text: str, write: _Writer) -> str:
    """Return Markdown as safe HTML, with what ``write`` makes of each formula in its place."""
    formulas: list[str] = []
    written = markdown.markdown(text, extensions=[*EXTENSIONS, _SafeMarkdown(formulas, write)])
    clean = nh3.clean(
        written,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=URL_SCHEMES,
        link_rel="noopener",
    )
    return _PLACE.sub(lambda place: formulas[int(place[1])], clean)


def addresses_in(text: str) -> list[str]:
    """Return where the links of Markdown ``text`` lead, as a reader's browser would see them."""
    return [html.unescape(address) for address in _HREF.findall(render(text))]
