"""Titles and formulas as plain Unicode text: "an ℓ₂ bound of O(√n)", "CO₂".

Window titles, citations, feeds, calendars and pictures show titles in this form. It is made from
the MathML of the pages, so both agree.
"""

import html
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from xml.etree import ElementTree

from common.text.math import FORMULA, get_tex, to_mathml
from common.text.title_markup import Piece, parse_title

_SUPERSCRIPTS = dict(zip("0123456789+−-=()in*∗", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁱⁿ**", strict=True))
_SUBSCRIPTS = dict(zip("0123456789+−-=()ijkmnpt", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ᵢⱼₖₘₙₚₜ", strict=True))
# Signs above a letter, and the combining accents for plain text.
_ACCENTS = dict.fromkeys("˜~", "\u0303") | dict.fromkeys("ˆ^", "\u0302")
_ACCENTS |= dict.fromkeys("¯‾", "\u0304")
_ACCENTS |= {"˙": "\u0307", "¨": "\u0308", "ˇ": "\u030c", "˘": "\u0306"}
_PRIMES = set("′″‴")
_APPLY = "\u2061"  # between a function's name and what it is applied to
_NAMED = re.compile(r"&(?!(?:lt|gt|amp|quot);)\w+;")  # XML knows only these four names
_Element = ElementTree.Element


@lru_cache(maxsize=4096)
def write_in_unicode(text: str) -> str:
    """Return a title without its markup; formulas that cannot be converted stay TeX.

    >>> write_in_unicode(r"*Small* $\\ell_2$ norms in $O(\\sqrt{n})$ for CO~2~")
    'Small ℓ₂ norms in O(√n) for CO₂'
    """
    return "".join(map(write_piece_in_unicode, parse_title(text)))


def write_piece_in_unicode(piece: Piece) -> str:
    if piece.form == "math":
        return FORMULA.sub(write_formula_in_unicode, piece.text)
    letters = {"sub": _SUBSCRIPTS, "sup": _SUPERSCRIPTS}.get(piece.form, {})
    is_known = all(letter in letters for letter in piece.text)
    return "".join(letters[letter] for letter in piece.text) if is_known else piece.text


def write_formula_in_unicode(match: re.Match[str]) -> str:
    """Return the text of a match of ``FORMULA``."""
    return _convert(get_tex(match))


@lru_cache(maxsize=4096)
def _convert(tex: str) -> str:
    mathml = to_mathml(tex)
    if not mathml.startswith("<math"):
        return tex
    xml = _NAMED.sub(lambda name: html.unescape(name[0]), mathml)
    try:
        text = _write_text(ElementTree.fromstring(xml))  # noqa: S314 (made by ourselves)
    except (ElementTree.ParseError, RecursionError):  # control characters; a thousand brackets
        return tex
    text = text.replace(f"{_APPLY}(", "(").replace(_APPLY, " ")
    plain = "".join(sign for sign in text if not "\ufe00" <= sign <= "\ufe0f")
    return unicodedata.normalize("NFC", " ".join(plain.split()))


def _write_text(element: _Element) -> str:
    write = _WRITERS.get(element.tag)
    if write:
        return write(element, [_write_text(part) for part in element])
    return (element.text or "") + "".join(_write_text(part) for part in element)


def _add_brackets(text: str) -> str:
    """Return the text in brackets, unless it is a number or a single letter."""
    return text if text.isdecimal() or len(text) <= 1 else f"({text})"


def _write_script(text: str, letters: dict[str, str], sign: str) -> str:
    if all(letter in letters for letter in text):
        return "".join(letters[letter] for letter in text)
    return f"{sign}{_add_brackets(text)}"


def _lower(text: str) -> str:
    return _write_script(text, _SUBSCRIPTS, "_")


def _upper(text: str) -> str:
    return text if set(text) <= _PRIMES else _write_script(text, _SUPERSCRIPTS, "^")


def _write_over(_: _Element, parts: list[str]) -> str:
    base, above = parts
    return f"{base}{_ACCENTS.get(above, '')}" if len(base) == 1 else base


def _write_fraction(element: _Element, parts: list[str]) -> str:
    above, below = map(_add_brackets, parts)
    return f"{above} {below}" if element.get("linethickness") == "0" else f"{above}/{below}"


_WRITERS: dict[str, Callable[[_Element, list[str]], str]] = {
    "msub": lambda _, parts: parts[0] + _lower(parts[1]),
    "munder": lambda _, parts: parts[0] + _lower(parts[1]),
    "msup": lambda _, parts: parts[0] + _upper(parts[1]),
    "msubsup": lambda _, parts: parts[0] + _lower(parts[1]) + _upper(parts[2]),
    "munderover": lambda _, parts: parts[0] + _lower(parts[1]) + _upper(parts[2]),
    "mover": _write_over,
    "mfrac": _write_fraction,
    "msqrt": lambda _, parts: "√" + _add_brackets("".join(parts)),
    "mroot": lambda _, parts: _upper(parts[1]) + "√" + _add_brackets(parts[0]),
    "mspace": lambda element, _: "" if element.get("width", "-").startswith("-") else " ",
    "mtable": lambda _, parts: "; ".join(parts),
}
