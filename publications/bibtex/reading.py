"""The grammar of BibTeX: a file divided into entries, and those refused that are broken.

bibtexparser 2 does the dividing: it begins anew at the next "@" that begins a line, whatever is
still open, and keeps the source of each entry and the line of each field. (pybtex keeps neither,
hands out half-read entries, and names the line where it noticed a fault, not where it is;
bibtexparser 1 drops broken entries without a word.) What the splitter does not do is in ``values``.
"""

import logging
import re
from dataclasses import dataclass
from itertools import zip_longest

from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ImplicitComment,
    ParsingFailedBlock,
    String,
)
from bibtexparser.splitter import Splitter

from publications.bibtex.diagnosis import diagnose
from publications.bibtex.values import BrokenEntryError, macros_of, read_fields

LARGEST_FILE = 5_000_000
MOST_ENTRIES = 10_000
MOST_TEXT = 20_000_000  # with macros replaced, of which a small file can make much
LONGEST_EXCERPT = 1_000

# What the splitter would log, the result says.
logging.getLogger("bibtexparser.splitter").setLevel(logging.CRITICAL)

_BLOCK_START = re.compile(r"@\w*[ \t]*[{(]")
_SPACED_START = re.compile(r"^([ \t]*@)[ \t]*(\w+)(\s*)([{(])", re.MULTILINE)
_START_OF_ENTRY = r"((?:^|\})[ \t]*@(?!(?i:string|comment|preamble)\b)\w+[{(])"
_KEYLESS = re.compile(rf"{_START_OF_ENTRY}(?=\s*[A-Za-z][\w-]*\s*=\s*[{{\"\w])", re.MULTILINE)
_KEY_BEFORE_COMMA = re.compile(
    rf"{_START_OF_ENTRY}((?:[^,={{}}\n]|\{{[^{{}}\n]*\}})*)(?=,)", re.MULTILINE
)
_COMMENT_OR_BRACE = re.compile(
    r"(?P<comment>^[ \t]*@comment\s*\{)|(?<!\\)[{}]", re.IGNORECASE | re.MULTILINE
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_LOST_FIELD = re.compile(
    r"\s*[,})]?\s*[A-Za-z][\w-]*\s*=\s*(?:[{\"]|\w+\s*[,})#])|\s*,\s*[A-Za-z][\w-]*\s*="
)
_LOST_ENTRY = re.compile(
    r"^[ \t]*(@[ \t]*(?!comment\b)[\w:.+-]+)[ \t]*(?:[{(]|$|[\w:.+/-]+[ \t]*,)",
    re.IGNORECASE | re.MULTILINE,
)

_KEY = re.compile(r"@\w+\s*[{(]\s*([^\s,={}()\"]+)\s*[,\n]")
_GIVEN_TWICE = (DuplicateBlockKeyBlock, DuplicateFieldKeyBlock)


class FileTooLargeError(ValueError):
    """A file larger than LARGEST_FILE, MOST_ENTRIES or MOST_TEXT; the message says what to do."""


@dataclass(frozen=True)
class RawEntry:
    """An entry as the file has it: values in LaTeX, macros replaced, names in lower case."""

    line: int
    key: str
    type: str
    fields: dict[str, str]
    source: str
    warnings: tuple[str, ...] = ()
    is_parent: bool = False


@dataclass(frozen=True)
class Refused:
    """A part of the file that could not be read, from its line on, and a sentence saying why."""

    line: int
    key: str
    reason: str
    source: str


def text_of(data: bytes | str) -> str:
    r"""Return a file as text: with "\n" for line ends, and without characters that print nothing.

    Each line is UTF-8 if it can be, else Latin-1 in Windows' form (cp1252); a byte order mark is
    believed. Raises FileTooLargeError.
    """
    if len(data) > LARGEST_FILE:
        raise FileTooLargeError(
            f"The file has more than {LARGEST_FILE // 1_000_000} MB; divide it, or leave out "
            "fields like abstracts and notes."
        )
    text = data if isinstance(data, str) else _decoded(data)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub(" ", text)


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    # Line by line, because files are put together from others.
    return "\n".join(_decoded_line(line) for line in data.split(b"\n"))


def _decoded_line(line: bytes) -> str:
    for encoding in ("utf-8", "cp1252"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1")


def split(text: str) -> tuple[list[RawEntry], list[Refused]]:
    """Divide a text from ``text_of`` into its entries and what had to be refused.

    Comments, preambles, free text and what stands behind a "%" are passed over. An entry may lack a
    key, and two may have the same one, as several programs write them. Raises FileTooLargeError.
    """
    blocks = _blocks(text)
    macros = macros_of(block for block in blocks if isinstance(block, String))
    entries: list[RawEntry] = []
    refused: list[Refused] = []
    characters = 0
    for block, following in zip_longest(blocks, blocks[1:]):
        try:
            entry = _read(block, following, macros)
        except BrokenEntryError as error:
            refused.append(_refusal(block, str(error), error.line))
            continue
        if entry is None:
            continue
        characters += sum(map(len, entry.fields.values()))
        if characters > MOST_TEXT:
            raise FileTooLargeError(
                f"With its macros replaced, the file has more than {MOST_TEXT:,} characters; "
                "divide it."
            )
        entries.append(entry)
    return entries, refused


def _blocks(text: str) -> list[Block]:
    """Return the pieces of a text, without those in a line that begins with "%"."""
    if sum(1 for _ in _BLOCK_START.finditer(text)) > MOST_ENTRIES:
        raise FileTooLargeError(f"The file has more than {MOST_ENTRIES:,} entries; divide it.")
    # The splitter wants the type right behind the "@", and the brace on its line.
    text = _SPACED_START.sub(r"\1\2\4\3", _without_comments(text))
    text = _KEY_BEFORE_COMMA.sub(_with_plain_key, _KEYLESS.sub(r"\1,", text))
    blocks = Splitter(text).split().blocks
    lines = text.split("\n")
    return [
        # What is given twice is for us to judge.
        (block.ignore_error_block or block) if isinstance(block, _GIVEN_TWICE) else block
        for block in blocks
        if not lines[block.start_line or 0].lstrip().startswith("%")
    ]


def _with_plain_key(start: re.Match[str]) -> str:
    """Replace quotation marks and braces in a key: the splitter takes them for those of a value."""
    return start[1] + re.sub(r'["{}]', "'", start[2])


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


def _read(block: Block, following: Block | None, macros: dict[str, str]) -> RawEntry | None:
    """Return the entry that a block is, or None for one of another kind; raise what is wrong."""
    line, source = _line(block), block.raw or ""
    if isinstance(block, ParsingFailedBlock):
        goes_on = isinstance(following, ImplicitComment)
        raise BrokenEntryError(diagnose(source, line, goes_on=goes_on))
    if isinstance(block, ImplicitComment) and (lost := _LOST_ENTRY.search(block.comment)):
        at = line + block.comment.count("\n", 0, lost.start())
        raise BrokenEntryError(f"what follows {lost[1]} must stand in braces", at)
    if not isinstance(block, Entry):
        return None
    if isinstance(following, ImplicitComment) and _LOST_FIELD.match(following.comment):
        raise BrokenEntryError(
            f"a closing brace ends the entry before line {_line(following)}, but fields follow; "
            "delete the brace that is too many"
        )
    fields = read_fields(block.fields, macros)
    return RawEntry(
        *(line, block.key, block.entry_type, fields.values),
        source=source[:LONGEST_EXCERPT],
        warnings=tuple(fields.warnings),
    )


def _line(block: Block) -> int:
    return (block.start_line or 0) + 1


def _refusal(block: Block, reason: str, line: int = 0) -> Refused:
    """Return the refusal of a block, with its key as far as it can be known."""
    source = (block.raw or "")[:LONGEST_EXCERPT]
    found = _KEY.match(source)
    key = block.key if isinstance(block, Entry) else found[1] if found else ""
    return Refused(line or _line(block), key, as_sentence(reason), source)


def as_sentence(reason: str) -> str:
    """Return a clause as a sentence of its own."""
    if len(reason) > LONGEST_EXCERPT:
        reason = f"{reason[:LONGEST_EXCERPT]}…"
    return f"{reason[:1].upper()}{reason[1:]}."
