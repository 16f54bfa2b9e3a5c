"""Reads the HTML, JATS and MathML of titles and abstracts.

``read_markup`` returns the text with marks of its own (noncharacters, which no text may contain),
from which ``titles`` and ``abstracts`` write the site's markup.
"""

import re
from collections.abc import Callable
from html import unescape

from common.text.characters import keep_printable
from common.text.math import FORMULA, get_tex
from common.text.title_markup import END_SUB, END_SUP, ITALIC, SUB, SUP, UPRIGHT
from publications.bibtex.text.markup import MATH, TAG, TEX, convert_formula, keep_tex_formula

# Marks that titles do not have.
BOLD, LIGHT = "\ufdd7", "\ufdd8"
HEADING, END_HEADING = "\ufddd", "\ufdde"
PARAGRAPH, ITEM = "\ufddf", "\ufde0"
_FORMULA_START, _FORMULA_END = "\ufde1", "\ufde2"

PAIRS = {ITALIC: UPRIGHT, BOLD: LIGHT, SUB: END_SUB, SUP: END_SUP, HEADING: END_HEADING}
_OPENING_OF = {end: start for start, end in PAIRS.items()}
MARK = re.compile(f"[{''.join(PAIRS)}{''.join(PAIRS.values())}]")
_OPEN, _CLOSE = f"[{''.join(PAIRS)}]", f"[{''.join(PAIRS.values())}]"
_PLACEHOLDER = re.compile(f"{_FORMULA_START}(\\d+){_FORMULA_END}")

_LONGEST = 200_000
_MOST_DECODINGS = 2
_MARK_OF_TAG = {
    **dict.fromkeys(("i", "em", "italic"), (ITALIC, UPRIGHT)),
    **dict.fromkeys(("b", "strong", "bold"), (BOLD, LIGHT)),
    **dict.fromkeys(("sub", "inf"), (SUB, END_SUB)),
    "sup": (SUP, END_SUP),
    **dict.fromkeys(("title", "h1", "h2", "h3", "h4", "h5", "h6"), (HEADING, END_HEADING)),
    **dict.fromkeys(("list-item", "li"), (ITEM, PARAGRAPH)),
}
_BREAKS = frozenset(("p", "br", "hr", "div", "sec", "abstract", "list", "ul", "ol", "disp-formula"))
# Other tags of HTML and JATS, which say nothing about the text.
_SILENT = frozenset(
    (
        *("u", "sc", "scp", "small", "big", "tt", "span", "font", "center", "a", "code", "cite"),
        *("q", "ovl", "underline", "monospace", "roman", "uri", "ext-link", "email", "xref", "img"),
        *("inline-formula", "inline-graphic", "alternatives", "named-content", "styled-content"),
        *("strike", "s", "wbr", "label", "section", "article", "body", "html", "fn", "emph"),
        *("sans-serif", "overline", "title-group", "mixed-citation", "table", "tr", "td", "th"),
    )
)
_SUBTITLE = re.compile(r"(?<!\s)\s*+<subtitle>\s*+([^<>]*+)</subtitle>", re.IGNORECASE)
_MISREAD = re.compile(r"[\xc0-\xff][\x80-\xbf]+")
_LOOKS_LIKE_TEX = re.compile(r"[\\^_{}=<>]|^.{1,3}$", re.DOTALL)


def read_markup(text: str) -> str:
    """Return a text with marks in place of tags, each formula as TeX, and entities decoded."""
    text = keep_printable(_repair(text[:_LONGEST]), keep="\n\t", instead=" ")
    formulas: list[str] = []

    def store(formula: str) -> str:
        formulas.append(formula)
        return f"{_FORMULA_START}{len(formulas) - 1}{_FORMULA_END}"

    # Formulas come first: decoded, the "&lt;" of a formula would look like a tag.
    for _ in range(_MOST_DECODINGS + 1):
        text = TEX.sub(lambda match: store(keep_tex_formula(match)), text)
        text = MATH.sub(
            lambda match: "" if _repeats(match) else store(convert_formula(match)), text
        )
        decoded = unescape(text)
        if decoded == text:
            break
        text = keep_printable(decoded, keep="\n\t" + _FORMULA_START + _FORMULA_END, instead=" ")
    text = _SUBTITLE.sub(r": \1", text)
    text = TAG.sub(_read_tag, _store_tex(text, store))
    return _put_back(balance(text), formulas)


