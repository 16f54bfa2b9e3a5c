"""Divides files in which each line has a tag and a value: RIS, PubMed, EndNote, Web of Science."""

import re
from dataclasses import dataclass, field

from publications.bibtex.grammar.encodings import decode
from publications.sources.readers.cleaning.json_data import refuse_large, refuse_many

_MOST_VALUES = 20_000  # of one record
_LONGEST = 100_000  # of one value


@dataclass
class Record:
    """The values of a record by tag, in the order of the file, and its first line."""

    line: int
    pairs: list[tuple[str, str]] = field(default_factory=list)

    def list_all(self, *tags: str) -> list[str]:
        """Return the values of these tags in the order of the file, without empty ones."""
        return [value for tag, value in self.pairs if tag in tags and value]

    def get_first(self, *tags: str) -> str:
        """Return the first value of the first of these tags that has one."""
        return next((found[0] for tag in tags if (found := self.list_all(tag))), "")


@dataclass(frozen=True)
class Grammar:
    """How a format marks its lines.

    ``line`` matches a line with a tag, as ``tag`` and ``value``; other lines go on with the value
    before. A record begins with one of the tags ``first`` and ends with one of ``last``.
    """

    line: re.Pattern[str]
    first: frozenset[str]
    last: frozenset[str] = frozenset()
    separator: str = " "


def divide(data: bytes, grammar: Grammar) -> list[Record]:
    """Return the records of a file in any encoding. Lines outside of records are skipped.

    Raises UnreadableError if the file is too large.
    """
    refuse_large(data)
    records: list[Record] = []
    collector: _Collector | None = None
    for number, line in enumerate(decode(data).text.split("\n"), start=1):
        found = grammar.line.match(line)
        tag = found["tag"] if found else ""
        if tag in grammar.first or tag in grammar.last:
            if collector is not None:
                records.append(collector.finish())
                refuse_many(len(records))
            collector = (
                _Collector(Record(number), grammar.separator) if tag in grammar.first else None
            )
        if collector is not None:
            collector.add(tag, found["value"] if found else line)
    if collector is not None:
        records.append(collector.finish())
    return records


class _Collector:
    """Puts the lines of a record together."""

    def __init__(self, record: Record, separator: str) -> None:
        self._record = record
        self._separator = separator
        self._tag = ""
        self._lines: list[str] = []

    def add(self, tag: str, text: str) -> None:
        """Begin the value of a tag, or go on with the one before."""
        if tag:
            self._close()
            self._tag = tag
        if len(self._lines) < _MOST_VALUES:
            self._lines.append(text.strip())

    def finish(self) -> Record:
        """Return the record with its last value."""
        self._close()
        return self._record

    def _close(self) -> None:
        if self._tag and len(self._record.pairs) < _MOST_VALUES:
            # An empty line in a value ends a paragraph.
            lines = [line or "\n\n" for line in self._lines]
            value = self._separator.join(lines).strip()[:_LONGEST]
            self._record.pairs.append((self._tag, value))
        self._lines = []


def make_grammar(pattern: str, first: str, last: str = "", separator: str = " ") -> Grammar:
    """Return the grammar of a format, with the pattern of a line with a tag, as Grammar has it."""
    return Grammar(re.compile(pattern), frozenset({first}), frozenset({last} - {""}), separator)
