"""Converts MathML, which registries use for formulas in titles and abstracts, to TeX."""

import re
from collections.abc import Callable
from html import unescape
from xml.etree import ElementTree

_LONGEST = 5_000
_PREFIX = re.compile(r"(</?)\w+:")
_XMLNS = re.compile(r"\s[\w:.-]+=(?:\"[^\"]*\"|'[^']*')")
_ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|apos|#\w+);)(\w+;)")
_TAG = re.compile(r"<[^<>]*>")
_SPECIAL = str.maketrans({sign: f"\\{sign}" for sign in "#$%&_{}"} | {"\\": r"\backslash "})
_WORDS = re.compile(r"[A-Za-z]{2,}")
_FUNCTIONS = frozenset(
    (
        *("sin", "cos", "tan", "log", "ln", "exp", "min", "max", "lim", "sup", "inf", "det"),
        *("dim", "ker", "gcd", "arg", "deg"),
    )
)
_Element = ElementTree.Element


def convert_mathml(source: str) -> str:
    """Return a ``<math>`` element as a formula between dollars, or its text if it is invalid."""
    if len(source) > _LONGEST:
        return _write_text(source)
    xml = _PREFIX.sub(r"\1", _XMLNS.sub("", source))
    xml = _ENTITY.sub(lambda match: unescape(f"&{match[1]}"), xml)
    try:
        tex = " ".join(_write_tex(ElementTree.fromstring(xml)).split())  # noqa: S314 (no DTD in it)
    except (ElementTree.ParseError, ValueError, RecursionError):
        return _write_text(source)
    return f"${tex}$" if tex else ""


def _write_text(source: str) -> str:
    return " ".join(_TAG.sub(" ", source).split())


def _write_tex(element: _Element) -> str:
    parts = [_write_tex(part) for part in element]
    if write := _WRITERS.get(element.tag):
        return write(parts) if len(parts) == _LENGTHS[element.tag] else " ".join(parts)
    text = (element.text or "").strip()
    match element.tag:
        case "annotation" | "annotation-xml" | "none" | "mprescripts":
            return ""
        case "mtext" if text:
            return rf"\text{{{text.translate(_SPECIAL)}}}"
        case "mspace":
            return r"\ "
        case "msqrt":
            return rf"\sqrt{{{' '.join(parts)}}}"
        case "mi" | "mn" | "mo" | "ms":
            return _write_letters(element.tag, text)
    return " ".join(filter(None, [text.translate(_SPECIAL), *parts]))


def _write_letters(tag: str, text: str) -> str:
    if text in _FUNCTIONS:
        return f"\\{text}"
    text = text.translate(_SPECIAL)
    return rf"\mathrm{{{text}}}" if tag != "mn" and _WORDS.fullmatch(text) else text


_WRITERS: dict[str, Callable[[list[str]], str]] = {
    "msub": lambda parts: "{}_{{{}}}".format(*parts),
    "munder": lambda parts: "{}_{{{}}}".format(*parts),
    "msup": lambda parts: "{}^{{{}}}".format(*parts),
    "msubsup": lambda parts: "{}_{{{}}}^{{{}}}".format(*parts),
    "munderover": lambda parts: "{}_{{{}}}^{{{}}}".format(*parts),
    "mfrac": lambda parts: r"\frac{{{}}}{{{}}}".format(*parts),
    "mroot": lambda parts: r"\sqrt[{1}]{{{0}}}".format(*parts),
    "mover": lambda parts: _write_over(*parts),
}
_LENGTHS = dict.fromkeys(_WRITERS, 2) | {"msubsup": 3, "munderover": 3}
_ACCENTS = {
    **dict.fromkeys("¯‾_\u0304", r"\bar"),
    **dict.fromkeys("^ˆ", r"\hat"),
    **dict.fromkeys("~˜∼", r"\tilde"),
    **dict.fromkeys("˙.", r"\dot"),
    "→": r"\vec",
}


def _write_over(base: str, above: str) -> str:
    if accent := _ACCENTS.get(above.removeprefix("\\")):
        return f"{accent}{{{base}}}"
    return rf"\overset{{{above}}}{{{base}}}"
