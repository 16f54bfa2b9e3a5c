"""Assembles the values of one entry from their pieces, and replaces macros.

A value is one or more pieces joined by "#": a text in braces or quotation marks, a number, or the
name of a macro defined by @string or by BibTeX itself (Oren Patashnik, BibTeXing). The splitter
ends a value at the next comma outside braces. If a comma is missing, the value therefore includes
the next field, which this module separates.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bibtexparser.model import Field, String
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates.words import MONTHS

# The maximum length of a value with macros; without it, a small file could use up all memory.
LONGEST_VALUE = 100_000
MOST_FIELDS = 1_000  # of an entry; real ones have fewer than a hundred
_MOST_NAMES = 20  # of undefined macros in one value that are listed

_MONTH_MACROS = {month[:3]: month.title() for month in MONTHS}
_NAME = r"[^\s\"#%'(),={}]+"
_PIECE = re.compile(rf"\s*(?:(?P<opening>[{{\"])|(?P<bare>{_NAME}))")
_JOINT = re.compile(r"\s*(?:%[^\n]*+\s*)*+(?P<joint>#)?")
_FIELD = re.compile(rf"(?P<name>{_NAME})\s*=(?P<value>.*)", re.DOTALL)
_FIELD_NAME = re.compile(_NAME)
_IN_WORDS = re.compile(r"[^{}\"#=]+")
# Programs often repeat these fields, so a duplicate is not worth a warning.
_OFTEN_GIVEN = frozenset(("keyword", "keywords", "file", "local-url", "timestamp", "date-modified"))
# biber allows comments that begin with "%" between the fields of an entry.
_COMMENTS = re.compile(r"\A(?:\s*%[^\n]*\n)*\s*")
# As in the splitter, a brace or quotation mark after a backslash does not count.
_BRACE_OR_QUOTE = re.compile(r"(?<!\\)[{}\"]")
_SWALLOWED = re.compile(
    r"\n[ \t]*(author|title|journal|booktitle|year|volume|pages|publisher|doi|url)\s*=\s*[{\"\d]",
    re.IGNORECASE,
)

# Clauses about a value, before its field and line are known.
_TOO_LONG = gettext_lazy(
    'the value of "%(name)s" on line %(line)s has more than %(most)s characters; shorten it'
)
_BROKEN = gettext_lazy(
    'the value of "%(name)s" on line %(line)s is missing or broken; write it in braces'
)
_NOT_CLOSED = {
    "{": gettext_lazy('the value of "%(name)s" on line %(line)s is not closed; add the missing }'),
    '"': gettext_lazy('the value of "%(name)s" on line %(line)s is not closed; add the missing "'),
}


class BrokenEntryError(ValueError):
    """An entry cannot be read with certainty; the message says what is wrong and what to do.

    ``line`` is the entry's first line if that differs from its block's first line.
    """

    def __init__(self, reason: str, line: int = 0) -> None:
        self.line = line
        super().__init__(reason)


@dataclass
class Fields:
    """The values of an entry by field name in lower case, and warnings about them."""

    values: dict[str, str] = field(default_factory=dict)
    warnings: dict[str, None] = field(default_factory=dict)  # a set that keeps the order
    _given_twice: set[str] = field(default_factory=set)
    _count: int = 0

    def warn(self, warning: str) -> None:
        """Add a warning, unless it was already given."""
        self.warnings[warning] = None

    def add(self, name: str, text: str) -> None:
        """Add a field. As in BibTeX, the first of two duplicates counts, unless it is empty.

        Raises BrokenEntryError if there are too many.
        """
        self._count += 1
        if self._count > MOST_FIELDS:
            raise BrokenEntryError(
                _("the entry has more than %(most)s fields; shorten it")
                % {"most": f"{MOST_FIELDS:,}"}
            )
        key = name.lower()
        present = self.values.get(key, "")
        if not present.strip():
            if name:
                self.values[key] = text
        elif text.strip() and key not in self._given_twice and present.split() != text.split():
            self._given_twice.add(key)
            if key not in _OFTEN_GIVEN:
                second = _quote_start(text)
                self.warn(
                    _('the field "%(key)s" appears twice; the first one is used, not "%(second)s"')
                    % {"key": key, "second": second}
                )


def read_macros(strings: Iterable[String]) -> dict[str, str]:
    """Return the macros of a file by name in lower case, including BibTeX's month macros.

    A macro is left out if it cannot be read, or uses another one before its definition. Entries
    that use it then get a warning.
    """
    macros: dict[str, str] = dict(_MONTH_MACROS)
    for string in strings:
        try:
            text, rest, undefined = _evaluate(string.value, macros)
        except BrokenEntryError:
            continue
        if not rest and not undefined:
            macros[string.key.lower()] = text
    return macros


def read_fields(fields: Iterable[Field], macros: Mapping[str, str]) -> Fields:
    """Return the fields of an entry. As in BibTeX, the first of two duplicates counts.

    Raises BrokenEntryError.
    """
    result = Fields()
    for source in fields:
        line = (source.start_line or 0) + 1
        name = _COMMENTS.sub("", source.key, count=1)
        if name.startswith("%"):
            continue
        _add(result, name, source.value, macros, line)
    return result


def _add(result: Fields, name: str, source: str, macros: Mapping[str, str], line: int) -> None:
    """Add a field, and any fields that ended up in its value because a comma is missing."""
    while True:
        if not _FIELD_NAME.fullmatch(name):
            result.warn(
                _('on line %(line)s, "%(name)s" is not a field name, and is left out')
                % {"line": line, "name": _quote_start(name)}
            )
            name = ""
        try:
            text, rest, undefined = _evaluate(source, macros)
        except BrokenEntryError as error:
            where = {"name": name, "line": line, "most": f"{LONGEST_VALUE:,}"}
            raise BrokenEntryError(str(error) % where) from None
        following = _FIELD.fullmatch(rest)
        if rest and following is None:
            if not _IN_WORDS.fullmatch(source):
                raise BrokenEntryError(
                    _(
                        '"%(rest)s" follows the value of "%(name)s" on line %(line)s; put the '
                        "whole value in braces, followed by a comma"
                    )
                    % {"rest": _quote_start(rest), "name": name, "line": line}
                )
            text, rest, undefined = source.strip(), "", []
            result.warn(
                _('the value of "%(name)s" is not in braces; it is used as it is') % {"name": name}
            )
        undefined = list(dict.fromkeys(undefined))
        for macro in undefined[:_MOST_NAMES]:
            result.warn(
                _('no @string defines "%(macro)s" (%(name)s); it is read as text')
                % {"macro": macro, "name": name}
            )
        if (more := len(undefined) - _MOST_NAMES) > 0:
            result.warn(
                _('no @string defines %(more)s other names in "%(name)s"; they are text too')
                % {"more": f"{more:,}", "name": name}
            )
        _refuse_swallowed(name, text, line)
        result.add(name, text)
        if following is None:
            return
        name, source = following["name"], following["value"]
        result.warn(_('a comma is missing before "%(name)s"') % {"name": name})


def _evaluate(source: str, macros: Mapping[str, str]) -> tuple[str, str, list[str]]:
    """Return the text of a value, the source after it, and the undefined macros that it uses.

    Raises BrokenEntryError with a clause that lacks the field and its line.
    """
    parts: list[str] = []
    undefined: list[str] = []
    position, length = 0, len(source)
    if not source.strip():
        return "", "", []
    while True:
        if length > LONGEST_VALUE:
            raise BrokenEntryError(str(_TOO_LONG))
        piece = _PIECE.match(source, position)
        if piece is None:
            raise BrokenEntryError(str(_BROKEN))
        position = piece.end()
        if piece["opening"]:
            end = _find_closing(source, position, piece["opening"])
            parts.append(source[position:end])
            position = end + 1
        else:
            name = piece["bare"]
            if not name.isdigit() and name.lower() not in macros:
                undefined.append(name)
            parts.append(macros.get(name.lower(), name))
            length += len(parts[-1])
        joint = _JOINT.match(source, position)
        position = joint.end() if joint else position
        if not joint or not joint["joint"]:
            return "".join(parts), source[position:], undefined


def _find_closing(source: str, start: int, opening: str) -> int:
    """Return the end of the text that begins at ``start``, after its opening brace or quote."""
    depth = 0
    for mark in _BRACE_OR_QUOTE.finditer(source, start):
        if depth == 0 and mark[0] == ("}" if opening == "{" else '"'):
            return mark.start()
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
    raise BrokenEntryError(str(_NOT_CLOSED[opening]))


def _refuse_swallowed(name: str, text: str, line: int) -> None:
    """Raise BrokenEntryError if a value includes other fields because it is not closed."""
    if swallowed := _SWALLOWED.search(text):
        raise BrokenEntryError(
            _(
                'the value of "%(name)s" on line %(line)s contains the field '
                '"%(other)s"; close it before that field'
            )
            % {"name": name, "line": line, "other": swallowed[1]}
        )


def _quote_start(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else f"{text[:40]}…"