def tidy_marks(text: str) -> str:
    """Move spaces out of marks, join what is marked twice in a row, and remove empty marks."""
    text = re.sub(rf"({_OPEN})(\s+)", r"\2\1", text)
    text = re.sub(rf"(?<!\s)(\s+)({_CLOSE})", r"\2\1", text)
    # Publishers lose the spaces around tags: "The Chinese<i>Hukou</i>System".
    text = re.sub(rf"(?<=[a-z])(?={ITALIC}[A-Z])", " ", text)
    text = re.sub(rf"(?<=[a-z]{UPRIGHT})(?=[A-Z]|[a-z]{{4}})", " ", text)
    text = re.sub(rf"(?<={END_SUB})(?=[a-z]{{3}})", " ", text)
    for start, end in PAIRS.items():
        text = text.replace(start + end, "")
        text = re.sub(f"{end}( ?){start}", r"\1", text)
    return text


def _repair(text: str) -> str:
    """Undo UTF-8 that was read as Latin-1: its control characters show it."""
    if not re.search("[\x80-\x9f]", text):
        return text
    return _MISREAD.sub(_decode_again, text)


def _decode_again(match: re.Match[str]) -> str:
    try:
        return match[0].encode("latin-1").decode()
    except UnicodeError:
        return match[0]


def _repeats(math: re.Match[str]) -> bool:
    """Return whether MathML comes directly after the same formula in TeX."""
    before = math.string[max(0, math.start() - 100) : math.start()]
    return before.rstrip().endswith(_FORMULA_END)


def _store_tex(text: str, store: Callable[[str], str]) -> str:
    r"""Keep formulas between dollars, and write other dollars as ``\$``, as they are money."""
    parts, end = [], 0
    for formula in FORMULA.finditer(text):
        tex = get_tex(formula)
        if "<" in formula[0] or not _LOOKS_LIKE_TEX.search(tex):
            continue
        parts += [_escape_money(text[end : formula.start()]), store(formula[0])]
        end = formula.end()
    return "".join([*parts, _escape_money(text[end:])])


def _escape_money(text: str) -> str:
    return re.sub(r"\\?\$", r"\\$", text)


def _read_tag(tag: re.Match[str]) -> str:
    name = tag["name"].lower()
    if tag["empty"] and name not in _BREAKS:
        return "" if tag["jats"] or name in _SILENT or name in _MARK_OF_TAG else tag[0]
    if name in _MARK_OF_TAG:
        return _MARK_OF_TAG[name][bool(tag["end"])]
    if name in _BREAKS:
        return PARAGRAPH
    return "" if tag["jats"] or name in _SILENT else tag[0]


def balance(text: str) -> str:
    """Remove the marks that are not closed, not opened, or inside a pair of their own kind."""
    kept: list[str] = []
    opened: list[tuple[str, int]] = []
    end = 0
    for found in MARK.finditer(text):
        kept.append(text[end : found.start()])
        end = found.end()
        mark = found[0]
        if mark in PAIRS:
            if all(mark != other for other, _ in opened):
                opened.append((mark, len(kept)))
                kept.append(mark)
        elif opened and opened[-1][0] == _OPENING_OF[mark]:
            opened.pop()
            kept.append(mark)
    kept.append(text[end:])
    for _, index in opened:
        kept[index] = ""
    return "".join(kept)


def _put_back(text: str, formulas: list[str]) -> str:
    """Put the formulas back, with spaces around those that touch a letter or digit."""

    def write(match: re.Match[str]) -> str:
        formula = formulas[int(match[1])] if int(match[1]) < len(formulas) else ""
        before = text[match.start() - 1] if match.start() else ""
        behind = text[match.end() : match.end() + 1]
        if not formula:
            return " "
        has_base = formula.strip("$ ")[:1] not in {"_", "^"}
        space = " " if before.isalnum() and has_base else ""
        return f"{space}{formula}{' ' if behind.isalnum() else ''}"

    return _PLACEHOLDER.sub(write, text)
