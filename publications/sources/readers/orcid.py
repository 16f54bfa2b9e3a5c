"""Reads the works of an ORCID record: which papers there are, and what ORCID itself knows of them.

ORCID groups what several sources say of one work. A summary has no authors; most works have an
identifier under which a registry knows the rest.
"""

import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from publications.bibtex import Entry, Refused
from publications.bibtex import read as read_bibtex
from publications.bibtex.kinds import read_degree
from publications.sources.readers.answer import Answer, UnreadableError
from publications.sources.readers.cleaning.abstracts import clean_abstract
from publications.sources.readers.cleaning.dates import make_date
from publications.sources.readers.cleaning.json_data import (
    Json,
    get_dict,
    get_dicts,
    get_text,
    load_json,
    refuse_many,
)
from publications.sources.readers.cleaning.numbers import read_arxiv_id, read_doi, read_isbn
from publications.sources.readers.cleaning.people import MOST_PEOPLE, Crowd, gather, read_whole
from publications.sources.readers.cleaning.titles import add_subtitle, clean_line, clean_title
from publications.sources.readers.cleaning.venues import choose_venue_kind
from publications.sources.readers.draft import Draft, NoEntryError, refuse

_KINDS = {
    **dict.fromkeys(("journal-article", "conference-paper", "magazine-article"), "article"),
    "newspaper-article": "article",
    **dict.fromkeys(("review", "book-review"), "review"),
    "conference-poster": "poster",
    **dict.fromkeys(("book", "edited-book"), "book"),
    "conference-proceedings": "proceedings",
    **dict.fromkeys(("book-chapter", "encyclopedia-entry", "encyclopaedia-entry"), "chapter"),
    "dictionary-entry": "chapter",
    "preprint": "preprint",
    **dict.fromkeys(("report", "working-paper", "technical-standard"), "report"),
    "standards-and-policy": "report",
    "data-set": "dataset",
    **dict.fromkeys(("software", "research-tool"), "software"),
    "translation": "translation",
    "patent": "patent",
}
_STUDENTS = "supervised-student-publication"
_MOST_IDS = 100
_PMID = re.compile(r"\d{1,8}")


@dataclass(frozen=True)
class OrcidWork:
    """One work of a record. ``kind`` is one of ``Publication.Kind``; unknown values are empty.

    ``doubt`` is a sentence that says why it may not be the owner's.
    """

    put_code: int
    title: str
    year: str
    kind: str
    doi: str = ""
    arxiv_id: str = ""
    pmid: str = ""
    doubt: str = ""


def read_works(data: bytes) -> list[OrcidWork]:
    """Return the works in the answer to ``/works``, one for each group; an empty record has none.

    Raises UnreadableError if it is none of ORCID's.
    """
    value = get_dict(load_json(data))
    value = get_dict(get_dict(value.get("activities-summary")).get("works")) or value
    if not isinstance(value.get("group"), list):
        raise UnreadableError(_("This is no list of works of ORCID."))
    groups = get_dicts(value["group"])
    refuse_many(len(groups))
    works = (_read_group(group) for group in groups)
    return [work for work in works if work is not None]


def read_full(data: bytes) -> Answer:
    """Return the papers in ORCID's answer to a request for one work or several.

    A work with a BibTeX citation is read from that. Raises UnreadableError for other answers.
    """
    value = get_dict(load_json(data))
    found = [get_dict(one.get("work")) for one in get_dicts(value.get("bulk"))]
    works = found if "bulk" in value else [value]
    if not any("put-code" in one for one in works) and "bulk" not in value:
        raise UnreadableError(_("This is no work of ORCID."))
    refuse_many(len(works))
    answer = Answer()
    for number, work in enumerate(works, start=1):
        if "put-code" not in work:
            continue
        result = _read_work(work, number)
        if isinstance(result, Entry):
            answer.entries.append(result)
        else:
            answer.refused.append(result)
    return answer


def _read_group(group: Json) -> OrcidWork | None:
    summaries = get_dicts(group.get("work-summary"))[:_MOST_IDS]
    if not summaries:
        return None
    best = max(summaries, key=_rate)  # the first of equals
    kind = get_text(best.get("type")).lower()
    ids = _Identifiers([best, group, *summaries])
    code = get_text(best.get("put-code"))
    return OrcidWork(
        put_code=int(code) if code.isdecimal() else 0,
        title=_read_title(best),
        year=_read_date(best)[:4],
        kind=_choose_kind(best),
        doi=ids.doi,
        arxiv_id=ids.arxiv_id,
        pmid=ids.pmid,
        doubt=_doubt_students(kind),
    )


def _rate(summary: Json) -> tuple[bool, int]:
    """Return how good a summary is: not in capitals, and preferred by the person."""
    index = get_text(summary.get("display-index"))
    return not _read_title(summary).isupper(), int(index) if index.isdecimal() else 0


