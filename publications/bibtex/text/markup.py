r"""Converts HTML, JATS and MathML, which registries leave in BibTeX values, to TeX.

Crossref and its copies write ``Trust &amp; heaps``, ``<i>E. coli</i>``, ``<jats:p>``,
``$\less$i$\greater$`` and ``{\&}amp$\mathsemicolon$``. Only known tags that are closed count, so
"A < B and C > D" is unchanged. ``latex`` reads the resulting TeX.
"""

import re
from html import unescape
from html.entities import html5

from common.text.title_markup import ITALIC, UPRIGHT
from publications.bibtex.text.mathml import convert_mathml

_DOLLAR = r"(?:\{\\\$\}|\\\$|\$)"
# Commands that doi.org writes instead of a character.
_SIGNS = {
    "less": "<",
    "greater": ">",
    "mathsemicolon": ";",
    "mathplus": "+",
    "mathequal": "=",
    "equal": "=",
    "mathcolon": ":",
    "mathcomma": ",",
    "mathperiod": ".",
    "mathslash": "/",
    "mathquestion": "?",
    "mathexclam": "!",
    "mathhyphen": "-",
    "textquotesingle": "'",
}
_SIGN = re.compile(rf"{_DOLLAR}\\({'|'.join(_SIGNS)})\s*{_DOLLAR}")
_LESS = r"(?:\{\\textless\}|\\textless(?:\{\}|\s)?|\{?\$<\$\}?)"
_GREATER = r"(?:\{\\textgreater\}|\\textgreater(?:\{\}|\s)?|\{?\$>\$\}?)"
_ANGLE = re.compile(rf"(?P<less>{_LESS})|{_GREATER}")
_ENTITY = re.compile(
    r"(?:\{\\&\}|\\&|&)((?:\\?#\d{1,7}|\\?#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{0,31});)"
)
# Characters that mean something else in TeX.
_ESCAPED = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "$": r"\$",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\xa0": "~",
    "`": "{`}",
    "'": "{'}",
}

_ATTRIBUTES = r"(?:\s+[\w:.-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'))*+\s*+"
_PAIRED = (
    "i|em|italic|b|strong|bold|u|sub|sup|inf|scp|sc|tt|small|span|font|div|center|a|code|cite|q"
    "|h[1-6]|ul|ol|li|title|sec|abstract"
)
TAG = re.compile(
    rf"<(?P<end>/?)(?:(?P<jats>jats|ns\d*|xhtml|html):)?(?P<name>[A-Za-z][\w-]*)"
    rf"(?:(?<=[\w-]){_ATTRIBUTES})(?P<empty>/?)>"
)
_KNOWN = re.compile(rf"(?:{_PAIRED})", re.IGNORECASE)
_BREAK = re.compile(
    r"p|br|hr|div|li|h[1-6]|sec|abstract|list|list-item|disp-formula", re.IGNORECASE
)
_SINGLE = re.compile(r"p|br|hr|img|wbr", re.IGNORECASE)
# No match extends past the next opening tag of the same kind, so matching takes one pass.
_MATH_START = r"<(?:(?:mml|m):)?math\b"
MATH = re.compile(
    rf"(?P<tex>(?<=\$)\s*)?{_MATH_START}[^<>]*>(?:(?!{_MATH_START}).)*?</(?:(?:mml|m):)?math\s*>",
    re.DOTALL,
)
TEX = re.compile(
    r"<(?:jats:)?tex-math\b[^<>]*>(?P<tex>(?:(?!<(?:jats:)?tex-math).)*?)</(?:jats:)?tex-math>",
    re.DOTALL,
)
_DOCUMENT = re.compile(
    r"\\begin\{document\}((?:(?!\\begin\{document).)*?)\\end\{document\}", re.DOTALL
)
_HEADING = re.compile(
    r"<(?:jats:)?title>\s*(?:Abstract|Summary)\.?:?\s*</(?:jats:)?title>", re.IGNORECASE
)
_SCRIPT = re.compile(r"\\text(?:super|sub)script\{[^{}]*\}")
_MOST_ROUNDS = 4  # texts may be encoded twice, but hardly ever more often


