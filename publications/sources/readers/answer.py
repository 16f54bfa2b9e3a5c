"""What the readers return."""

from dataclasses import dataclass, field

from publications.bibtex import Entry, Refused


class UnreadableError(ValueError):
    """The data are not of the format at all; the message is a sentence that says so."""


@dataclass(frozen=True)
class Answer:
    """The entries of an answer or file, and the records that were refused, both in its order."""

    entries: list[Entry] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
