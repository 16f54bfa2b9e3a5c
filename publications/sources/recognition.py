"""Finds the identifiers of papers and people in a pasted text.

What is not recognised is kept, so that the owner can be told of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from publications.bibtex.identifiers import extract_doi
from publications.bibtex.text.shortening import shorten
from publications.identifiers import (
    ARXIV_ID,
    DOI_URL,
    strip_arxiv_id,
    strip_orcid,
    validate_orcid,
)

MOST_IDENTIFIERS = 500
_LONGEST_SHOWN = 120


class Kind(StrEnum):
    """What an identifier identifies, and for whom."""

    DOI = "doi"
    SHORT_DOI = "short-doi"
    ARXIV = "arxiv"
    PUBMED = "pubmed"
    PMC = "pmc"
    ORCID = "orcid"
    INSPIRE = "inspire"
    INSPIRE_AUTHOR = "inspire-author"
    OPENALEX = "openalex"
    SEMANTIC_SCHOLAR = "semantic-scholar"


class Identifier(NamedTuple):
    """One identifier in its plain form, such as ("doi", "10.1287/moor.2023.0195")."""

    kind: str
    value: str


@dataclass
class Recognised:
    """The identifiers in a text, each once, and sentences about what is none."""

    identifiers: list[Identifier] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


class NotUsableError(ValueError):
    """Something that looks like an identifier but cannot be used; the message says why."""


def recognise(text: str) -> Recognised:
    """Find the identifiers in a text, separated by lines, spaces or commas."""
    found = Recognised()
    for line in text.splitlines():
        words = list(_divide(line))
        left = []
        for word in words:
            try:
                identifier = find_identifier(word)
            except NotUsableError as error:
                found.unknown.append(str(error))
                continue
            if identifier is None:
                left.append(word)
            elif identifier not in found.identifiers:
                found.identifiers.append(identifier)
        if any(char.isalnum() for word in left for char in word):
            text = line.strip() if left == words else " ".join(left)
            found.unknown.append(_explain_unknown(text))
    for one in found.identifiers[MOST_IDENTIFIERS:]:
        sentence = _("%(what)s is left out: at most %(most)s can be looked up at once.")
        found.unknown.append(sentence % {"what": one.value, "most": MOST_IDENTIFIERS})
    del found.identifiers[MOST_IDENTIFIERS:]
    return found


# "doi: 10.1/x" is one word, and "[cs.LG]" behind an arXiv id says nothing more.
_LABEL = re.compile(
    r"(?i)\b(doi|arxiv|pmid|pmcid|orcid(?: id)?)\s*:?\s+(?=(?:https?:|10\.|PMC|\S*\d))"
)
_CATEGORY = re.compile(r"(?<=\d)\s+\[[A-Za-z-]+(?:\.[A-Za-z-]+)?\]")
_SEPARATOR = re.compile(r"\s+|[,;](?=\s|$)|[,;|](?=10\.\d{4,9}/|https?://|(?i:arxiv|doi|pmid):)")


def _divide(line: str) -> Iterator[str]:
    line = _CATEGORY.sub("", _LABEL.sub(lambda label: f"{label[1].replace(' ', '')}:", line))
    yield from filter(None, _SEPARATOR.split(line))


def find_identifier(word: str) -> Identifier | None:
    """Return the identifier in a word or URL; None if there is none.

    Raises NotUsableError if it is one that Vita cannot look up.
    """
    word = word.strip().lstrip("<([{\"'“").rstrip(">\"'”.,;")
    url = _split_url(word)
    for find in _FINDERS:
        if found := find(word, url):
            return found
    if url:
        raise NotUsableError(_explain_page(word, url.host))
    return None


class _Url(NamedTuple):
    host: str
    path: str  # decoded, with the query


def _split_url(word: str) -> _Url | None:
    if not re.match(r"(?i)https?://|www\.|[a-z0-9.-]+\.(?:org|com|gov|net|io)/", word):
        return None
    try:
        parts = urlsplit(word if "://" in word else f"https://{word}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    query = f"?{parts.query}" if parts.query else ""
    return _Url(host, unquote(parts.path + query))


def _find_orcid(word: str, url: _Url | None) -> Identifier | None:
    orcid = strip_orcid(word.rstrip(")]}"))
    if not re.fullmatch(r"(\d{4}-){3}\d{3}[\dX]", orcid):
        return None
    try:
        validate_orcid(orcid)
    except ValidationError as error:
        raise NotUsableError(f"{orcid}: {' '.join(error.messages)}") from error
    return Identifier(Kind.ORCID, orcid)


_ARXIV_PAGES = re.compile(
    rf"(?:(?:arxiv|alphaxiv)\.org/(?:abs|pdf|html|overview|format|ps)"
    rf"|ar5iv(?:\.labs\.arxiv)?\.org/(?:abs|html)|ar5iv\.org|huggingface\.co/papers)"
    rf"/(?P<id>(?:{ARXIV_ID})(?:v\d+)?)(?:\.pdf)?(?:[/?].*)?"
)


def _find_arxiv(word: str, url: _Url | None) -> Identifier | None:
    page = url and _ARXIV_PAGES.search(f"{url.host}{url.path}")
    arxiv_id = page["id"] if page else strip_arxiv_id(word.rstrip(")]}"))
    if re.fullmatch(rf"(?:{ARXIV_ID})(?:v\d+)?", arxiv_id):
        return Identifier(Kind.ARXIV, arxiv_id)
    return None


# What the URLs of publishers append to a DOI.
_AFTER_DOI = re.compile(
    r"(?:/(?:full|abstract|abs|pdf|epdf|meta|html|summary|fulltext|references|citations)"
    r"|\.pdf|\.full(?:-text)?(?:\.pdf)?|\.abstract)+/?$",
    re.IGNORECASE,
)
_PREPRINT_VERSION = re.compile(r"(?<=\d)v\d+(?:\.full(?:-text)?(?:\.pdf)?|\.abstract)?$")

# Pages whose URL has only the end of the DOI: host and path, and the DOI.
_MADE_DOIS = (
    (re.compile(r"zenodo\.org/records?/(\d+)"), "10.5281/zenodo.{}"),
    (re.compile(r"nature\.com/articles/([a-z]+[\w.-]*\d[\w-]*)"), "10.1038/{}"),
    (re.compile(r"elifesciences\.org/(?:articles|reviewed-preprints)/(\d+)"), "10.7554/eLife.{}"),
    (re.compile(r"ssrn\.com/.*abstract(?:_id)?=(\d+)"), "10.2139/ssrn.{}"),
    (
        re.compile(r"aclanthology\.org/(\d{4}\.[\w-]+\.\d+|[A-Z]\d{2}-\d{4})"),
        "10.18653/v1/{}",
    ),
)


def _find_doi(word: str, url: _Url | None) -> Identifier | None:
    if url is None or DOI_URL.match(word):
        doi = extract_doi(word)
        return Identifier(Kind.DOI, doi) if doi else None
    path = url.path.partition("#")[0]
    if found := re.search(r"[?&](?:id|doi)=(?:doi:)?(10\.\d{4,9}/[^&\s]+)", path):
        return Identifier(Kind.DOI, extract_doi(found[1]))
    doi = extract_doi(path.partition("?")[0])
    if doi:
        doi = _AFTER_DOI.sub("", doi)
        if url.host.endswith(("biorxiv.org", "medrxiv.org")):
            doi = _PREPRINT_VERSION.sub("", doi)
        return Identifier(Kind.DOI, doi)
    for page, form in _MADE_DOIS:
        if found := page.match(f"{url.host}{path}"):
            return Identifier(Kind.DOI, form.format(found[1]))
    return None


def _find_short_doi(word: str, url: _Url | None) -> Identifier | None:
    text = word
    if url and url.host in {"doi.org", "dx.doi.org"}:
        text = re.sub(r"^/(?:10/)?", "10/", url.path)
    found = re.fullmatch(r"(?i)(?:doi:)?(10/[a-z0-9]{3,12})", text)
    return Identifier(Kind.SHORT_DOI, found[1].lower()) if found else None


_NUMBERS = (
    (Kind.PUBMED, re.compile(r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d+)")),
    (Kind.PUBMED, re.compile(r"europepmc\.org/(?:article|abstract)/med/(\d+)", re.IGNORECASE)),
    (Kind.PUBMED, re.compile(r"(?i)pmid:(\d{1,8})$")),
    (Kind.PMC, re.compile(r"(?i)(?:.*/|pmcid:)?(PMC\d{1,9})(?:/.*)?$")),
    (Kind.INSPIRE, re.compile(r"inspirehep\.net/(?:api/)?(?:literature|record)/(\d+)")),
    (Kind.INSPIRE_AUTHOR, re.compile(r"inspirehep\.net/(?:api/)?authors/(\d+)")),
    (Kind.OPENALEX, re.compile(r"(?i)(?:api\.)?openalex\.org/(?:works/|authors/)?([WA]\d+)")),
    (Kind.OPENALEX, re.compile(r"([WA]\d{6,})$")),
    (
        Kind.SEMANTIC_SCHOLAR,
        re.compile(r"(?:\w+\.)?semanticscholar\.org/paper/(?:.*/)?([0-9a-f]{40})"),
    ),
)


def _find_number(word: str, url: _Url | None) -> Identifier | None:
    text = f"{url.host}{url.path}" if url else word
    for kind, shape in _NUMBERS:
        if found := shape.match(text):
            value = found[1].upper() if kind in {Kind.PMC, Kind.OPENALEX} else found[1]
            return Identifier(kind, value)
    return None


_FINDERS: tuple[Callable[[str, _Url | None], Identifier | None], ...] = (
    _find_orcid,
    _find_arxiv,
    _find_doi,
    _find_short_doi,
    _find_number,
)

_DBLP_HOSTS = ("dblp.org", "dblp.uni-trier.de", "dblp.dagstuhl.de", "dblp.dagstuhl.org")
_CLOSED_HOSTS = {
    "openreview.net": "OpenReview",
    "sciencedirect.com": "ScienceDirect",
    "researchgate.net": "ResearchGate",
    "scholar.google.com": "Google Scholar",
    "ieeexplore.ieee.org": "IEEE Xplore",
}


def _explain_page(word: str, host: str) -> str:
    """Say what to do with a page whose URL has no identifier."""
    url = shorten(word, _LONGEST_SHOWN)
    if host in _DBLP_HOSTS:
        return _explain_dblp(word)
    if name := _CLOSED_HOSTS.get(host):
        sentence = _(
            "%(name)s does not let programs read its pages. For %(url)s, paste the DOI, or the "
            "BibTeX that the page offers."
        )
        return sentence % {"name": name, "url": url}
    sentence = _(
        "The URL %(url)s has no identifier of a paper in it. Paste the DOI that the page names, or "
        "the paper's BibTeX."
    )
    return sentence % {"url": url}


def _explain_dblp(word: str) -> str:
    found = re.search(r"/((?:pid|rec)/[\w/.-]+?)(?:\.(?:html|bib|xml))?(?:[?#].*)?$", word)
    if not found:
        return _(
            "DBLP does not let programs read its pages. Open the person's page there, choose "
            "“export bibliography” and BibTeX, and give the file here."
        )
    sentence = _(
        "DBLP does not let programs read its pages. Open %(url)s in your browser, save the file, "
        "and give it here."
    )
    return sentence % {"url": f"https://dblp.org/{found[1]}.bib?param=1"}


def _explain_unknown(text: str) -> str:
    sentence = _(
        "“%(text)s” is no identifier that Vita knows. It takes DOIs, arXiv ids, PubMed ids (with "
        "PMID in front), ORCID iDs, URLs of papers, and entries such as BibTeX."
    )
    return sentence % {"text": shorten(text, _LONGEST_SHOWN)}