def clean(tex: str, *, keeps_italics: bool = False) -> str:
    """Return a value without HTML; a value that has none is unchanged."""
    text = _SIGN.sub(lambda match: _SIGNS[match[1]], tex)
    for _ in range(_MOST_ROUNDS):
        before = text
        if "<" in text or "\\textless" in text:
            text = _remove_tags(text, keeps_italics)
        text = _ENTITY.sub(_replace_character, text)
        if text == before:
            break
    return text


def clean_verbatim(url: str) -> str:
    """Return a URL or DOI with its entities decoded: ``a?b&amp;c`` becomes ``a?b&c``."""
    text = _SIGN.sub(lambda match: _SIGNS[match[1]], url)
    for _ in range(_MOST_ROUNDS):
        text = _ENTITY.sub(lambda match: _replace_named_entity(match[1]) or match[0], text)
    return text


def _replace_named_entity(entity: str) -> str:
    """Return the characters of an entity, given without its "&", or "" if it does not exist."""
    entity = entity.removeprefix("\\")
    if not entity.startswith("#") and entity not in html5:
        return ""
    return unescape(f"&{entity}")


def _replace_character(match: re.Match[str]) -> str:
    characters = _replace_named_entity(match[1])
    if not characters:
        return match[0]
    return "".join(
        _ESCAPED.get(c, c) if c.isprintable() or c == "\xa0" else " " for c in characters
    )


def _remove_tags(tex: str, keeps_italics: bool) -> str:
    plain = _ANGLE.sub(lambda match: "<" if match["less"] else ">", tex)
    text = _HEADING.sub(" ", MATH.sub(convert_formula, TEX.sub(keep_tex_formula, plain)))
    names = {(tag["name"].lower(), bool(tag["end"])) for tag in TAG.finditer(text)}
    closed = {name for name, ends in names if ends and (name, False) in names}
    cleaned = TAG.sub(lambda tag: _convert_tag(tag, closed, keeps_italics), text)
    return tex if cleaned == plain else _tidy_italics(cleaned)


def _convert_tag(tag: re.Match[str], closed: set[str], keeps_italics: bool) -> str:
    name, ends = tag["name"].lower(), bool(tag["end"])
    if _BREAK.fullmatch(name) and (tag["jats"] or name in closed or _SINGLE.fullmatch(name)):
        return "\n\n"
    if name == "title":
        is_known = tag["jats"] or name in closed
        return ("\n\n" if is_known else tag[0]) if not ends or not is_known else ".\n\n"
    if not tag["jats"] and not (name in closed and _KNOWN.fullmatch(name)):
        return "" if _SINGLE.fullmatch(name) else tag[0]
    if name in {"sub", "sup", "inf"} and name in closed:
        command = "superscript" if name == "sup" else "subscript"
        return "}" if ends else f"\\text{command}{{"
    if name in {"i", "em", "italic"} and keeps_italics and name in closed:
        return UPRIGHT if ends else ITALIC
    return ""


def _tidy_italics(text: str) -> str:
    """Move spaces out of italics, as Markdown requires, and remove empty italics."""
    text = _SCRIPT.sub(lambda match: re.sub(f"[{ITALIC}{UPRIGHT}]", "", match[0]), text)
    text = re.sub(rf"{ITALIC}(\s+)", rf"\1{ITALIC}", text)
    text = re.sub(rf"(?<!\s)(\s+){UPRIGHT}", rf"{UPRIGHT}\1", text)
    return re.sub(rf"{ITALIC}{UPRIGHT}|{UPRIGHT}{ITALIC}", "", text)


def keep_tex_formula(match: re.Match[str]) -> str:
    document = _DOCUMENT.search(match["tex"])
    tex = (document[1] if document else match["tex"]).strip().strip("$").strip()
    return f"${tex}$" if tex else ""


def convert_formula(match: re.Match[str]) -> str:
    """Return the TeX of a formula, or "" if its TeX comes directly before it."""
    return "" if match["tex"] is not None else convert_mathml(match[0])
