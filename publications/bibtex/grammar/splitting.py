"""A file divided into its blocks: entries, macros, comments, and what is none of them.

bibtexparser 2 does the dividing: it begins again at the next "@" that begins a line, whatever is
still open, and keeps the source of each entry and the line of each field. (pybtex keeps neither,
hands out half-read entries, and names the line where it noticed a fault, not where it is;
bibtexparser 1 drops broken entries without a word.)

It takes some signs for those of the grammar that BibTeX does not: quotation marks in braces
(``"the {"}big{"} one"``), an "@" that begins a line of a text, and any sign in a citation key.
These are masked before and put back afterwards.
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

# What the splitter would log, the result says.
logging.getLogger("bibtexparser.splitter").setLevel(logging.CRITICAL)

_SPACED_START = re.compile(r"([ \t]*@)[ \t]*(\w+)(\s*)([{(])")
_COMMENT_OR_BRACE = re.compile(
    r"(?P<comment>^[ \t]*@comment\s*\{)|(?<!\\)[{}]", re.IGNORECASE | re.MULTILINE
)
_MARK = re.compile(
    r"(?P<start>^[ \t]*@[ \t]*\w+\s*[{(])|(?P<at>^[ \t]*@)|(?<!\\)[{}\"]", re.MULTILINE
)
# Where a value is still open, only this is the beginning of another entry, and not of a line.
_ENTRY_HEAD = re.compile(
    r"\s*@\s*(?:(?:string|preamble|comment)\s*[{(]|\w+\s*\{\s*[^\s,{}()=\"]*\s*[,=]"
    r"|(?:article|book|in\w+|misc|\w*thesis|techreport|proceedings|online|unpublished)\s*\()",
    re.IGNORECASE,
)
_KEY = re.compile(
    r"(?<!@string)(?<!@preamble)(?<!@comment)[{(][^,\n=]{1,200}(?=,\s*[A-Za-z][\w-]*\s*=)",
    re.IGNORECASE,
)
# Noncharacters, which no text has (``text_of`` removes them).
_MASKS = {'"': "\ufdd0", "@": "\ufdd1", "{": "\ufdd2", "}": "\ufdd3", ")": "\ufdd4"}
_MASK = str.maketrans(_MASKS)
_UNMASK = str.maketrans({mask: sign for sign, mask in _MASKS.items()})
_GIVEN_TWICE = (DuplicateBlockKeyBlock, DuplicateFieldKeyBlock)


@dataclass(frozen=True)
class Part:
    """A block with its source, as the file has it, and what follows up to the next block."""

    block: Block
    line: int
    source: str
    rest: str = ""
    shift: int = 0  # of the lines of its fields

    @property
    def fields(self) -> list[Field]:
        """The fields of an entry, as the file has them."""
        found = self.block.fields if isinstance(self.block, Entry) else []
        return [
            Field(unmask(f.key), unmask(str(f.value)), (f.start_line or 0) + self.shift)
            for f in found
        ]

    @property
    def failed(self) -> bool:
        """Whether the splitter could make nothing of it."""
        return isinstance(self.block, ParsingFailedBlock)


def divide(text: str) -> list[Part]:
    """Return the parts of a text, without those in a line that begins with "%"."""
    text = _mask_signs(_without_comments(text))
    lines = text.split("\n")
    blocks = [
        # What is given twice is for us to judge.
        (block.ignore_error_block or block) if isinstance(block, _GIVEN_TWICE) else block
        for block in Splitter(text).split().blocks
        if not lines[block.start_line or 0].lstrip().startswith("%")
    ]
    return list(_parts(text, lines, blocks))


def list_strings(parts: Iterable[Part]) -> list[String]:
    """Return the macros that a file defines."""
    return [
        String(part.block.key, unmask(part.block.value))
        for part in parts
        if isinstance(part.block, String)
    ]


def unmask(text: str) -> str:
    """Return a text with the signs that were masked for the splitter."""
    return text.translate(_UNMASK)


def _parts(text: str, lines: list[str], blocks: list[Block]) -> Iterable[Part]:
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


def _without_comments(text: str) -> str:
    """Blank out each @comment that is closed, with the entries in it; lines keep their numbers.

    BibTeX itself would read those entries, but biber and JabRef do not, nor does who wrote them.
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
    """Mask the signs that only look like those of the grammar; lines keep their numbers."""
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
            # The splitter wants the type right behind the "@", and the brace on its line.
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
