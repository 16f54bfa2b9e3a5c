"""BibTeX in: a ``.bib`` file read into entries in our words, each broken one refused alone.

``read`` needs no database and changes nothing. The way of a file through the modules:
``encodings`` makes text of it, ``splitting`` divides it, ``repairs`` puts small faults right,
``values`` puts the fields together, ``inheritance`` adds what crossref says, ``preparing`` takes
out HTML (``markup``), links in texts and programs' notes, and ``entries`` makes publications of it
with ``latex``, ``people``, ``kinds``, ``dates``, ``identifiers`` and ``links``. ``leftovers`` names
what has no field.
"""

from dataclasses import dataclass

from publications.bibtex.entries import Entry, to_entry
from publications.bibtex.grammar.inheritance import resolve
from publications.bibtex.grammar.reading import (
    FileTooLargeError,
    Refused,
    as_sentence,
    decode_file,
    split,
)
from publications.bibtex.grammar.values import BrokenEntryError

__all__ = ["Entry", "FileTooLargeError", "ReadResult", "Refused", "read"]


@dataclass(frozen=True)
class ReadResult:
    """What a file holds, and what of it was refused; both in the order of the file."""

    entries: tuple[Entry, ...]
    refused: tuple[Refused, ...]


def read(data: bytes | str) -> ReadResult:
    """Read a BibTeX file in any encoding that can be known, or a pasted text.

    Any input gives a result; only one that is too large raises FileTooLargeError.
    """
    found = decode_file(data)
    raw_entries, refused = split(found.text, found.guessed)
    entries: list[Entry] = []
    for raw in resolve(raw_entries):
        try:
            entries.append(to_entry(raw))
        except BrokenEntryError as error:
            reason = "; ".join(filter(None, (str(error), raw.letters)))
            refused.append(Refused(raw.line, raw.key, as_sentence(reason), raw.source))
    return ReadResult(tuple(entries), tuple(sorted(refused, key=lambda one: one.line)))
