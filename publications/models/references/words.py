"""The numbers and names in a reference, as the house style writes each of them.

Whatever labels and commas the owner typed, the result has one label at most, and no comma at its
ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from publications.models.bylines import BylineName, join_names
from publications.models.choices import PublicationKind as Kind

if TYPE_CHECKING:
    from publications.models import Publication

MOST_NAMES = 3  # of more, only the first is named

_LABEL = re.compile(
    r"(?:vol(?:ume|\.)?|bd\.|no\.|nr\.|issue|articles?|art\.|pages?|pp?\.)\s*(?=\d)", re.IGNORECASE
)
_RANGE = re.compile(r"(?<=\w)\s*(?:[–—]|--+)\s*(?=\w)|(?<=\d)\s*-\s*(?=[A-Za-z]*\d)")
_PAGE = r"(?!e\d)[a-z]{0,2}\d\w*"
_ROMAN = r"[ivxlcdm]+"
_PAGES = re.compile(
    rf"(?:{_PAGE}|{_ROMAN})(?:[–,;:./\s]+(?:{_PAGE}|{_ROMAN}))*", re.IGNORECASE | re.ASCII
)
_EDITION = re.compile(r"\b(?:edn?|edition|aufl|auflage|éd|édition)\b", re.IGNORECASE)
_COUNTRY = re.compile(r"([A-Z]{2})\s*(?=\d)")


def tidy(text: str) -> str:
    """Return the text without spaces and commas at its ends."""
    return " ".join(text.split()).strip(" ,;") if text else ""


def write_numbers(paper: Publication, *, labelled: bool) -> str:
    """Return "24(3)", or with a label "vol. 24(3)", "no. 3", "Lecture Notes 12"."""
    volume, number = _strip_label(paper.volume), _strip_label(paper.number)
    both = f"{volume}({number})" if volume and number else volume
    if series := tidy(paper.series):
        return f"{series} {both or number}".strip()
    if not both:
        return _("no. %(number)s") % {"number": number} if number else ""
    return _("vol. %(volume)s") % {"volume": both} if labelled else both


def write_pages(paper: Publication, *, labelled: bool) -> str:
    """Return the article number or the pages: "e1004923", "112–140", or with a label "p. 7"."""
    article, pages = _strip_label(paper.article_number), _strip_label(paper.pages)
    if article:
        needs_label = labelled and article.isdecimal()
        return _("article %(number)s") % {"number": article} if needs_label else article
    pages = _RANGE.sub("–", pages)
    if not labelled or not _PAGES.fullmatch(pages):
        return pages
    is_one = re.fullmatch(r"[\w:.]+", pages)
    return (_("p. %(pages)s") if is_one else _("pp. %(pages)s")) % {"pages": pages}


def write_edition(paper: Publication) -> str:
    """Return "2nd edition" for "2", "2nd" and "2nd edition"."""
    edition = tidy(paper.edition)
    if not edition or _EDITION.search(edition):
        return edition
    if edition.isdecimal() and edition.isascii():
        edition += _find_ordinal_ending(int(edition[-2:]))
    return _("%(edition)s edition") % {"edition": edition}


def _find_ordinal_ending(number: int) -> str:
    return "th" if 10 < number < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def write_report(paper: Publication, *, labelled: bool) -> str:
    """Return the number of a report or patent: "Technical report 12", "US Patent 1234567"."""
    number, kind = tidy(paper.report_number), str(paper.get_kind_display())
    if not labelled or (kind.split()[-1].casefold() in number.casefold()):
        return number
    if paper.kind == Kind.PATENT and _COUNTRY.match(number):
        return _COUNTRY.sub(rf"\1 {kind} ", number, count=1)
    return f"{kind} {number}"


def name_people(people: Sequence[BylineName]) -> str:
    """Return "E. One and F. Two"; of more than three, only the first: "E. One et al."."""
    names = [person.name for person in people]
    return join_names(names[:1], more=True) if len(names) > MOST_NAMES else join_names(names)


def _strip_label(text: str) -> str:
    plain = tidy(text)
    label = _LABEL.match(plain)
    return plain[label.end() :] if label else plain
