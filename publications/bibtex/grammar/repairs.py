"""Corrects small syntax errors whose meaning is clear, and reports them."""

import re
from dataclasses import replace

from bibtexparser.model import Entry
from django.utils.translation import gettext as _

from publications.bibtex.grammar.diagnosis import find_unclosed_value
from publications.bibtex.grammar.splitting import Part, divide

_FIELD = r"[A-Za-z][\w-]*\s*=\s*[{\"\w]"
_NO_KEY = re.compile(rf"(@\w+\s*[{{(])(?=\s*{_FIELD})")
_NO_COMMA_AFTER_KEY = re.compile(
    r"\A(\s*+@\w+\s*[{(]\s*+(?:[^\s,={}\"]++|[^\s,={}\"][^,={}\"\n]*+(?=\n)))"
    rf"(?=\s+{_FIELD})"
)
_MARK = re.compile(r"(?<!\\)[{}\",]|[^\s{}\",]+")


def repair(part: Part) -> tuple[Part, str] | None:
    """Repair a part that the splitter could not read. Return it, and what was wrong with it.

    Returns None for any other error, such as a value that is not closed: nobody can be sure where
    it should end.
    """
    source, fault = part.source + part.rest, ""
    source, count = _NO_KEY.subn(r"\1,", source, count=1)
    if not count:
        source, count = _NO_COMMA_AFTER_KEY.subn(r"\1,", source, count=1)
        fault = _("a comma is missing after the citation key") if count else ""
    source, closing, double = _remove_double_commas(source)
    if double:
        fault = _("two commas follow one another")
    if closing:
        if find_unclosed_value(source, part.line):
            return None
        fault = _("the brace that closes the entry is missing")
    return _read_entry(source + closing, part.line, fault)


def reopen(part: Part) -> tuple[Part, str] | None:
    """Repair an entry that an extra closing brace ended too early."""
    whole = part.source[:-1] + part.rest
    return _read_entry(whole, part.line, _("the entry has one closing brace too many"))


def _read_entry(source: str, line: int, fault: str) -> tuple[Part, str] | None:
    parts = divide(source)
    entries = [part for part in parts if isinstance(part.block, Entry)]
    if len(entries) != 1 or any(part.failed for part in parts):
        return None
    return replace(entries[0], line=line, shift=line - 1), fault


def _remove_double_commas(source: str) -> tuple[str, str, bool]:
    """Return an entry without double commas, its missing end, and whether commas were double."""
    depth, quoted, after_comma = 0, False, False
    kept, end, double = [], 0, False
    for mark in _MARK.finditer(source):
        sign = mark[0]
        if sign == '"' and depth == 1:
            quoted = not quoted
        depth += {"{": 1, "}": -1}.get(sign, 0)
        is_comma = sign == "," and depth == 1 and not quoted
        if is_comma and after_comma:
            kept.append(source[end : mark.start()])
            end, double = mark.end(), True
        after_comma = is_comma
    kept.append(source[end:])
    is_open = depth == 1 and not quoted
    return "".join(kept).rstrip(), "\n}" if is_open else "", double
