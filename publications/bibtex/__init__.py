"""Reads a ``.bib`` file into entries that use the site's terms. A broken entry is refused alone.

``read`` needs no database and changes nothing. A file passes through these modules:
``encodings`` decodes it, ``splitting`` divides it into blocks, ``repairs`` fixes small errors,
``values`` assembles the fields, ``inheritance`` adds the fields inherited by crossref, and
``preparing`` removes HTML (``markup``), links in texts and notes written by programs. ``entries``
then builds publications with ``latex``, ``people``, ``kinds``, ``dates``, ``identifiers`` and
``links``. ``leftovers`` lists the fields that the site cannot store.
"""

from dataclasses import dataclass

from publications.bibtex.entries import Entry, to_entry
from publications.bibtex.grammar.inheritance import resolve
from publications.bibtex.grammar.reading import (
    FileTooLargeError,
    Refused,
    decode_file,
    make_sentence,
    split,
)
from publications.bibtex.grammar.values import BrokenEntryError

__all__ = ["Entry", "FileTooLargeError", "ReadResult", "Refused", "read"]


@dataclass(frozen=True)
class ReadResult:
    """The entries of a file and the parts that were refused, both in file order."""

    entries: tuple[Entry, ...]
    refused: tuple[Refused, ...]


def read(data: bytes | str) -> ReadResult:
    """Read a BibTeX file, detecting its encoding, or pasted text.

    Raises FileTooLargeError if the input is too large. Any other input gives a result.
    """
    found = decode_file(data)
    raw_entries, refused = split(found.text, found.guessed)
    entries: list[Entry] = []
    for raw in resolve(raw_entries):
        try:
            entries.append(to_entry(raw))
        except BrokenEntryError as error:
            reason = "; ".join(filter(None, (str(error), raw.letters)))
            refused.append(Refused(raw.line, raw.key, make_sentence(reason), raw.source))
    return ReadResult(tuple(entries), tuple(sorted(refused, key=lambda one: one.line)))
