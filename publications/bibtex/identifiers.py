"""Finds the DOI, arXiv id and links of an entry in any of the fields where people put them."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.links import Link
from common.text.characters import join_lines
from publications.bibtex.text.latex import to_plain, to_verbatim
from publications.identifiers import ARXIV_ID, ARXIV_URL, DOI, DOI_URL

URL = re.compile(r"https?://[^\s{}\"<>|\\]+", re.IGNORECASE)
# Words that introduce a link and say nothing else.
AVAILABLE = re.compile(
    r"(?:\[?online\]?[.,;:]*\s*)?\bavailable(?: online)?(?: at| from)?:?", re.IGNORECASE
)
HREF = re.compile(r"\\href\s*\{([^{}]*)\}\s*\{((?:[^{}]++|\{[^{}]*\})*+)\}")
_NEXT_URL = re.compile(r"(?<![\s,;])[\s,;]++(?:and\s+)?(?=https?://)", re.IGNORECASE)
# A host and a path, or "www."; "paper.pdf" alone is a file name.
_WITHOUT_SCHEME = re.compile(r"www\.|(?:[a-z\d-]+\.)+[a-z]{2,}/", re.IGNORECASE)
_LONGEST_DOI = 200
_LONGEST_SHOWN = 60

_NEXT_DOI = re.compile(
    r"(?<![\s,;|])[\s,;|]++(?:and\s+)?(?=(?:https?://\S{0,40}?/|doi:?\s*)?10\.\d{4,9}/)"
    r"|(?<=\w)(?=https?://(?:dx\.)?doi\.org/)",
    re.IGNORECASE,
)
_BRACKETS = {")": "(", "]": "[", "}": "{", ">": "<"}

_ARXIV_ID = re.compile(rf"(?<!\d)(?<!\d\.)({ARXIV_ID})(?:v\d+)?(?!\d)")
_SAYS_ARXIV = re.compile(r"arxiv|^\s*CoRR\b", re.IGNORECASE)
_PLACES_OF_ARXIV = ("journal", "journaltitle", "howpublished", "note", "url", "doi", "publisher")


def read_doi(fields: Mapping[str, str]) -> tuple[str, list[str]]:
    """Return the bare DOI, such as 10.1287/moor.2023.0195, or "", and warnings."""
    written = to_verbatim(fields.get("doi", ""))
    parts = [part for part in _NEXT_DOI.split(written) if part.strip()]
    found = list(dict.fromkeys(filter(None, map(extract_doi, parts))))
    if found:
        others = ", ".join(doi for doi in found[1:] if doi.lower() != found[0].lower())
        return found[0], [
            _("a paper has one DOI; %(others)s is left out") % {"others": others}
        ] if others else []
    warnings = (
        [_("%(doi)s is not a DOI, and is left out") % {"doi": _quote(written)}] if written else []
    )
    url = "".join(to_verbatim(fields.get("url", "")).split())
    return (extract_doi(url) if DOI_URL.match(url) else ""), warnings


def extract_doi(text: str) -> str:
    """Return the DOI in a text or link, decoded and without surrounding punctuation, or ""."""
    text = "".join(text.split())
    match = DOI_URL.search(text)
    if match or re.search(r"10\.\d{4,9}%2f", text, re.IGNORECASE):
        text = unquote((match[1] if match else text).partition("?")[0])
    found = DOI.search(text)
    doi = found[0] if found else ""
    if len(doi) > 2 * _LONGEST_DOI:
        return ""
    while doi and (doi[-1] in ".,;:'\"" or _is_unopened(doi)):
        doi = doi[:-1]
    return doi if DOI.fullmatch(doi) and len(doi) <= _LONGEST_DOI else ""


def _is_unopened(doi: str) -> bool:
    """Return whether a DOI ends with a closing bracket that has no opening one."""
    opening = _BRACKETS.get(doi[-1])
    return opening is not None and doi.count(doi[-1]) > doi.count(opening)


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


def read_urls(fields: Mapping[str, str], doi: str, arxiv_id: str) -> tuple[list[str], list[str]]:
    """Return the web links to the paper, best first, and warnings."""
    # A long link may be broken across lines, and a field may hold two links.
    written = [_add_scheme("".join(part.split())) for part in _NEXT_URL.split(_find_url(fields))]
    elsewhere = "\n".join(to_verbatim(fields.get(name, "")) for name in ("howpublished", "ee"))
    # A link in running text ends before the punctuation that follows it.
    written += [found[0].rstrip(".,;)") for found in URL.finditer(elsewhere)]
    return check_links(written, doi, arxiv_id)


def check_links(
    links: Iterable[str], doi: str = "", arxiv_id: str = ""
) -> tuple[list[str], list[str]]:
    """Return the valid links without duplicates, and warnings about the others.

    Links that only repeat the DOI or the arXiv id are left out.
    """
    urls: list[str] = []
    warnings: list[str] = []
    for url in dict.fromkeys(join_lines(link.rstrip(",;")) for link in links):
        if not url or _repeats_identifier(url, doi, arxiv_id):
            continue
        if fault := find_fault(url):
            warnings.append(fault)
        else:
            urls.append(url)
    return urls, warnings


def find_fault(url: str) -> str:
    """Return a clause that says why the site's forms would reject a link, or ""."""
    shown = {"link": _quote(url)}
    not_a_url = _("the link %(link)s is not a web address, and is left out") % shown
    field = Link._meta.get_field("url")
    longest = field.max_length or 0
    if len(url) > longest:
        clause = _("the link %(link)s has more than %(longest)s characters, and is left out")
        return clause % {**shown, "longest": longest}
    try:
        if "@" in urlsplit(url).netloc:
            clause = _(
                "the link %(link)s has a user name or password in front of the host, and is left "
                "out"
            )
            return clause % shown
        field.clean(url, None)
    except (ValidationError, ValueError):
        return not_a_url
    return "" if URL.fullmatch(url) else not_a_url


def _find_url(fields: Mapping[str, str]) -> str:
    return to_verbatim(HREF.sub(r" \1 ", fields.get("url", "")))


def _add_scheme(url: str) -> str:
    url = url.removeprefix("<").removesuffix(">")
    return f"https://{url}" if _WITHOUT_SCHEME.match(url) else url


def _repeats_identifier(url: str, doi: str, arxiv_id: str) -> bool:
    if DOI_URL.match(url):
        return bool(doi) and extract_doi(url).lower() == doi.lower()
    found = _ARXIV_ID.search(url) if ARXIV_URL.match(url) else None
    return found is not None and found[1] == arxiv_id


def is_arxiv(text: str) -> bool:
    """Return whether a journal name means arXiv, which is not a journal."""
    return _SAYS_ARXIV.search(text) is not None


def _quote(text: str) -> str:
    return f'"{text[:_LONGEST_SHOWN]}…"' if len(text) > _LONGEST_SHOWN else f'"{text}"'
