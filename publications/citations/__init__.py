"""Citations out: papers as BibTeX, RIS and CSL-JSON.

``record`` says what is cited, once for all formats; ``bibtex``, ``ris`` and ``csl`` write it down,
and ``keys`` gives each paper the name by which BibTeX knows it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from publications.citations import bibtex, csl, ris
from publications.citations.record import Citation, cite

__all__ = ["BIBTEX", "FORMATS", "Citation", "Format", "cite"]


@dataclass(frozen=True)
class Format:
    """A way to write citations: the end of its addresses, its name, its type on the web."""

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
