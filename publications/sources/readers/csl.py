"""Reads CSL-JSON: Crossref's, as doi.org answers and its REST API, and files of Zotero and others.

Both of Crossref's shapes are one record: the REST API has lists where CSL has texts. Files may be a
list, one item, or Zotero's object of items by key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from publications.bibtex.kinds import find_status
from publications.names.name import is_east_asian
from publications.sources.readers.answer import Answer, UnreadableError
from publications.sources.readers.cleaning.abstracts import clean_abstract
from publications.sources.readers.cleaning.csl_kinds import MEETINGS, THESES, choose_kind
from publications.sources.readers.cleaning.dates import choose_date, read_csl_date
from publications.sources.readers.cleaning.json_data import (
    Json,
    get_dict,
    get_dicts,
    get_text,
    get_texts,
    load_json,
    refuse_many,
)
from publications.sources.readers.cleaning.numbers import (
    read_arxiv_id,
    read_doi,
    read_isbn,
    read_licence,
    read_number,
    read_pages,
)
from publications.sources.readers.cleaning.people import (
    MOST_PEOPLE,
    Crowd,
    Person,
    gather,
    read_group,
    read_parts,
    read_whole,
)
from publications.sources.readers.cleaning.titles import add_subtitle, clean_line, clean_title
from publications.sources.readers.cleaning.venues import choose_container, choose_venue_kind
from publications.sources.readers.draft import Draft, collect

_MARKS_OF_ITEM = frozenset(("title", "DOI", "type", "author", "container-title", "issued"))
_MARKS_OF_CROSSREF = frozenset(("indexed", "deposited", "member"))
_OTHER_DATES = ("posted", "published", "issued", "approved")
_WITHDRAWN = frozenset(("retraction", "withdrawal", "removal"))
_NOTE_LINE = re.compile(
    r"^[ \t]*+(arXiv|DOI|PMID|type)[ \t]*:[ \t]*+(\S.*)$", re.IGNORECASE | re.MULTILINE
)
_YEAR_OF_MEETING = re.compile(r"\W*(?:\b(?:19|20)\d\d|['’]\d\d)\W*")
_ARXIV_PREFIX = "10.48550/"
_CRAN_PREFIX = "10.32614/"


def read(data: bytes) -> Answer:
    """Return the papers of CSL-JSON. Raises UnreadableError if it is none."""
    items = list_items(load_json(data))
    refuse_many(len(items))
    return collect([_read_item(item, number) for number, item in enumerate(items, start=1)])


def list_items(value: Any) -> list[Json]:
    """Return the items of any of the shapes. Raises UnreadableError if there are none."""
    if isinstance(value, dict):
        value = value.get("message", value)
    if isinstance(value, dict) and isinstance(value.get("items"), list):
        value = value["items"]
    if isinstance(value, dict):
        if _MARKS_OF_ITEM & value.keys():
            return [value]
        value = [one for one in value.values() if _MARKS_OF_ITEM & get_dict(one).keys()] or value
    if not isinstance(value, list) or (value and not get_dicts(value)):
        raise UnreadableError(_("This is JSON, but no list of papers in the form of CSL."))
    return get_dicts(value)


def _read_item(item: Json, number: int) -> Draft:
    draft = Draft(number, type=get_text(item.get("type")), key=_read_key(item))
    is_crossref = not _MARKS_OF_CROSSREF.isdisjoint(item)
    draft.doi = read_doi(get_text(item.get("DOI")))
    _read_identifiers(draft, item)
    containers = get_texts(item.get("container-title"))
    draft.isbn = read_isbn(get_texts(item.get("ISBN")))
    _read_kind(draft, item, has_container=bool(containers), is_crossref=is_crossref)
    draft.title = clean_title(get_text(item.get("title")))
    if draft.kind != "dataset":
        subtitle = clean_title(get_text(item.get("subtitle")))
        draft.title = add_subtitle(draft.title, subtitle, draft.doi)
    _read_venue(draft, item, containers)
    publisher = clean_line(get_text(item.get("publisher")))
    draft.authors = _read_people(item.get("author"), publisher, draft.venue)
    draft.editors = _read_people(item.get("editor"))
    draft.translators = _read_people(item.get("translator"))
    draft.issns = get_texts(item.get("ISSN"))
    draft.when = choose_date(
        read_csl_date(item.get("published-print")),
        read_csl_date(item.get("published-online")),
        (read_csl_date(item.get(name)) for name in _OTHER_DATES),
    )
    _read_numbers(draft, item)
    _read_state(draft, item)
    draft.abstract = clean_abstract(get_text(item.get("abstract")))
    draft.licence = read_licence(list(_list_licences(item)))
    if not is_crossref:
        draft.urls = [get_text(item.get("URL"))]
        draft.topics = re.split(r"[,;]", get_text(item.get("keyword")))
    return draft


def _read_kind(draft: Draft, item: Json, *, has_container: bool, is_crossref: bool) -> None:
    draft.kind = choose_kind(
        draft.type,
        subtype=get_text(item.get("subtype")),
        genre=get_text(item.get("genre")) or " ".join(get_texts(item.get("degree"))),
        has_container=has_container,
        has_isbn=bool(draft.isbn),
    )
    if not is_crossref:
        _correct_kind(draft, item, has_container)
    if draft.kind == "dataset" and draft.doi.startswith(_CRAN_PREFIX):
        draft.kind = "software"
    draft.is_thesis = draft.type in THESES
    if draft.is_thesis and draft.kind == "other":
        draft.warnings.append(_("the kind of thesis is not given"))


def _read_key(item: Json) -> str:
    key = get_text(item.get("citation-key")) or get_text(item.get("id"))
    return key if re.fullmatch(r"[A-Za-z][\w:.+-]{0,99}", key) and "doi.org" not in key else ""


def _read_identifiers(draft: Draft, item: Json) -> None:
    """Find the arXiv id, and a DOI among the lines that Zotero adds to the note."""
    notes = {
        name.lower(): value
        for name, value in _NOTE_LINE.findall(get_text(item.get("note"))[:5_000])
    }
    draft.doi = draft.doi or read_doi(notes.get("doi", ""))
    draft.type = draft.type if draft.type not in {"", "document"} else notes.get("type", draft.type)
    places = [draft.doi, f"arXiv:{notes.get('arxiv', '')}", get_text(item.get("number"))]
    if get_text(item.get("publisher")).casefold() == "arxiv" or "arxiv" in notes:
        places.append(f"arXiv:{get_text(item.get('number'))}")
    places += [get_text(one.get("id")) for one in _list_related(item, "has-preprint")]
    draft.arxiv_id = next(filter(None, (read_arxiv_id(place) for place in places[:20])), "")
    if draft.doi.lower().startswith(f"{_ARXIV_PREFIX}arxiv.") and draft.arxiv_id:
        draft.doi = ""


def _correct_kind(draft: Draft, item: Json, has_container: bool) -> None:
    """Read the types as exporters mean them: "article" is a preprint, but DataCite's may not be."""
    is_datacite = get_text(item.get("id")).lower().startswith("https://doi.org/")
    is_datacite = is_datacite or "categories" in item or "copyright" in item
    if draft.type == "article":
        is_preprint = not is_datacite or draft.arxiv_id
        draft.kind = "preprint" if is_preprint else "other"
    if is_datacite and draft.kind == "article" and not has_container:
        draft.kind = "other"
        draft.warnings.append(_("the kind of this paper is not certain"))


