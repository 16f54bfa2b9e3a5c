"""The journals that the owner reviewed for. ORCID has their ISSNs, and Crossref their names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from publications.sources.errors import NotKnownError, SourceError
from publications.sources.readers.answer import UnreadableError
from publications.sources.readers.cleaning.json_data import get_dict, get_text, load_json
from publications.sources.readers.cleaning.titles import clean_line
from website.cv_at_orcid.reading import CvRow, make_review

MOST_JOURNALS = 15  # each takes Crossref a second

Ask = Callable[[str, str], bytes]


def name_journals(rows: Iterable[CvRow], ask: Ask) -> Iterator[CvRow]:
    """Yield the rows with reviews called by their journals, or else by their organisations.

    The reviews of the same name become one row.
    """
    rows = list(rows)
    names = _ask_for_names([row.issn for row in rows if row.issn], ask)
    years: dict[str, set[str]] = {}
    for row in rows:
        if row.section == "service":
            name = names.get(row.issn) or row.values["venue"]
            years.setdefault(name, set()).update(row.values.get("years", "").split(", "))
        else:
            yield row
    for name, several in years.items():
        yield make_review(name, several)


def _ask_for_names(issns: list[str], ask: Ask) -> dict[str, str]:
    """Return the names of journals; of none if Crossref does not answer."""
    names: dict[str, str] = {}
    for issn in issns[:MOST_JOURNALS]:
        try:
            answer = get_dict(load_json(ask("crossref", f"/journals/{issn}")))
        except NotKnownError:
            continue
        except (SourceError, UnreadableError):
            break
        names[issn] = clean_line(get_text(get_dict(answer.get("message")).get("title")))[:200]
    return names
