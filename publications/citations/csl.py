"""Writes CSL-JSON, which citeproc, pandoc, Zotero and Word's citation managers read.

The variables and types are those of the Citation Style Language 1.0.2 (docs.citationstyles.org,
appendices III and IV); the structure follows its JSON schema (csl-data.json).
"""

import json
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from common.dates.point import Point
from common.text.markdown import render_plain
from common.text.plain_math import write_piece_in_unicode
from common.text.title_markup import parse_title
from publications.citations.record import Citation
from publications.models import Publication
from publications.names.name import PARTICLES, Name

_TYPES = {
    "journal-article": "article-journal",
    "conference-paper": "paper-conference",
    "chapter": "chapter",
    "book": "book",
    "proceedings": "book",
    "phd-thesis": "thesis",
    "master-thesis": "thesis",
    "poster": "speech",
    "report": "report",
    "patent": "patent",
    "dataset": "dataset",
    "software": "software",
    "preprint": "article",
    "manuscript": "manuscript",
}
_GENRES = {
    "phd-thesis": "PhD thesis",
    "master-thesis": "Master's thesis",
    "poster": "Poster",
    "preprint": "Preprint",
}
_GENRES_OF_KINDS = {Publication.Kind.TRANSLATION.value: "Translation"}
# The variable for the venue; for all other forms it is "container-title".
_VENUE_VARIABLES = {"proceedings": "event-title", "poster": "event-title", "patent": "authority"}
_STATUSES = {
    Publication.Status.IN_PREPARATION: "in preparation",
    Publication.Status.SUBMITTED: "submitted",
    Publication.Status.ACCEPTED: "forthcoming",
    Publication.Status.IN_PRESS: "in press",
}


def write(citations: Iterable[Citation]) -> str:
    """Return a JSON array with one item per citation, in the given order."""
    items = [_write_item(citation) for citation in citations]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _write_item(citation: Citation) -> dict[str, Any]:
    venue_variable = _VENUE_VARIABLES.get(citation.form, "container-title")
    on_arxiv = citation.form == "preprint" and citation.arxiv_id and not citation.appeared_in
    variables = {
        "id": citation.key,
        "citation-key": citation.key,
        "type": _choose_type(citation),
        "genre": _GENRES_OF_KINDS.get(citation.kind) or _GENRES.get(citation.form, ""),
        "author": _write_names(citation.names, more=citation.more_names),
        "editor": _write_names(citation.editors, more=citation.more_names and not citation.names),
        "translator": _write_names(citation.translators),
        "title": _write_title(citation.title),
        venue_variable: citation.container,
        "publisher": citation.publisher_name
        or citation.institution_name
        or ("arXiv" if on_arxiv else ""),
        "publisher-place": citation.place,
        "collection-title": citation.series_title,
        "edition": citation.edition,
        "ISBN": citation.isbn,
        "ISSN": citation.issn if citation.container else "",
        # Styles print it as an article number, and of a report or patent as its number.
        "number": citation.article_number
        or citation.report_number
        or (f"arXiv:{citation.arxiv_id}" if on_arxiv else ""),
        "volume": citation.volume,
        "issue": citation.number,
        "page": citation.pages or citation.article_number,
        "issued": _write_date(citation.date),
        "status": _STATUSES.get(Publication.Status(citation.status), ""),
        "DOI": citation.doi,
        "URL": citation.url,
        "note": citation.note,
        "abstract": render_plain(citation.abstract),
    }
    is_contained = venue_variable == "container-title" and citation.container
    short = citation.venue_iso4 or citation.venue_short
    if is_contained and short != citation.venue:
        variables["container-title-short"] = short
    return {name: value for name, value in variables.items() if value}


def _choose_type(citation: Citation) -> str:
    if citation.kind == Publication.Kind.REVIEW and citation.form == "journal-article":
        return "review"
    return _TYPES.get(citation.form, "document")


def _write_names(names: Sequence[Name], *, more: bool = False) -> list[dict[str, str]]:
    """Return the names; pandoc and Zotero write "others" if there are more."""
    written = [_name(name) for name in names]
    return [*written, {"literal": "others"}] if written and more else written


def _write_title(title: str) -> str:
    """Return a title with CSL's tags for italics, subscripts and superscripts."""
    parts: list[str] = []
    for is_italic, run in groupby(parse_title(title), lambda piece: piece.is_italic):
        written = "".join(
            f"<{piece.form}>{piece.text}</{piece.form}>"
            if piece.form in {"sub", "sup"}
            else write_piece_in_unicode(piece)
            for piece in run
        )
        parts.append(f"<i>{written}</i>" if is_italic else written)
    return "".join(parts)


def _name(name: Name) -> dict[str, str]:
    """Return a name in parts; one without a given name is a literal, like an organisation."""
    if not name.given:
        return {"literal": str(name)}
    particle, family = _divide_particle(name.family)
    parts = {
        "family": family,
        "given": name.given,
        "non-dropping-particle": particle,
        "suffix": name.suffix,
    }
    return {variable: part for variable, part in parts.items() if part}


def _divide_particle(family: str) -> tuple[str, str]:
    """Divide "van der Waals" into "van der" and "Waals"."""
    words = family.split()
    count = 0
    while count < len(words) - 1 and words[count] in PARTICLES:
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])


def _write_date(date: Point | None) -> dict[str, Any]:
    if date is None:
        return {}
    season = date.season
    parts = (date.year, None if date.precision == "part" else date.month, date.day)
    issued: dict[str, Any] = {"date-parts": [[part for part in parts if part]]}
    if season:
        issued["season"] = season
    if date.qualifier:
        issued["circa"] = True
    return issued
