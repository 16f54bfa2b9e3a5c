"""Exports papers as citations in BibTeX, RIS and CSL-JSON.

``record`` collects the data of a citation for all formats; ``bibtex``, ``ris`` and ``csl`` write
it; ``keys`` assigns citation keys.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from publications.citations import bibtex, csl, ris
from publications.citations.record import Citation, cite

__all__ = ["BIBTEX", "FORMATS", "Citation", "Format", "cite"]


@dataclass(frozen=True)
class Format:
    """A citation format: the extension in its URLs, its name and its media type."""

    extension: str
    label: str
    content_type: str
    write: Callable[[Iterable[Citation]], str]


BIBTEX = Format("bib", "BibTeX", "application/x-bibtex", bibtex.write)
FORMATS = {
    form.extension: form
    for form in (
        BIBTEX,
        Format("ris", "RIS", "application/x-research-info-systems", ris.write),
        Format("json", "CSL-JSON", "application/vnd.citationstyles.csl+json", csl.write),
    )
}
