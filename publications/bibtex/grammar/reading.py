"""Reads the entries of a BibTeX file, and refuses those that are broken.

``splitting`` divides the text, ``repairs`` fixes errors that have only one likely correction,
``values`` assembles the fields, and ``diagnosis`` explains what is wrong with the other entries.
"""

import re
from dataclasses import dataclass, replace

from bibtexparser.model import Entry, ImplicitComment
from django.utils.translation import gettext as _

from common.text.characters import keep_printable
from publications.bibtex.grammar.diagnosis import diagnose
from publications.bibtex.grammar.encodings import Decoded, decode, describe_doubt
from publications.bibtex.grammar.repairs import reopen, repair
from publications.bibtex.grammar.splitting import Part, divide, list_strings, unmask
from publications.bibtex.grammar.values import BrokenEntryError, read_fields, read_macros

LARGEST_FILE = 5_000_000
MOST_ENTRIES = 10_000
MOST_TEXT = 20_000_000  # with macros and inherited fields, which can make a small file very large
LONGEST_EXCERPT = 1_000

_BLOCK_START = re.compile(r"@\w*[ \t]*[{(]")
_NO_ENTRY = re.compile(r"@(?:comment|preamble)\b", re.IGNORECASE)
_LOST_FIELD = re.compile(
    r"\s*+[,})]?+\s*+[A-Za-z][\w-]*+\s*+=\s*+(?:[{\"]|\w++\s*+[,})#])"
    r"|\s*+,\s*+[A-Za-z][\w-]*+\s*+="
)
_LOST_ENTRY = re.compile(
    r"^[ \t]*+(@[ \t]*+(?!comment\b)[\w:.+-]++)[ \t]*+(?:[{(,]|$|[\w:.+/-]++[ \t]*+,)",
    re.IGNORECASE | re.MULTILINE,
)

_KEY = re.compile(r"@\w+\s*[{(]\s*([^\s,={}()\"]+)\s*[,\n]")


class FileTooLargeError(ValueError):
    """The file exceeds LARGEST_FILE, MOST_ENTRIES or MOST_TEXT; the message says what to do."""


def too_much_text() -> FileTooLargeError:
    """Return the error for a file with more than MOST_TEXT characters."""
    sentence = _(
        "With its macros replaced and its fields inherited, the file has more than %(most)s "
        "characters; split it."
    )
    return FileTooLargeError(sentence % {"most": f"{MOST_TEXT:,}"})


@dataclass(frozen=True)
class RawEntry:
    """An entry as written: values in LaTeX, macros replaced, field names in lower case."""

    line: int
    key: str
    type: str
    fields: dict[str, str]
    source: str
    warnings: tuple[str, ...] = ()
    letters: str = ""  # a warning if the encoding is uncertain
    is_parent: bool = False

    @property
    def size(self) -> int:
        """The number of characters in all fields."""
        return sum(len(name) + len(value) for name, value in self.fields.items())


@dataclass(frozen=True)
class Refused:
    """A part of the file that could not be read, its first line, and a sentence saying why."""

    line: int
    key: str
    reason: str
    source: str


def get_text(data: bytes | str) -> str:
    r"""Return a file as text, with "\n" line endings and without unprintable characters.

    Raises FileTooLargeError.
    """
    return decode_file(data).text


def decode_file(data: bytes | str) -> Decoded:
    """Return the text as ``text_of`` does, and the lines whose encoding is a guess."""
    if len(data) > LARGEST_FILE:
        raise FileTooLargeError(
            _(
                "The file has more than %(most)s MB; split it, or leave out fields "
                "like abstracts and notes."
            )
            % {"most": LARGEST_FILE // 1_000_000}
        )
    found = decode(data) if isinstance(data, bytes) else Decoded(data)
    text = found.text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return Decoded(keep_printable(text, keep="\t\n\r", instead=" "), found.guessed)


def split(text: str, guessed: frozenset[int] = frozenset()) -> tuple[list[RawEntry], list[Refused]]:
    """Divide a text from ``text_of`` into its entries and the parts that were refused.

    Skips comments, preambles, free text and lines that begin with "%". ``guessed`` holds the lines
    whose encoding is a guess. Raises FileTooLargeError.
    """
    if sum(1 for _ in _BLOCK_START.finditer(text)) > MOST_ENTRIES:
        raise FileTooLargeError(
            _("The file has more than %(most)s entries; split it.") % {"most": f"{MOST_ENTRIES:,}"}
        )
    parts = divide(text)
    macros = read_macros(list_strings(parts))
    entries: list[RawEntry] = []
    refused: list[Refused] = []
    characters = 0
    for part in parts:
        letters = describe_doubt(
            part.source, range(part.line, part.line + part.source.count("\n") + 1), guessed
        )
        try:
            entry = _read(part, macros)
        except BrokenEntryError as error:
            refused.append(
                _refuse(part, "; ".join(filter(None, (str(error), letters))), error.line)
            )
            continue
        if entry is None:
            continue
        characters += entry.size
        if characters > MOST_TEXT:
            raise too_much_text()
        entries.append(replace(entry, letters=letters))
    return entries, refused


def _read(part: Part, macros: dict[str, str]) -> RawEntry | None:
    """Return the entry in a part, or None if the part is not an entry.

    Raises BrokenEntryError if the part looks like an entry but cannot be read.
    """
    fault = ""
    if _NO_ENTRY.match(part.source):
        return None
    if isinstance(part.block, ImplicitComment) and (lost := _LOST_ENTRY.search(part.source)):
        at = part.line + part.source.count("\n", 0, lost.start())
        raise BrokenEntryError(
            _("what follows %(start)s must be in braces") % {"start": lost[1]}, at
        )
    if part.failed:
        repaired = repair(part)
        if repaired is None:
            goes_on = bool(part.rest.strip())
            raise BrokenEntryError(diagnose(part.source, part.line, goes_on=goes_on))
        part, fault = repaired
    elif isinstance(part.block, Entry) and _LOST_FIELD.match(part.rest):
        repaired = reopen(part)
        if repaired is None:
            line = part.line + part.source.count("\n") + _count_leading_lines(part.rest)
            raise BrokenEntryError(
                _(
                    "a closing brace ends the entry before line %(line)s, but fields follow; "
                    "delete the extra brace"
                )
                % {"line": line}
            )
        part, fault = repaired
    if not isinstance(part.block, Entry):
        return None
    fields = read_fields(part.fields, macros)
    return RawEntry(
        *(part.line, unmask(part.block.key), part.block.entry_type, fields.values),
        source=part.source[:LONGEST_EXCERPT],
        warnings=(
            *([_("%(fault)s: check that nothing is missing") % {"fault": fault}] if fault else []),
            *fields.warnings,
        ),
    )


def _count_leading_lines(text: str) -> int:
    return text[: len(text) - len(text.lstrip())].count("\n")


def _refuse(part: Part, reason: str, line: int = 0) -> Refused:
    """Return the refusal of a part, with its citation key if that can be found."""
    source = part.source[:LONGEST_EXCERPT]
    found = _KEY.match(source)
    key = unmask(part.block.key) if isinstance(part.block, Entry) else found[1] if found else ""
    return Refused(line or part.line, key, make_sentence(reason), source)


def make_sentence(reason: str) -> str:
    """Return a clause as a sentence, with a capital letter and a full stop; cut it if too long."""
    if len(reason) > LONGEST_EXCERPT:
        reason = f"{reason[:LONGEST_EXCERPT]}…"
    return f"{reason[:1].upper()}{reason[1:]}."
