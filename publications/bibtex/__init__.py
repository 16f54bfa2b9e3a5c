"""BibTeX in: a ``.bib`` file read into entries in our words, each broken one refused alone.

``read`` needs no database and changes nothing. The way of a file through the modules:
``reading`` divides it, ``values`` puts the fields together, ``inheritance`` adds what crossref
says, and ``entries`` makes publications of them with ``latex``, ``people``, ``kinds``, ``dates``
and ``identifiers``.
"""

from dataclasses import dataclass

from publications.bibtex.entries import Entry, to_entry
from publications.bibtex.inheritance import resolve
from publications.bibtex.reading import FileTooLargeError, Refused, as_sentence, split, text_of
from publications.bibtex.values import BrokenEntryError

__all__ = ["Entry", "FileTooLargeError", "ReadResult", "Refused", "read"]


@dataclass(frozen=True)
class ReadResult:
    """What a file holds, and what of it was refused; both in the order of the file."""

    entries: tuple[Entry, ...]
    refused: tuple[Refused, ...]


def read(data: bytes | str) -> ReadResult:
    """Read a BibTeX file in UTF-8 or Latin-1, or a pasted text.

    Any input gives a result; only one that is too large raises FileTooLargeError.
    """
    raw_entries, refused = split(text_of(data))
    entries: list[Entry] = []
    for raw in resolve(raw_entries):
        try:
            entries.append(to_entry(raw))
        except BrokenEntryError as error:
            refused.append(Refused(raw.line, raw.key, as_sentence(str(error)), raw.source))
    return ReadResult(tuple(entries), tuple(sorted(refused, key=lambda one: one.line)))
