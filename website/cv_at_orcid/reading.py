"""Reads the activities of an ORCID record, except works, as rows of the content file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from common.text.markdown_escaping import escape_markdown
from publications.sources.readers.answer import UnreadableError
from publications.sources.readers.cleaning.dates import make_date
from publications.sources.readers.cleaning.json_data import (
    Json,
    get_dict,
    get_dicts,
    get_text,
    load_json,
)
from publications.sources.readers.cleaning.titles import clean_line

MOST_ROWS = 300
_ISSN = re.compile(r"issn:(\d{4}-\d{3}[\dXx])", re.IGNORECASE)
_LONGEST = 200  # of a name in the columns of the profile

# The sections of a record, and the lists of the profile that they belong to.
_AFFILIATIONS = {
    "educations": "education",
    "qualifications": "education",
    "employments": "experience",
    "invited-positions": "experience",
    "distinctions": "awards",
}


class CvRow(NamedTuple):
    """A row of the CV: the list of the profile, and the values as the content file has them.

    ``issn`` is that of the journal that was reviewed for, if ORCID says it.
    """

    section: str
    values: dict[str, Any]
    issn: str = ""


def read_activities(data: bytes) -> list[CvRow]:
    """Return the rows in the answer to ``/activities``. Raises UnreadableError for others."""
    value = get_dict(load_json(data))
    value = get_dict(value.get("activities-summary")) or value
    if not value.keys() & {*_AFFILIATIONS, "fundings", "peer-reviews"}:
        raise UnreadableError(_("This is no ORCID record."))
    rows = [
        *_read_affiliations(value),
        *_read_fundings(get_dict(value.get("fundings"))),
        *_read_reviews(get_dict(value.get("peer-reviews"))),
    ]
    return rows[:MOST_ROWS]


def _read_affiliations(value: Json) -> Iterator[CvRow]:
    for name, section in _AFFILIATIONS.items():
        for group in get_dicts(get_dict(value.get(name)).get("affiliation-group")):
            # Several sources may say the same; the first is the one that the owner prefers.
            for summary in get_dicts(group.get("summaries"))[:1]:
                for affiliation in map(get_dict, summary.values()):
                    if organisation := _read_organisation(affiliation):
                        yield CvRow(section, _make_row(section, organisation, affiliation))


def _make_row(section: str, organisation: str, affiliation: Json) -> dict[str, Any]:
    role, when = _read_line(affiliation.get("role-title")), _read_span(affiliation)
    department = _read_line(affiliation.get("department-name"))
    if section == "education":
        address = get_dict(get_dict(affiliation.get("organization")).get("address"))
        row = {
            "institution": organisation,
            "place": _read_line(address.get("city")),
            "degree": role,
            "departments": [department] if department else [],
            "when": when,
        }
    elif section == "experience":
        row = {"organisation": organisation, "role": role, "when": when}
        row["description"] = escape_markdown(department)
    else:
        when = _read_date(affiliation, "start-date") or _read_date(affiliation, "end-date")
        row = {"title": role or organisation, "when": when}
        row |= {"awarded_by": organisation} if role else {}
    return {name: value for name, value in row.items() if value}


def _read_fundings(value: Json) -> Iterator[CvRow]:
    for group in get_dicts(value.get("group")):
        for funding in get_dicts(group.get("funding-summary"))[:1]:
            title = _read_line(get_dict(get_dict(funding.get("title")).get("title")).get("value"))
            row = {
                "title": title,
                "awarded_by": _read_organisation(funding),
                "when": _read_span(funding, open_end=False),
            }
            if title:
                yield CvRow("awards", {name: text for name, text in row.items() if text})


def _read_reviews(value: Json) -> Iterator[CvRow]:
    """Yield a row for each journal or organisation that the owner reviewed for, with the years."""
    years: dict[tuple[str, str], set[str]] = defaultdict(set)
    for group in get_dicts(value.get("group")):
        for same in get_dicts(group.get("peer-review-group")):
            for review in get_dicts(same.get("peer-review-summary"))[:1]:
                name = _read_name(review.get("convening-organization"))
                issn = _ISSN.fullmatch(get_text(review.get("review-group-id")))
                if name:
                    year = _read_date(review, "completion-date")[:4]
                    years[name, issn[1] if issn else ""].add(year)
    for (name, issn_), several in years.items():
        yield make_review(name, several, issn_)


def make_review(venue: str, years: Iterable[str], issn: str = "") -> CvRow:
    """Return the row for the reviews of a journal, or for an organisation."""
    row = {"category": "journal-reviewer", "venue": venue}
    when = ", ".join(sorted(filter(None, years)))
    return CvRow("service", row | ({"years": when} if when else {}), issn)


def _read_organisation(activity: Json) -> str:
    return _read_name(activity.get("organization"))


def _read_name(organisation: Any) -> str:
    return _read_line(get_dict(organisation).get("name"))


def _read_line(value: Any) -> str:
    return clean_line(get_text(value))[:_LONGEST].strip()


def _read_span(activity: Json, *, open_end: bool = True) -> str:
    """Return when something was. An affiliation without an end goes on."""
    start, end = _read_date(activity, "start-date"), _read_date(activity, "end-date")
    if start and not end:
        return f"{start} - present" if open_end else start
    return " - ".join(dict.fromkeys(filter(None, (start, end))))


def _read_date(activity: Json, name: str) -> str:
    parts = get_dict(activity.get(name))
    values = (get_text(get_dict(parts.get(part)).get("value")) for part in ("year", "month", "day"))
    return make_date(*values)
