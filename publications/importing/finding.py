"""From what the owner gives to a search: entries that are there already, or to be looked up."""

from __future__ import annotations

from publications.bibtex.grammar.reading import get_text
from publications.sources import formats
from publications.sources.errors import explain_turned_off
from publications.sources.readers.answer import UnreadableError
from publications.sources.recognition import recognise
from publications.sources.search import Search
from publications.sources.services import is_turned_off


class NothingFoundError(ValueError):
    """Nothing can be imported. The arguments are sentences that say why."""


def find(data: bytes | str) -> Search:
    """Return the search for a file or a text, done if all is in it.

    Raises NothingFoundError, and FileTooLargeError.
    """
    try:
        answer = formats.read(data)
    except UnreadableError as error:
        raise NothingFoundError(str(error)) from error
    if answer is not None:
        return Search(entries=list(answer.entries), refused=list(answer.refused))
    found = recognise(get_text(data))
    if not found.identifiers:
        raise NothingFoundError(*found.unknown)
    if is_turned_off():
        raise NothingFoundError(str(explain_turned_off()))
    search = Search.for_identifiers(found.identifiers)
    search.problems += found.unknown
    return search
