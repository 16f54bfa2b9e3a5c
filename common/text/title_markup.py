r"""Titles with italics, subscripts, superscripts and formulas.

``*Drosophila*`` is italic, ``CO~2~`` has a subscript, ``10^6^`` a superscript, and TeX formulas are
between dollar signs. All other asterisks, tildes and carets are themselves: "A* search", "2*3*4",
"~10 ms", "C^2". Where they would be markup, a backslash before one keeps it.

- Italics begin and end at the edge of a word, not inside it, and have no asterisk within.
- A subscript follows a letter, a digit or a bracket directly.
- What is raised or lowered is at most 40 characters without a space, and no digit follows it. A
  letter follows a superscript only if that is a number or sign: "^13^C", but x^n+y^n has none.
- Chinese and Japanese have no spaces, so their characters count as the edge of a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from common.text.math import FORMULA, render_formula

# Readers of BibTeX and HTML write these characters around italics, subscripts and superscripts.
# They are noncharacters, which no text contains.
ITALIC, UPRIGHT = "\ufdd5", "\ufdd6"
SUB, END_SUB = "\ufdd9", "\ufdda"
SUP, END_SUP = "\ufddb", "\ufddc"

_HIDDEN = "\ufffc"  # in place of each character of a formula or an escape
_WORD = r"[^\W\u2e80-\U0003ffff]"
_RAISED = r"[^\s~^*${}\ufffc\u2e80-\U0003ffff]{1,40}"
_NUMBER = r"[+−–-]?\d+(?:[.,/]\d+)?[+−–-]?|[+−±-]{1,3}"
_ESCAPE = re.compile(r"\\([$*~^])")
_MARKUP = re.compile(
    rf"""
      (?P<italic> (?<!{_WORD})(?<!\*)\*(?=[\w\ufffc(\[“‘"'«„^])
                  [^*]+ (?<![\s(\[])\*(?!\*|{_WORD}) )
    | (?<=[\w)\]}}*^\ufffc′'’])~ (?P<sub>{_RAISED}) ~(?![\d~])
    | (?<!\^)\^ (?P<sup>{_NUMBER}|{_RAISED}(?=\^(?!{_WORD}))) \^(?![\d^])
    """,
    re.VERBOSE,
)
_SIGNS = re.compile(r"[*~^]")
_MARK = re.compile(f"([{ITALIC}{UPRIGHT}{SUB}{END_SUB}{SUP}{END_SUP}])")
_PLAIN = (("", False), ("math", False))
_SIGN_OF = {"": "", "sub": "~", "sup": "^"}
_IN_FORMULA = re.compile(r"[\w ,+=−./()-]+")


class Piece(NamedTuple):
    """A part of a title. ``form`` is "sub", "sup", "math" (``text`` is TeX with dollars) or ""."""

    text: str
    form: str = ""
    is_italic: bool = False


@lru_cache(maxsize=4096)
def parse_title(title: str) -> tuple[Piece, ...]:
    """Return the pieces of a title; together they have all of its text."""
    hidden = _hide_formulas(title)
    cuts = [(match.start(), match.end(), "math") for match in FORMULA.finditer(title)]
    cuts += _find_markup(hidden, 0, len(hidden)) if _SIGNS.search(hidden) else []
    pieces: list[Piece] = []
    end, form, is_italic = 0, "", False
    for start, following, kind in sorted(cuts):
        pieces.append(Piece(_unescape(title[end:start]), form, is_italic))
        end = following
        if kind == "math":
            pieces.append(Piece(title[start:following], "math", is_italic))
        elif kind == "italic":
            is_italic = not is_italic
        else:
            form = kind if not form else ""
    pieces.append(Piece(_unescape(title[end:])))
    return tuple(piece for piece in pieces if piece.text)


def _hide_formulas(title: str) -> str:
    hidden = FORMULA.sub(lambda match: _HIDDEN * len(match[0]), title)
    return _ESCAPE.sub(_HIDDEN * 2, hidden)


def _find_markup(hidden: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Yield where each mark begins and ends, and what it is."""
    for match in _MARKUP.finditer(hidden, start, end):
        kind = match.lastgroup or ""
        yield match.start(), match.start() + 1, kind
        if kind == "italic":
            yield from _find_markup(hidden, match.start() + 1, match.end() - 1)
        yield match.end() - 1, match.end(), kind


def _unescape(text: str) -> str:
    return _ESCAPE.sub(r"\1", text)


@lru_cache(maxsize=4096)
def render_title(title: str) -> SafeString:
    """Return a title as HTML: escaped, with formulas as MathML."""
    html: list[str] = []
    for is_italic, pieces in groupby(parse_title(title), lambda piece: piece.is_italic):
        inner = "".join(map(_render_piece, pieces))
        html.append(f"<em>{inner}</em>" if is_italic else inner)
    return mark_safe("".join(html))  # noqa: S308


def _render_piece(piece: Piece) -> str:
    if piece.form == "math":
        match = FORMULA.fullmatch(piece.text)
        return render_formula(match) if match else escape(piece.text)
    text = escape(piece.text)
    return f"<{piece.form}>{text}</{piece.form}>" if piece.form else text


def remove_title_markup(title: str) -> str:
    """Return the text of a title, with formulas as they were typed."""
    return "".join(piece.text for piece in parse_title(title))


def read_marks(marked: str) -> str:
    r"""Return the title for a text with marks such as ``ITALIC`` in it.

    Its formulas are TeX between dollars, and other dollar signs are written ``\$``. Signs that
    would be taken for markup are escaped. What the markup cannot say becomes a formula or plain
    text.
    """
    if not _MARK.search(marked) and all(piece[1:] in _PLAIN for piece in parse_title(marked)):
        return marked
    spaced = re.sub(rf"([{ITALIC}{SUB}{SUP}]+)(\s+)", r"\2\1", marked)
    return write_title(
        _list_marked(re.sub(rf"(\s+)([{UPRIGHT}{END_SUB}{END_SUP}]+)", r"\2\1", spaced))
    )


def _list_marked(marked: str) -> Iterator[Piece]:
    is_italic, form, script_is_italic = False, "", False
    for part in _MARK.split(marked):
        if part in (ITALIC, UPRIGHT):
            is_italic = part == ITALIC
        elif part in (SUB, SUP):
            form, script_is_italic = ("sub" if part == SUB else "sup"), is_italic
        elif part in (END_SUB, END_SUP):
            form = ""
        else:
            leans = script_is_italic if form else is_italic
            for piece in _divide_at_formulas(part):
                yield Piece(piece.text, piece.form or form, leans)


def _divide_at_formulas(text: str) -> Iterator[Piece]:
    end = 0
    for match in FORMULA.finditer(text):
        yield Piece(text[end : match.start()].replace(r"\$", "$"))
        yield Piece(match[0], "math")
        end = match.end()
    yield Piece(text[end:].replace(r"\$", "$"))


def write_title(pieces: Iterable[Piece]) -> str:
    """Return a title that ``parse_title`` reads as these pieces, as far as it can say them."""
    wanted = _join(pieces)
    for version in (wanted, _simplify(wanted), _join(Piece(piece.text) for piece in wanted)):
        for escapes in (False, True):
            written = _write(version, escapes)
            if parse_title(written) == version:
                return written
    return written


def _join(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Return the pieces with neighbours of the same kind as one."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and joined[-1][1:] == piece[1:] and piece.form != "math":
            joined[-1] = joined[-1]._replace(text=joined[-1].text + piece.text)
        elif piece.text:
            joined.append(piece)
    return tuple(joined)


def _write(pieces: Iterable[Piece], escapes: bool = True) -> str:
    parts: list[str] = []
    for is_italic, run in groupby(pieces, lambda piece: piece.is_italic):
        written = "".join(_write_piece(piece, escapes) for piece in run)
        parts.append(f"*{written}*" if is_italic else written)
    return "".join(parts)


def _write_piece(piece: Piece, escapes: bool) -> str:
    if piece.form == "math":
        return piece.text
    sign = _SIGN_OF[piece.form]
    text = re.sub(r"[$*~^]" if escapes else r"\$", r"\\\g<0>", piece.text)
    return f"{sign}{text}{sign}"


def _simplify(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces without what would be read in another way here."""
    simple: list[Piece] = []
    for place, piece in enumerate(pieces):
        around = _write_around(pieces, place, place + 1)
        is_clear = piece._replace(is_italic=False) in parse_title(
            _write([piece]).strip("*").join(around)
        )
        simple.append(piece if is_clear or piece.form in ("", "math") else _to_formula(piece))
    runs: list[Piece] = []
    for is_italic, group in groupby(simple, lambda piece: piece.is_italic):
        run = list(group)
        around = _write_around(simple, len(runs), len(runs) + len(run))
        stays = is_italic and _join(run) == tuple(
            piece for piece in parse_title(_write(run).join(around)) if piece.is_italic
        )
        runs += [piece._replace(is_italic=stays) for piece in run]
    return _join(runs)


def _write_around(pieces: Sequence[Piece], start: int, end: int) -> tuple[str, str]:
    """Return the character before the pieces from ``start`` to ``end``, and the one after them."""
    before = "".join(_write([piece]) for piece in pieces[max(start - 1, 0) : start])
    behind = "".join(_write([piece]) for piece in pieces[end : end + 1])
    return before[-1:], behind[:1]


def _to_formula(piece: Piece) -> Piece:
    if not _IN_FORMULA.fullmatch(piece.text):
        return piece._replace(form="")
    sign = "_" if piece.form == "sub" else "^"
    return piece._replace(text=rf"${sign}{{\text{{{piece.text}}}}}$", form="math")