def _read_venue(draft: Draft, item: Json, containers: list[str]) -> None:
    container, series = choose_container(containers)
    institutions = get_dicts(item.get("institution"))[:1] or [{}]
    institution = clean_line(get_text(institutions[0].get("name")))
    event = get_dict(item.get("event"))
    named = get_text(event.get("name")) or get_text(item.get("event"))
    meeting = clean_line(get_text(item.get("event-title")) or named)
    draft.series = series or clean_line(get_text(item.get("collection-title")))
    if draft.kind in {"book", "proceedings"}:
        draft.venue, draft.series = meeting, draft.series or container
    elif draft.type == "posted-content" and draft.kind == "other":
        draft.venue, institution = institution, ""  # a blog
    elif draft.kind not in {"report", "software"} and not draft.is_thesis:
        draft.venue = container or meeting
    at_meeting = draft.type in MEETINGS
    draft.venue_kind = choose_venue_kind(draft.kind, draft.venue, at_meeting=at_meeting)
    if at_meeting:
        acronym = clean_line(get_text(event.get("acronym")))[:60]
        draft.venue_short = _YEAR_OF_MEETING.sub("", acronym)
    draft.add_publisher(clean_line(get_text(item.get("publisher"))), institution)
    draft.place_of_publisher = clean_line(
        get_text(item.get("publisher-place"))
        or get_text(item.get("publisher-location"))
        or get_text(institutions[0].get("place"))
    )


