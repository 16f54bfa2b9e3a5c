"""Reads the BibTeX with which INSPIRE answers."""

from django.utils.translation import gettext as _

from publications.bibtex import read as read_bibtex
from publications.sources.readers.answer import Answer, UnreadableError
from publications.sources.readers.cleaning.json_data import refuse_large


def read(data: bytes) -> Answer:
    """Return the papers of an answer, which may be empty. Raises UnreadableError for others."""
    refuse_large(data)
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] in {b"<", b"{", b"["}:
        raise UnreadableError(_("This is no BibTeX of INSPIRE."))
    found = read_bibtex(data)
    if start and not found.entries and not found.refused:
        raise UnreadableError(_("This is no BibTeX of INSPIRE."))
    return Answer(list(found.entries), list(found.refused))
