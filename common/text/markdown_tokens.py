"""Changes to the parsed Markdown before it is rendered as HTML."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import get_script_prefix
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from common.media.names import is_valid_name

_FIRST_HEADING = 3  # the page's own headings are h1 and h2
_YEAR = re.compile(r"\d{4,}[.)](?:\s|$)", re.ASCII)


def put_years_on_lines_of_their_own(state: StateCore) -> None:
    """Put a line break before each line of a paragraph that begins with a year."""
    for token in state.tokens:
        children = token.children or []
        if not _YEAR.match(token.content):
            continue
        for child, following in pairwise(children):
            if child.type == "softbreak" and _YEAR.match(following.content):
                child.type, child.tag = "hardbreak", "br"


def keep_numbers(state: StateCore) -> None:
    """Keep the typed numbers of a list, unless all are the same ("1." out of habit)."""
    for items in _find_numbered_items(state.tokens):
        numbers = [int(item.info) for item in items]
        if len(set(numbers)) == 1:
            numbers = list(range(numbers[0], numbers[0] + len(numbers)))
        for place, (item, number) in enumerate(zip(items, numbers, strict=True)):
            item.meta["number"] = number
            if place and number != numbers[place - 1] + 1:
                item.attrSet("value", str(number))


def _find_numbered_items(tokens: Iterable[Token]) -> Iterator[list[Token]]:
    lists: list[list[Token]] = []
    for token in tokens:
        if token.type == "list_item_open":
            lists[-1].append(token)
        elif token.type in ("ordered_list_open", "bullet_list_open"):
            lists.append([])
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            items = lists.pop()
            if token.type == "ordered_list_close":
                yield items


def fit_into_page(state: StateCore) -> None:
    """Move headings below the page's own, and turn pictures of other sites into links.

    The pages make no third-party requests, so only the site's own uploads are shown as pictures. If
    the site is in a folder of its host, "/cv/" becomes a URL below that folder.
    """
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + _FIRST_HEADING - 1)}"
        elif token.children:
            token.children = list(_fit_tokens(token.children))


def _fit_tokens(tokens: Iterable[Token]) -> Iterator[Token]:
    links = 0
    for token in tokens:
        links += token.nesting if token.tag == "a" else 0
        for name in {"href", "src"} & token.attrs.keys():
            token.attrSet(name, _add_path_prefix(str(token.attrs[name])))
        if token.type == "image" and not _is_own(str(token.attrs["src"])):
            yield from _make_picture_link(token, is_in_link=links > 0)
        else:
            yield token


def _make_picture_link(picture: Token, *, is_in_link: bool) -> Iterator[Token]:
    """Yield a link to a picture, or only its name if it is inside a link."""
    source = str(picture.attrs["src"])
    name = Token("text", "", 0, content=get_alternative(picture) or source)
    if is_in_link or not source:
        yield name
    else:
        yield Token("link_open", "a", 1, attrs={"href": source})
        yield name
        yield Token("link_close", "a", -1)


def get_alternative(picture: Token) -> str:
    """Return the alternative text of a picture without markup, but with formulas as TeX."""
    if picture.type == "image":
        return "".join(map(get_alternative, picture.children or []))
    return "\n" if picture.type in ("softbreak", "hardbreak") else picture.content


def _add_path_prefix(url: str) -> str:
    is_path = url.startswith("/") and not url.startswith("//")
    return get_script_prefix() + url[1:] if is_path else url


def _is_own(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    folder, _, name = unquote(parts.path).partition(settings.MEDIA_URL)
    return not parts.scheme and not parts.netloc and not folder and is_valid_name(name)