class _Identifiers:
    """The identifiers of a work itself, not of the journal or book that it is part of."""

    def __init__(self, places: list[Json]) -> None:
        self.doi = self.arxiv_id = self.pmid = ""
        for place in places:
            for one in get_dicts(get_dict(place.get("external-ids")).get("external-id"))[
                :_MOST_IDS
            ]:
                if get_text(one.get("external-id-relationship")).lower() == "self":
                    self._add(get_text(one.get("external-id-type")).lower(), one)
        for place in places:
            url = get_text(get_dict(place.get("url")).get("value"))
            if not (self.doi or self.arxiv_id or self.pmid):
                self.doi, self.arxiv_id = read_doi(url), read_arxiv_id(url)
        self.arxiv_id = self.arxiv_id or read_arxiv_id(self.doi)

    def _add(self, kind: str, one: Json) -> None:
        value = get_text(one.get("external-id-value"))
        normal = get_text(get_dict(one.get("external-id-normalized")).get("value"))
        if kind == "doi":
            self.doi = self.doi or read_doi(value) or read_doi(normal)
        elif kind == "arxiv":
            self.arxiv_id = self.arxiv_id or read_arxiv_id(value) or read_arxiv_id(normal)
        elif kind == "pmid" and (found := _PMID.search(normal or value)):
            self.pmid = self.pmid or found[0]


def _read_title(work: Json) -> str:
    title = get_dict(work.get("title"))
    main, subtitle = (
        clean_title(get_text(get_dict(title.get(name)).get("value")))
        for name in ("title", "subtitle")
    )
    return add_subtitle(main, subtitle)


def _read_date(work: Json) -> str:
    date = get_dict(work.get("publication-date"))
    return make_date(
        *(get_text(get_dict(date.get(name)).get("value")) for name in ("year", "month", "day"))
    )


def _choose_kind(work: Json) -> str:
    kind = get_text(work.get("type")).lower().replace("_", "-")
    if kind in {"dissertation", "dissertation-thesis", _STUDENTS}:
        return read_degree(_read_title(work)) or "other"
    return _KINDS.get(kind, "other")


def _doubt_students(kind: str) -> str:
    if kind.replace("_", "-") != _STUDENTS:
        return ""
    return _("ORCID says that this is the work of a student.")


def _read_work(work: Json, number: int) -> Entry | Refused:
    citation = get_dict(work.get("citation"))
    doubt = _doubt_students(get_text(work.get("type")).lower())
    if get_text(citation.get("citation-type")).lower() == "bibtex":
        found = read_bibtex(get_text(citation.get("citation-value")))
        if found.entries:
            return replace(found.entries[0], line=number, doubt=doubt)
    draft = _make_draft(work, number)
    draft.doubt = doubt or _("ORCID has only a few facts on it; complete them in its form.")
    try:
        return draft.finish()
    except NoEntryError as error:
        return refuse(draft, str(error))


def _make_draft(work: Json, number: int) -> Draft:
    ids = _Identifiers([work])
    kind = _choose_kind(work)
    venue = clean_line(get_text(get_dict(work.get("journal-title")).get("value")))
    url = get_text(get_dict(work.get("url")).get("value"))
    isbns = [
        get_text(one.get("external-id-value"))
        for one in get_dicts(get_dict(work.get("external-ids")).get("external-id"))[:_MOST_IDS]
        if get_text(one.get("external-id-type")).lower() == "isbn"
    ]
    return Draft(
        number,
        type=get_text(work.get("type")),
        title=_read_title(work),
        authors=_read_contributors(work),
        kind=kind,
        venue=venue,
        venue_kind=choose_venue_kind(
            kind, venue, at_meeting=get_text(work.get("type")) == "conference-paper"
        ),
        when=_read_date(work),
        doi=ids.doi,
        arxiv_id=ids.arxiv_id,
        isbn=read_isbn(isbns),
        urls=[url] if url else [],
        abstract=clean_abstract(get_text(work.get("short-description"))),
    )


def _read_contributors(work: Json) -> Crowd:
    contributors = get_dicts(get_dict(work.get("contributors")).get("contributor"))
    people = []
    for one in contributors[: MOST_PEOPLE + 1]:
        role = get_text(get_dict(one.get("contributor-attributes")).get("contributor-role")).lower()
        if role in {"", "author", "co-inventor"} or "writing" in role:
            name = get_text(get_dict(one.get("credit-name")).get("value"))
            people.append(
                read_whole(name, get_text(get_dict(one.get("contributor-orcid")).get("path")))
            )
    return gather(people)


# The list is what other readers' ``read`` returns: all that the answer has.
read = read_works