def _read_numbers(draft: Draft, item: Json) -> None:
    draft.volume = read_number(
        get_text(item.get("volume")) or get_text(item.get("collection-number"))
    )
    draft.number = read_number(get_text(item.get("issue")))
    draft.edition = clean_line(
        get_text(item.get("edition")) or get_text(item.get("edition-number"))
    )
    draft.pages, draft.article_number = read_pages(
        get_text(item.get("page")), get_text(item.get("article-number"))
    )
    number = read_number(get_text(item.get("number")))
    if not number or read_arxiv_id(number):
        return
    if draft.kind in {"report", "patent"}:
        draft.report_number = number
    elif not draft.type and not draft.number:
        draft.number = number  # JaLC's name of the issue


def _read_state(draft: Draft, item: Json) -> None:
    """Read the status, the published version of a preprint, and retractions and corrections."""
    status = find_status(get_text(item.get("status")))
    draft.status = "" if status == "published" else status
    published = [read_doi(get_text(one.get("id"))) for one in _list_related(item, "is-preprint-of")]
    draft.published_as = next(filter(None, published), "")
    updates = {get_text(one.get("type")).lower() for one in get_dicts(item.get("updated-by"))[:100]}
    if updates & _WITHDRAWN:
        draft.doubt = _("This paper was retracted or withdrawn.")
    elif "retract" in (notice := get_text(item.get("references"))[:200]).lower():
        draft.doubt = _("This paper was retracted: %(notice)s.") % {"notice": notice.rstrip(".")}
    for update in get_dicts(item.get("update-to"))[:1]:
        values = {
            "type": get_text(update.get("type")),
            "doi": read_doi(get_text(update.get("DOI"))),
        }
        draft.warnings.append(_("this is a notice (%(type)s) about %(doi)s") % values)


def _list_related(item: Json, name: str) -> list[Json]:
    return get_dicts(get_dict(item.get("relation")).get(name))[:20]


def _list_licences(item: Json) -> Iterator[str]:
    for licence in get_dicts(item.get("license"))[:20]:
        if get_text(licence.get("content-version")) in {"vor", ""}:
            yield get_text(licence.get("URL"))
    yield get_text(item.get("license"))


def _read_people(value: Any, *others: str) -> Crowd:
    return gather(map(_read_person, get_dicts(value)[: MOST_PEOPLE + 1]), *others)


def _read_person(value: Json) -> Person | None:
    whole = get_text(value.get("literal")) or get_text(value.get("name"))
    orcid = get_text(value.get("ORCID"))
    if whole:
        return read_whole(whole, orcid) if is_east_asian(whole) else read_group(whole)
    particles = (get_text(value.get(f"{kind}dropping-particle")) for kind in ("", "non-"))
    family = " ".join(filter(None, (*particles, get_text(value.get("family")))))
    return read_parts(get_text(value.get("given")), family, get_text(value.get("suffix")), orcid)
