"""CommonMark by markdown-it-py, with a few rules of our own.

A star inside a word or in "A*-search" is not emphasis, a year at the start of a line does not begin
a list, lists keep the numbers that were typed, and TeX formulas are left alone.
"""

import re
import unicodedata
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_block import (
    StateBlock,
    blockquote,
    fence,
    heading,
    hr,
    lheading,
    list_block,
    table,
)
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

from common.text.markdown_tokens import fit_into_page, keep_numbers, put_years_on_lines_of_their_own
from common.text.math import FORMULA

_BlockRule = Callable[[StateBlock, int, int, bool], bool]

# Lists and quotations nested deeper than the first limit are shown as they were typed. The library
# drops blocks beyond its own limit (the second), so that must not be reached. A higher one would
# make it slow with many open brackets.
_DEEPEST_BLOCK = 16
_DEEPEST = 20
_MOST_TOKENS = 20_000

_YEAR_MARKER = re.compile(r"[ \t]*\d{4,}[.)]", re.ASCII)
_DOLLAR = re.compile(r"\$")
# Up to an escaped sign ("&#91;"), and without punctuation at the end.
_URL_AFTER_SCHEME = re.compile(
    r"""://(?:(?!&\#?\w+;)[^\s<>\[\]`\\])*(?!&\#?\w+;)[^\s<>\[\]`\\*_.,;:!?'")}]""", re.VERBOSE
)
_NUMBER = re.compile(r" *\d{1,3}[.)] +", re.ASCII)
_MARKER = re.compile(r" *(?:[-+*]|\d{1,3}[.)])(?: |$)", re.ASCII)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_CODE_OR_FORMULA = re.compile(rf"(?P<code>`[^`\n]*`)|(?:{FORMULA.pattern})", FORMULA.flags)
_TEX_SIGN = re.compile(r"[\\^_{}=<>]")
# Scripts without spaces between words: emphasis may begin and end anywhere in them.
_CJK = re.compile("[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
                  "\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]")  # fmt: skip
_WORD_BEGUN_BY_STARS = re.compile(r"(?<![\w*])(\*+)[^\s*]+\Z")
_LONGEST_WORD = 40


def make_parser() -> MarkdownIt:
    """Return the parser, which has no state."""
    md = MarkdownIt("commonmark", {"html": False, "maxNesting": _DEEPEST}).enable("table")
    md.inline.ruler.at("emphasis", _parse_emphasis)
    md.inline.ruler.before("escape", "formula", _parse_formula)
    md.inline.ruler.before("escape", "url", _parse_bare_url)
    interrupting = ["paragraph", "reference", "blockquote"]
    for name, rule, alt in (
        ("table", table, ["paragraph", "reference"]),
        ("fence", fence, [*interrupting, "list"]),
        ("blockquote", blockquote, [*interrupting, "list"]),
        ("hr", hr, [*interrupting, "list"]),
        ("list", list_block, interrupting),
        ("heading", heading, interrupting),
    ):
        md.block.ruler.at(name, _skip_formulas(rule), {"alt": alt})
    md.block.ruler.at("lheading", _parse_underlined_heading)
    md.core.ruler.before("block", "nest_below_numbers", _nest_below_numbers)
    md.core.ruler.before("block", "find_formulas", _find_formulas)
    md.core.ruler.push("years", put_years_on_lines_of_their_own)
    md.core.ruler.push("numbers", keep_numbers)
    md.core.ruler.push("fit_into_page", fit_into_page)
    return md


