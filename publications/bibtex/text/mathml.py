"""Converts MathML, which registries use for formulas in titles and abstracts, to TeX."""

import re
from collections.abc import Callable
from html import unescape
from xml.etree import ElementTree

_LONGEST = 5_000
_PREFIX = re.compile(r"(</?)\w+:")
_NAMESPACE = re.compile(r"\s(?:xmlns(?::\w+)?|\w+:[\w.-]+)=(?:\"[^\"]*\"|'[^']*')")
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
_VARIANTS = {
    "script": "mathcal",
    "double-struck": "mathbb",
    "fraktur": "mathfrak",
    "bold": "mathbf",
    "sans-serif": "mathsf",
    "normal": "mathrm",
}
_Element = ElementTree.Element


def convert_mathml(source: str) -> str:
    """Return a ``<math>`` element as a formula between dollars, or its text if it is invalid."""
    if len(source) > _LONGEST:
        return _write_text(source)
    xml = _PREFIX.sub(r"\1", _NAMESPACE.sub("", source))
    xml = _ENTITY.sub(lambda match: unescape(f"&{match[1]}"), xml)
    try:
        math = ElementTree.fromstring(xml)  # noqa: S314 (no DTD in it)
        tex = " ".join((_find_tex(math) or _write_tex(math)).split())
    except (ElementTree.ParseError, ValueError, RecursionError):
        return _write_text(source)
    return f"${tex}$" if tex else ""


def _write_text(source: str) -> str:
    return " ".join(_TAG.sub(" ", source).split())


def _find_tex(math: _Element) -> str:
    """Return the formula in TeX if the MathML brings it along, or ""."""
    notes = (note for note in math.iter("annotation") if "tex" in note.get("encoding", "").lower())
    tex = next((note.text or "" for note in notes), "") or math.get("alttext", "")
    tex = tex.strip().strip("$").strip()
    return "" if "$" in tex else tex


def _write_tex(element: _Element) -> str:
    if element.tag == "mmultiscripts":
        return _write_multiscripts(element)
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
            return _write_letters(element.tag, text, element.get("mathvariant", ""))
    return " ".join(filter(None, [text.translate(_SPECIAL), *parts]))


def _write_multiscripts(element: _Element) -> str:
    """Write a base with scripts before and behind it: the mass number of an isotope."""
    base, before, behind = "", "", ""
    in_front, upper = False, False
    for index, part in enumerate(element):
        if part.tag == "mprescripts":
            in_front, upper = True, False
            continue
        tex = _write_tex(part)
        if not index:
            base = tex
            continue
        script = f"{'^' if upper else '_'}{{{tex}}}" if tex else ""
        before, behind = (before + script, behind) if in_front else (before, behind + script)
        upper = not upper
    return f"{'{}' if before else ''}{before}{base}{behind}"


def _write_letters(tag: str, text: str, variant: str = "") -> str:
    if text in _FUNCTIONS:
        return f"\\{text}"
    text = text.translate(_SPECIAL)
    if variant in _VARIANTS and text and (tag == "mi" or variant != "normal"):
        return rf"\{_VARIANTS[variant]}{{{text}}}"
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
