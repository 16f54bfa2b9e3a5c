"""Where a paper is found: its DOI, its arXiv id and its address, wherever people write them."""

import re
from collections.abc import Mapping

from publications.bibtex.latex import to_plain, to_verbatim
from publications.identifiers import ARXIV_ADDRESS, ARXIV_ID, DOI, DOI_ADDRESS

_ADDRESS = re.compile(r"https?://[^\s{}\"<>|\\]+", re.IGNORECASE)
_NEXT_ADDRESS = re.compile(r"[\s,;](?=https?://)", re.IGNORECASE)

_ARXIV_ID = re.compile(rf"(?<!\d)(?<!\d\.)({ARXIV_ID})(?:v\d+)?(?!\d)")
_SAYS_ARXIV = re.compile(r"arxiv|^\s*CoRR\b", re.IGNORECASE)
_PLACES_OF_ARXIV = ("journal", "journaltitle", "howpublished", "note", "url", "doi", "publisher")


def read_doi(fields: Mapping[str, str]) -> tuple[str, list[str]]:
    """Return the bare DOI, such as 10.1287/moor.2023.0195, or "", and warnings."""
    written = "".join(to_verbatim(fields.get("doi", "")).split())
    if found := DOI.search(written):
        return found[0].rstrip(".,;"), []
    warnings = [f'"{written[:60]}" is not a DOI and is left out'] if written else []
    found = DOI_ADDRESS.match("".join(to_verbatim(fields.get("url", "")).split()))
    if found and DOI.fullmatch(found[1]):
        return found[1].rstrip(".,;"), warnings
    return "", warnings


def read_arxiv_id(fields: Mapping[str, str]) -> str:
    """Return the arXiv id without its version, such as 2304.06767, or ""."""
    eprint = to_verbatim(fields.get("eprint", ""))
    archive = to_plain(fields.get("archiveprefix") or fields.get("eprinttype") or "").casefold()
    if archive == "arxiv" and (found := _ARXIV_ID.search(eprint)):
        return found[1]
    if not archive and (found := _ARXIV_ID.fullmatch(eprint)):
        return found[1]
    for name in ("arxiv", "arxivid"):
        if found := _ARXIV_ID.search(to_verbatim(fields.get(name, ""))):
            return found[1]
    for name in _PLACES_OF_ARXIV:
        text = to_verbatim(fields.get(name, ""))
        if not _SAYS_ARXIV.search(text):
            continue
        # DBLP writes journal = {CoRR}, volume = {abs/2304.06767}.
        if found := _ARXIV_ID.search(f"{text} {to_verbatim(fields.get('volume', ''))}"):
            return found[1]
    return ""


def read_url(fields: Mapping[str, str]) -> tuple[str, list[str]]:
    """Return the address of the paper on the web, or "", and warnings.

    An address that only says the DOI or the arXiv id once more is left out.
    """
    written = to_verbatim(fields.get("url", ""))
    if written.lower().startswith("www."):
        written = f"https://{written}"
    # A long address may be broken into lines, and two may share a field.
    first = _NEXT_ADDRESS.split(written, maxsplit=1)[0]
    address = "".join(first.split()).rstrip(",;")
    if not address:
        elsewhere = (
            _ADDRESS.search(to_verbatim(fields.get(n, ""))) for n in ("howpublished", "ee")
        )
        address = next((found[0].rstrip(".,;") for found in elsewhere if found), "")
    if not address or DOI_ADDRESS.match(address) or ARXIV_ADDRESS.match(address):
        return "", []
    if not _ADDRESS.fullmatch(address):
        return "", [f'"{address[:60]}" is not an address on the web and is left out']
    return address, []


def is_arxiv(text: str) -> bool:
    """Say whether a journal's name is that of arXiv, which is an archive and no journal."""
    return _SAYS_ARXIV.search(text) is not None
