"""Divides a file into its blocks: entries, macros, comments and free text.

bibtexparser 2 does the splitting. It starts over at the next "@" at the beginning of a line, even
if a brace is still open, and keeps the source of each entry and the line of each field. (pybtex
keeps neither, returns half-read entries, and reports the line where it noticed an error, not where
the error is; bibtexparser 1 drops broken entries silently.)

Unlike BibTeX, it treats some characters as syntax: quotation marks in braces
(``"the {"}big{"} one"``), an "@" at the beginning of a line inside a value, and special characters
in a citation key. These are masked first and restored afterwards.
"""

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass

from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    Field,
    ImplicitComment,
    ParsingFailedBlock,
    String,
)
from bibtexparser.splitter import Splitter

# The result already includes what the splitter would log.
logging.getLogger("bibtexparser.splitter").setLevel(logging.CRITICAL)

_SPACED_START = re.compile(r"([ \t]*@)[ \t]*(\w+)(\s*)([{(])")
_COMMENT_OR_BRACE = re.compile(
    r"(?P<comment>^[ \t]*@comment\s*\{)|(?<!\\)[{}]", re.IGNORECASE | re.MULTILINE
)
_MARK = re.compile(
    r"(?P<start>^[ \t]*+@[ \t]*+\w++\s*+[{(])|(?P<at>^[ \t]*+@)|(?<!\\)[{}\"]", re.MULTILINE
)
# While a value is open, an "@" at the beginning of a line starts an entry only if this matches.
_ENTRY_HEAD = re.compile(
    r"\s*@\s*(?:(?:string|preamble|comment)\s*[{(]|\w+\s*\{\s*+[^\s,{}()=\"]*+\s*+[,=]"
    r"|(?:article|book|in\w+|misc|\w*thesis|techreport|proceedings|online|unpublished)\s*\()",
    re.IGNORECASE,
)
_KEY = re.compile(
    r"(?<!@string)(?<!@preamble)(?<!@comment)[{(][^,\n=]{1,200}(?=,\s*[A-Za-z][\w-]*\s*=)",
    re.IGNORECASE,
)
# Noncharacters, which cannot occur in the text because ``text_of`` removes them.
_MASKS = {'"': "\ufdd0", "@": "\ufdd1", "{": "\ufdd2", "}": "\ufdd3", ")": "\ufdd4"}
_MASK = str.maketrans(_MASKS)
_UNMASK = str.maketrans({mask: sign for sign, mask in _MASKS.items()})
_GIVEN_TWICE = (DuplicateBlockKeyBlock, DuplicateFieldKeyBlock)


@dataclass(frozen=True)
class Part:
    """A block, its source as written, and the text between it and the next block."""

    block: Block
    line: int
    source: str
    rest: str = ""
    shift: int = 0  # added to the line numbers of its fields

    @property
    def fields(self) -> list[Field]:
        """The fields of an entry, as written."""
        found = self.block.fields if isinstance(self.block, Entry) else []
        return [
            Field(unmask(f.key), unmask(str(f.value)), (f.start_line or 0) + self.shift)
            for f in found
        ]

    @property
    def failed(self) -> bool:
        """Whether the splitter could not read it."""
        return isinstance(self.block, ParsingFailedBlock)


def divide(text: str) -> list[Part]:
    """Return the parts of a text, except those that start on a line beginning with "%"."""
    text = _mask_signs(_remove_comments(text))
    lines = text.split("\n")
    blocks = [
        # Duplicate keys and fields are not errors here; later steps handle them.
        (block.ignore_error_block or block) if isinstance(block, _GIVEN_TWICE) else block
        for block in Splitter(text).split().blocks
        if not lines[block.start_line or 0].lstrip().startswith("%")
    ]
    return list(_read_parts(text, lines, blocks))


def list_strings(parts: Iterable[Part]) -> list[String]:
    """Return the macros that a file defines."""
    return [
        String(part.block.key, unmask(part.block.value))
        for part in parts
        if isinstance(part.block, String)
    ]


def unmask(text: str) -> str:
    """Restore the characters that were masked for the splitter."""
    return text.translate(_UNMASK)


def _read_parts(text: str, lines: list[str], blocks: list[Block]) -> Iterable[Part]:
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line) + 1)
    end = len(text)
    parts: list[Part] = []
    for block in reversed(blocks):
        raw, first = block.raw or "", block.start_line or 0
        start = text.rfind(raw, offsets[first], end)
        start = start if start >= 0 else offsets[first]
        rest = text[start + len(raw) : end]
        parts.append(Part(block, first + 1, unmask(raw), unmask(rest)))
        if not isinstance(block, ImplicitComment):
            end = start
    return reversed(parts)


def _remove_comments(text: str) -> str:
    """Blank out each closed @comment, with the entries in it, and keep the line numbers.

    BibTeX itself would read those entries, but biber and JabRef ignore them, as their author meant.
    """
    opened: list[int] = []
    spans: list[tuple[int, int]] = []
    for mark in _COMMENT_OR_BRACE.finditer(text):
        if mark[0] != "}":
            opened.append(mark.start() if mark["comment"] else -1)
        elif opened and (start := opened.pop()) >= 0:
            while spans and spans[-1][0] > start:
                spans.pop()
            spans.append((start, mark.end()))
    parts, end = [], 0
    for start, next_end in spans:
        parts += [text[end:start], "\n" * text.count("\n", start, next_end)]
        end = next_end
    return "".join([*parts, text[end:]])


def _mask_signs(text: str) -> str:
    """Mask the characters that only look like syntax, and keep the line numbers."""
    parts: list[str] = []
    end, depth = 0, 0
    for mark in _MARK.finditer(text):
        sign = mark[0]
        if mark.start() < end:
            continue
        if sign == "{":
            depth += depth > 0
        elif sign == "}":
            depth -= depth > 0
        elif mark["start"] and (depth == 0 or _ENTRY_HEAD.match(text, mark.start())):
            # The splitter needs the type directly after the "@" and the brace on the same line.
            parts += [text[end : mark.start()], _SPACED_START.sub(r"\1\2\4\3", sign)]
            end, depth = mark.end(), 1
            if key := _KEY.match(text, end - 1):
                parts.append(text[end : key.end()].translate(_MASK))
                end = key.end()
        elif depth > (1 if sign == '"' else 0):
            first = sign.strip()[0]
            parts += [text[end : mark.start()], sign.replace(first, _MASKS[first])]
            end = mark.end()
            depth += sign.endswith("{")
    return "".join([*parts, text[end:]])
