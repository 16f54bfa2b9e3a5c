"""Pages, article numbers, volumes, licences and identifiers."""

import re

from django.core.exceptions import ValidationError

from publications.bibtex.entries import RANGE_OF_PAGES
from publications.bibtex.identifiers import extract_doi
from publications.identifiers import (
    ARXIV_ID,
    strip_arxiv_id,
    strip_isbn,
    strip_issn,
    validate_isbn,
    validate_issn,
)
from publications.models.references.licences import find_licence
from publications.sources.readers.cleaning.titles import clean_line

_NOTHING = re.compile(
    r"null|none|0|n/?a|[-–—.?]*|(?:ahead|online)[- ](?:of[- ]print|first).*", re.IGNORECASE
)
# The number of an article that has no pages: "e3162", "20170387", "97073B", "Doc10".
_ARTICLE_NUMBER = re.compile(r"[A-Za-z]{1,4}\.?\d{2,}\w*|\d{6,}|\d{4,}[A-Za-z]{1,2}")
_LONGEST_RANGE = 60
_ABBREVIATED = re.compile(r"(\d+)[-–](\d+)")
_ARXIV_DOI = re.compile(rf"10\.48550/arxiv\.({ARXIV_ID})(?:v\d+)?", re.IGNORECASE)
_ARXIV = re.compile(rf"arxiv\s*:\s*({ARXIV_ID})(?:v\d+)?", re.IGNORECASE)


def read_number(text: str) -> str:
    """Return a volume or issue; "" for words that mean none."""
    text = clean_line(text[: _LONGEST_RANGE * 4])
    return "" if _NOTHING.fullmatch(text) else text


def read_pages(pages: str, article_number: str = "") -> tuple[str, str]:
    """Return pages with an en dash, and the article number, which publishers also give as page."""
    pages, article_number = read_number(pages), read_number(article_number)
    first, dash, last = pages.partition("-")
    if dash and first == last:
        pages = first
    if pages == article_number or (not article_number and _ARTICLE_NUMBER.fullmatch(pages)):
        return "", article_number or pages
    pages = re.sub(r"^(\d+-[a-z])-(\d[\w-]*)$", r"\1–\2", pages)
    return RANGE_OF_PAGES.sub("–", pages), article_number


def complete_range(pages: str) -> str:
    """Return a range whose last page repeats what the first one has: "345–347" for "345-7"."""
    found = _ABBREVIATED.fullmatch(pages.strip())
    if found and len(found[2]) < len(found[1]):
        return f"{found[1]}-{found[1][: -len(found[2])]}{found[2]}"
    return pages


def read_doi(text: str) -> str:
    """Return the DOI in a text or URL, or ""."""
    return extract_doi(text[:1_000])


def read_arxiv_id(text: str) -> str:
    """Return the arXiv id, without version, that a text is or names; or ""."""
    text = text.strip()[:200]
    found = _ARXIV_DOI.search(text) or _ARXIV.search(text)
    if found:
        return found[1]
    bare = re.sub(r"v\d+$", "", strip_arxiv_id(text))
    return bare if re.fullmatch(ARXIV_ID, bare) else ""


def read_isbn(texts: list[str]) -> str:
    """Return the first valid ISBN, of 13 digits if there is one."""
    found = []
    for text in texts[:20]:
        for word in re.split(r"[,;]|\s{2,}|\s(?=97[89])", text[:500]):
            isbn = strip_isbn(re.sub(r"\([^()]*\)|^https?://\S*/", "", word))
            try:
                validate_isbn(isbn)
            except ValidationError:
                continue
            found.append(isbn)
    return max(found, key=len, default="")


def read_issn(texts: list[str]) -> str:
    """Return the first valid ISSN."""
    for word in (word for text in texts[:20] for word in re.split(r"[,;\s]+", text[:200])):
        issn = strip_issn(word)
        try:
            validate_issn(issn)
        except ValidationError:
            continue
        return issn
    return ""


def read_licence(texts: list[str]) -> str:
    """Return the first licence that the site knows, by its SPDX name; or ""."""
    return next(filter(None, (find_licence(text[:500]) for text in texts[:20])), "")