def _skip_formulas(rule: _BlockRule) -> _BlockRule:
    """Wrap a block rule so that it finds no blocks inside formulas, and none nested too deep.

    Rows of a table may be shorter than its head. So a short text can make very many cells; in one
    that has, further tables are shown as they were typed.
    """

    def wrapper(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if start in state.env["formula_lines"]:
            return False
        if rule is table and len(state.tokens) > _MOST_TOKENS:
            return False
        if rule in (blockquote, list_block) and state.level >= _DEEPEST_BLOCK:
            return False
        if rule is list_block and _YEAR_MARKER.match(state.src, state.bMarks[start]):
            return False
        return rule(state, start, end, silent)

    return wrapper


def _parse_underlined_heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    return not state.env["formula_has_rule"] and lheading(state, start, end, silent)


def _nest_below_numbers(state: StateCore) -> None:
    """Accept two spaces of indentation below a number, as below a bullet, instead of three."""
    lines = state.src.split("\n")
    shift, indent, content = 0, -1, 0  # of the number that the lines may belong to
    for place, (line, is_code) in enumerate(zip(lines, _mark_fences(lines), strict=True)):
        own = len(line) - len(line.lstrip(" "))
        if is_code or not line.strip():
            continue
        if indent >= 0 and own > indent:
            if shift < 0:
                shift = content - own if _MARKER.match(line) and own - indent > 1 else 0
                shift = max(shift, 0)
            lines[place] = " " * shift + line
        else:
            number = _NUMBER.match(line)
            shift, indent, content = (-1, own, number.end()) if number else (0, -1, 0)
    state.src = "\n".join(lines)


def _mark_fences(lines: list[str]) -> list[bool]:
    """Return for each line whether it is fenced code or a fence."""
    found = []
    open_fence = ""
    for line in lines:
        marks = _FENCE.match(line)
        found.append(bool(open_fence or marks))
        if marks and not open_fence:
            open_fence = marks[1]
        elif marks and open_fence in marks[1]:
            open_fence = ""
    return found


def _find_formulas(state: StateCore) -> None:
    """Record the lines that begin inside a formula, where "+ b" is not a list."""
    lines = [*state.src.split("\n"), ""]
    is_code = _mark_fences(lines)
    inside: set[int] = set()
    chunk: list[str] = []
    for number, (line, is_fenced) in enumerate(zip(lines, is_code, strict=True)):
        if line.strip() and not is_fenced:
            chunk.append(line)
        elif chunk:
            inside |= _find_formula_lines("\n".join(chunk), number - len(chunk))
            chunk = []
    state.env["formula_lines"] = inside
    state.env["formula_has_rule"] = any(not lines[line].strip(" \t=-") for line in inside)


def _find_formula_lines(text: str, first: int) -> set[int]:
    """Return the numbers of the lines of ``text`` that begin inside a formula."""
    found: set[int] = set()
    line, end = first, 0
    for match in _CODE_OR_FORMULA.finditer(text):
        breaks = match[0].count("\n")
        line += text.count("\n", end, match.start())
        end = match.end()
        if breaks and (match["inline"] is None or _TEX_SIGN.search(match["inline"])):
            found.update(range(line + 1, line + breaks + 1))
        line += breaks
    return found


def _parse_formula(state: StateInline, silent: bool) -> bool:
    """Make a token of a formula, so that nothing in it is read as Markdown."""
    match = FORMULA.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        token = state.push("formula", "", 0)
        token.content = match[0]
        token.meta["match"] = match
    state.pos = match.end()
    return True


def _parse_bare_url(state: StateInline, silent: bool) -> bool:
    """Leave a URL in running text unchanged: its stars and underscores belong to it."""
    if state.src[state.pos] != ":" or not state.src.endswith(("http", "https"), 0, state.pos):
        return False
    match = _URL_AFTER_SCHEME.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    end = _find_formula_in(state.src, match) or match.end()
    if not silent:
        state.append_pending(state.src[state.pos : end])
    state.pos = end
    return True


def _find_formula_in(src: str, url: re.Match[str]) -> int | None:
    """Return where a formula begins within a URL."""
    starts = (url.start() + sign.start() for sign in _DOLLAR.finditer(url[0]))
    return next((start for start in starts if FORMULA.match(src, start)), None)


def _parse_emphasis(state: StateInline, silent: bool) -> bool:
    """Do what the library's rule does, but decide with ``_can_open_and_close``."""
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    end = state.pos
    while end < state.posMax and state.src[end] == marker:
        end += 1
    length = end - state.pos
    can_open, can_close = _can_open_and_close(state, end)
    for _ in range(length):
        token = state.push("text", "", 0)
        token.content = marker
        place = len(state.tokens) - 1
        state.delimiters.append(Delimiter(ord(marker), length, place, -1, can_open, can_close))
    state.pos = end
    return True


def _can_open_and_close(state: StateInline, end: int) -> tuple[bool, bool]:
    """Return whether the stars or underscores up to ``end`` may begin and may end emphasis.

    These are CommonMark's rules with five changes. Between two letters a star means as little as an
    underscore ("2*3*4"), but it closes emphasis that began in the same word ("*n*th"). Letters of
    scripts without spaces count as punctuation, so that "**重点。**内容" is bold. So is
    "**Note:**text". A star before a hyphen and a letter ("*-algebra") stays a star, and so does one
    in brackets ("(*)").
    """
    src, start = state.src, state.pos
    before, after = src[start - 1 : start], src[end : min(end + 1, state.posMax)]
    kinds = _classify(before), _classify(after)
    cjk_before, cjk_after = bool(_CJK.match(before)), bool(_CJK.match(after))
    opens = kinds[1] != "space" and (kinds[1] != "sign" or kinds[0] != "letter" or cjk_before)
    closes = kinds[0] != "space" and (kinds[0] != "sign" or kinds[1] != "letter" or cjk_after)
    if src[start] == "_":
        inside = opens and closes and kinds == ("letter", "letter")
        return opens and not inside, closes and not inside
    if kinds == ("letter", "letter") and not (cjk_before or cjk_after):
        return False, _can_close_in_word(src, start, end)
    is_prefix = after in tuple("-‐–") and src[end + 1 : end + 2].isalpha()
    opens = opens and not is_prefix and after not in tuple(")],;")
    closes = closes or (end - start > 1 and before in tuple(":.!?"))  # **Note:**text
    return opens, closes and before not in tuple("([")


def _can_close_in_word(src: str, start: int, end: int) -> bool:
    """Return whether the stars close emphasis that began in the same word: "*n*th"."""
    first = _WORD_BEGUN_BY_STARS.search(src[max(0, start - _LONGEST_WORD) : start])
    rest = src[end : end + _LONGEST_WORD].split(maxsplit=1)[0]
    return first is not None and len(first[1]) == end - start and "*" not in rest


def _classify(character: str) -> str:
    if not character or character.isspace():
        return "space"
    return "sign" if unicodedata.category(character)[0] in "PS" else "letter"
